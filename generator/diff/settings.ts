/** Settings of a line file, one by one: where each stands, and its value as JSON. */

import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";

/** What says where the pages state a setting, or what it is for, is none. */
const REMARKS = ["source", "description"];

/** Leaves of a tree by their pointers; lists are one setting. */
export function settingsIn(value: unknown, pointer = ""): Map<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return new Map([[pointer, JSON.stringify(value)]]);
  return new Map(
    Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, inner]) =>
      REMARKS.includes(name) ? [] : [...settingsIn(inner, `${pointer}/${escapePointer(name)}`)],
    ),
  );
}
