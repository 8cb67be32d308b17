/** Members that name a person or an account, and are not called so. */

import { readRows } from "../derive/row-claim.js";
import { isObject } from "../schema/is-object.js";
import { escapePointer } from "../schema/pointer.js";
import { type Draft, found } from "./claim.js";
import type { TopicSection } from "./sections.js";

/** Members whose rows say that they name an account, and whose names do not. */
export function secretsOf({ pushes, tables, page }: TopicSection): Record<string, Draft> {
  const rows = tables
    .flatMap(readRows)
    .filter(({ name, comment }) => /\b(?:account|user) id\b/i.test(comment.text) && !/account|user|uid/i.test(name));
  const pointers = rows.flatMap(({ name, row }) => {
    const pointer = pushes.flatMap(({ value }) => pointersOf(value, name, "", 0))[0];
    return pointer === undefined
      ? []
      : [found(pointer, { page: page.path, line: row.line }, "its row says that it names an account")];
  });
  return pointers.length > 0 ? { secrets: pointers } : {};
}

function pointersOf(value: unknown, name: string, pointer: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return pointersOf(value[0], name, `${pointer}/*`, depth + 1);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${pointer}/${escapePointer(key)}`;
    return key === name ? [at] : pointersOf(inner, name, at, depth + 1);
  });
}

const MAX_DEPTH = 8;
