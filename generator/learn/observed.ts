/** What came at each node of a schema, in all forms and by all ways that lead to it: records are often shared. */

import { escapePointer, segmentsOf } from "../schema/pointer.js";
import type { TopicSpec } from "../spec/spec.js";
import type { ValueType } from "../spec/value-type.js";
import type { FormStatistics } from "../validate/report/validate-report.js";
import { locateTypes } from "./locate.js";

export type FieldStatistics = FormStatistics["fields"][number];

/** A place in the messages of a form. */
export interface Way {
  readonly form: FormStatistics;
  /** With `*` for array indexes. */
  readonly pointer: string;
}

export interface ObservedNode {
  readonly type: ValueType;
  readonly ways: readonly Way[];
}

export function observeNodes(forms: readonly FormStatistics[], topic: TopicSpec): ObservedNode[] {
  const nodes = new Map<string, { readonly type: ValueType; readonly ways: Way[] }>();
  for (const form of forms) {
    const described = topic.forms.find(({ name }) => name === form.form);
    if (!described) continue;
    for (const [pointer, type] of locateTypes(described.type)) {
      const node = nodes.get(type.pointer) ?? { type, ways: [] };
      nodes.set(type.pointer, node);
      node.ways.push({ form, pointer });
    }
  }
  return [...nodes.values()];
}

const fieldOf = ({ form, pointer }: Way): FieldStatistics | undefined =>
  form.fields.find((field) => field.pointer === pointer);

export const fieldsOf = (ways: readonly Way[]): FieldStatistics[] => ways.flatMap((way) => fieldOf(way) ?? []);

/** The ways to a member. */
export const waysTo = (ways: readonly Way[], name: string): Way[] =>
  ways.map(({ form, pointer }) => ({ form, pointer: `${pointer}/${name === "*" ? name : escapePointer(name)}` }));

/** How often the places had a value. */
export const timesPresent = (ways: readonly Way[]): number =>
  fieldsOf(ways).reduce((sum, { present }) => sum + present, 0);

/** How many of the values were objects. A message is one. */
export const timesObject = (ways: readonly Way[]): number =>
  ways.reduce((sum, way) => sum + (way.pointer === "" ? way.form.messages : (fieldOf(way)?.kinds.object ?? 0)), 0);

/** Kind of value -> times. */
export function kindsAt(ways: readonly Way[]): Readonly<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const field of fieldsOf(ways))
    for (const [kind, count] of Object.entries(field.kinds)) kinds[kind] = (kinds[kind] ?? 0) + count;
  return kinds;
}

/** Names of the members that came; `*` where items did. */
export const namesBelow = (ways: readonly Way[]): string[] => [
  ...new Set(
    ways.flatMap(({ form, pointer }) =>
      form.fields.flatMap((field) => {
        const last = field.pointer.lastIndexOf("/");
        if (field.pointer.slice(0, last) !== pointer) return [];
        return segmentsOf(field.pointer).slice(-1);
      }),
    ),
  ),
];
