/** Which of two types has the values of the other. What is not described is no part of it: objects are open, and enums are. */

import { areApart, type ObjectType, shapeOf, type TupleType, type ValueType } from "../spec/value-type.js";

/** `same`: the same values. `wider`: the second has all values of the first, and more. `other`: each has values that the other has not. */
export type Relation = "same" | "wider" | "narrower" | "other";

export function relationOf(before: ValueType, after: ValueType): Relation {
  const [isWider, isNarrower] = [fits(before, after), fits(after, before)];
  if (isWider && isNarrower) return "same";
  return isWider ? "wider" : isNarrower ? "narrower" : "other";
}

/** Is each value of `type` one of `other`? Where it takes a proof to know, the answer is no. */
export function fits(type: ValueType, other: ValueType): boolean {
  if (other.kind === "any" || shapeOf(type) === shapeOf(other)) return true;
  if (type.kind === "choice") return type.branches.every((branch) => fits(branch, other));
  switch (other.kind) {
    case "choice":
      return (other.keyword !== "oneOf" || areApart(other.branches)) && other.branches.some((each) => fits(type, each));
    case "object":
      return type.kind === "object" && objectFits(type, other);
    case "list":
      if (type.kind === "tuple") return countFits(type, other) && type.items.every((item) => fits(item, other.items));
      return (
        type.kind === "list" &&
        type.minItems >= other.minItems &&
        (other.maxItems === undefined || (type.maxItems ?? Number.POSITIVE_INFINITY) <= other.maxItems) &&
        fits(type.items, other.items)
      );
    case "tuple":
      return (
        type.kind === "tuple" && sameLength(type, other) && type.items.every((item, i) => fits(item, at(other, i)))
      );
    case "text":
      if (type.kind === "constant") return typeof type.value === "string" && other.format === undefined;
      return type.kind === "text" && (other.format === undefined || formatFits(type.format, other.format));
    case "number":
      if (type.kind === "constant")
        return typeof type.value === "number" && (!other.whole || Number.isInteger(type.value));
      return type.kind === "number" && (type.whole || !other.whole);
    case "boolean":
      return type.kind === "boolean" || (type.kind === "constant" && typeof type.value === "boolean");
    case "null":
      return type.kind === "null" || (type.kind === "constant" && type.value === null);
    case "constant":
      return (type.kind === "constant" && type.value === other.value) || (type.kind === "null" && other.value === null);
  }
}

const at = ({ items }: TupleType, index: number): ValueType => items[index] as ValueType;
const sameLength = (a: TupleType, b: TupleType): boolean => a.items.length === b.items.length;
const formatFits = (format: string | undefined, other: string): boolean =>
  format === other || (format === "decimal" && other === "decimal-or-empty");
const countFits = ({ items }: TupleType, { minItems, maxItems }: { minItems: number; maxItems?: number }): boolean =>
  items.length >= minItems && (maxItems === undefined || items.length <= maxItems);

function objectFits({ members }: ObjectType, { members: others }: ObjectType): boolean {
  const byName = new Map(members.map((member) => [member.name, member]));
  return others.every(({ name, required, type }) => {
    const member = byName.get(name);
    return member === undefined ? !required : (member.required || !required) && fits(member.type, type);
  });
}
