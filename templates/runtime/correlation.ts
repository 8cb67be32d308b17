/** How a reply finds its request: by values that both must agree on. */

import { pathOf, valueAt } from "./pointer.js";
import type { CorrelationRule, RepeatedMember } from "./protocol.js";

/** Stands for "has no such value", which agrees with everything. */
const ANY = "";
/** Deeper values are not looked at: replies come from outside. */
const MAX_DEPTH = 64;

export type CorrelationReader = (message: unknown) => readonly string[];

export function createCorrelation(rule: CorrelationRule): { request: CorrelationReader; reply: CorrelationReader } {
  switch (rule.by) {
    case "echo": {
      const path = pathOf(rule.pointer);
      return { request: (message) => [stable(message)], reply: (message) => [stable(valueAt(message, path))] };
    }
    case "id": {
      const path = pathOf(rule.pointer);
      const read: CorrelationReader = (message) => [text(valueAt(message, path))];
      return { request: read, reply: read };
    }
    case "members": {
      const members = rule.pointers.map(placesOf);
      const readerOf = (pointers: readonly string[]): CorrelationReader => {
        const paths = pointers.map(pathOf);
        return (message) => paths.map((path) => text(valueAt(message, path)));
      };
      return {
        request: readerOf(members.map(({ request }) => request)),
        reply: readerOf(members.map(({ reply }) => reply)),
      };
    }
    case "order":
      return { request: () => [], reply: () => [] };
  }
}

/** Where the request has a member, and where the reply does. */
export const placesOf = (member: RepeatedMember): { readonly request: string; readonly reply: string } =>
  typeof member === "string" ? { request: member, reply: member } : member;

export const agrees = (request: readonly string[], reply: readonly string[]): boolean =>
  request.length === reply.length &&
  request.every((value, index) => value === ANY || reply[index] === ANY || value === reply[index]);

/** It says something of whose answer it is. */
export const tells = (reply: readonly string[]): boolean => reply.some((value) => value !== ANY);

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
