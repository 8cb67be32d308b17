/** How a reply finds its request, from the line's data: the values that both must agree on. */

import { segmentsOf } from "../schema/pointer.js";
import type { LineSpec } from "../spec/spec.js";
import { valueAt } from "./explain.js";
import { MAX_DEPTH } from "./scan-text.js";

/** Stands for "has no such value", which agrees with everything. */
export const ANY = "";

export function correlationReader(line: LineSpec, side: "request" | "reply"): (message: unknown) => string[] {
  const { correlation } = line.file;
  switch (correlation.by) {
    case "echo": {
      const path = segmentsOf(correlation.pointer);
      return side === "request" ? (message) => [stable(message)] : (message) => [stable(valueAt(message, path))];
    }
    case "id": {
      const path = segmentsOf(correlation.pointer);
      return (message) => [text(valueAt(message, path))];
    }
    case "members": {
      const paths = correlation.pointers.map(segmentsOf);
      return (message) => paths.map((path) => text(valueAt(message, path)));
    }
  }
}

export const agrees = (request: readonly string[], reply: readonly string[]): boolean =>
  request.length === reply.length &&
  request.every((value, index) => value === ANY || reply[index] === ANY || value === reply[index]);

/** `false` comes back as `"false"`, ids as numbers or text. */
const text = (value: unknown): string =>
  value === undefined || value === null ? ANY : typeof value === "object" ? stable(value) : String(value);

/** The same text for the same value, whatever the order of its keys; an absent list and a `null` one are alike. */
function stable(value: unknown, depth = 0): string {
  if (value === undefined || value === null || depth > MAX_DEPTH) return ANY;
  if (Array.isArray(value)) return `[${value.map((item) => stable(item, depth + 1)).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .filter(([, member]) => member !== null && member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${stable(member, depth + 1)}`)
    .join(",")}}`;
}
