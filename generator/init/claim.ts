/**
 * What pages let us say of a line, each value with its evidence. A draft is a line file in the making: its leaves are claims, or words of ours
 * that need no evidence.
 */

import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";

export interface Place {
  readonly page: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * `found`: a page says it. `guessed`: what a page shows speaks for it, and a person should look. `missing`: no page shows it, and only a person
 * can fill it in.
 */
export type Certainty = "found" | "guessed" | "missing";

export interface Claim {
  /** Absent where it is missing. */
  readonly value?: Json;
  readonly certainty: Certainty;
  readonly place?: Place;
  /** Of what was found, what shows it; else what a person has to look at. */
  readonly why: string;
}

export type Draft = Json | Claim | readonly Draft[] | { readonly [member: string]: Draft | undefined };

export const found = (value: Json, place: Place | undefined, why: string): Claim => ({
  value,
  certainty: "found",
  ...(place && { place }),
  why,
});

export const guessed = (value: Json, place: Place | undefined, why: string): Claim => ({
  value,
  certainty: "guessed",
  ...(place && { place }),
  why,
});

export const missing = (why: string, place?: Place): Claim => ({ certainty: "missing", ...(place && { place }), why });

/** `certainty` is no member of a line file, and slots and connections that a page calls so are no text. */
export const isClaim = (draft: Draft | undefined): draft is Claim =>
  isObject(draft) && typeof draft.certainty === "string";

/** The line file without its evidence; what is missing is left out. */
export function dataOf(draft: Draft): Json | undefined {
  if (isClaim(draft)) return draft.value;
  if (Array.isArray(draft)) return draft.map((item: Draft) => dataOf(item)).filter((item) => item !== undefined);
  if (typeof draft !== "object" || draft === null) return draft as Json;
  const members = Object.entries(draft).flatMap(([name, member]): [string, Json][] => {
    const value = member === undefined ? undefined : dataOf(member);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(members);
}

export interface PlacedClaim {
  /** Where it stands in the line file. */
  readonly path: readonly (string | number)[];
  readonly claim: Claim;
}

export function claimsOf(draft: Draft, path: readonly (string | number)[] = []): PlacedClaim[] {
  if (isClaim(draft)) return [{ path, claim: draft }];
  if (Array.isArray(draft)) return draft.flatMap((item: Draft, index) => claimsOf(item, [...path, index]));
  if (typeof draft !== "object" || draft === null) return [];
  return Object.entries(draft).flatMap(([name, member]) =>
    member === undefined ? [] : claimsOf(member, [...path, name]),
  );
}
