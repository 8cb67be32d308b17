/** The members of a form, one after the other as a message has them, with all that is known of each. */

import { valuesLike } from "../schema/enum-values.js";
import { escapePointer } from "../schema/pointer.js";
import type { ValueType } from "../spec/value-type.js";

export interface FormMember {
  readonly name: string;
  /** `*` stands for any item of a list, a number for one of a tuple. */
  readonly pointer: string;
  /** Of the branches of a choice that have it, the first one's. */
  readonly type: ValueType;
  readonly required: boolean;
  /** How many members it stands within. */
  readonly depth: number;
}

/** Items of a list are members of their own where they are no objects and no lists: those say nothing that their list does not. */
export function membersOf(type: ValueType): readonly FormMember[] {
  const members = new Map<string, FormMember>();
  const add = (member: FormMember): void => {
    if (!members.has(member.pointer)) members.set(member.pointer, member);
  };
  const visit = (node: ValueType, pointer: string, depth: number): void => {
    switch (node.kind) {
      case "object":
        for (const { name, required, type: inner } of node.members) {
          const place = `${pointer}/${escapePointer(name)}`;
          add({ name, pointer: place, type: inner, required, depth });
          visit(inner, place, depth + 1);
        }
        return;
      case "list":
        visit(node.items, `${pointer}/*`, depth);
        return;
      case "tuple":
        node.items.forEach((item, index) => {
          const place = `${pointer}/${index}`;
          add({ name: `[${index}]`, pointer: place, type: item, required: true, depth });
          visit(item, place, depth + 1);
        });
        return;
      case "choice":
        for (const branch of node.branches) visit(branch, pointer, depth);
        return;
      case "text":
      case "number":
      case "boolean":
      case "null":
      case "any":
      case "constant":
        return;
    }
  };
  visit(type, "", 0);
  return [...members.values()];
}

export interface DocumentedValues {
  readonly name: string;
  readonly values: readonly (string | number)[];
}

/** The documented values of a member, or of what it lists. */
export function documentedValues(type: ValueType): DocumentedValues | undefined {
  switch (type.kind) {
    case "text":
      return type.enum && { name: type.enum.name, values: valuesLike(type.enum, "string") };
    case "number":
      return type.enum && { name: type.enum.name, values: valuesLike(type.enum, "number") };
    case "list":
      return documentedValues(type.items);
    case "choice":
      return type.branches.map(documentedValues).find((values) => values !== undefined);
    case "object":
    case "tuple":
    case "boolean":
    case "null":
    case "any":
    case "constant":
      return undefined;
  }
}
