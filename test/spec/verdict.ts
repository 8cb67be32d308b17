/** What a value is by its type, said in the plainest words: the judges of the product are held against it. */

import { valuesLike } from "../../generator/schema/enum-values.js";
import { areApart, partsOf, type ValueType } from "../../generator/spec/value-type.js";

/**
 * From best to worst. `clean`: nothing is to be said about it. `rounded`: nothing but that it has a number where JSON.parse may round. `deviating`: valid,
 * with a member that nobody describes or a value beside the documented ones.
 */
export const VERDICTS = ["clean", "rounded", "deviating", "invalid"] as const;
export type Verdict = (typeof VERDICTS)[number];

const rank = (verdict: Verdict): number => VERDICTS.indexOf(verdict);
const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce<Verdict>((all, one) => (rank(one) > rank(all) ? one : all), "clean");
const best = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.reduce<Verdict>((all, one) => (rank(one) < rank(all) ? one : all), "invalid");
const known = (holds: boolean): Verdict => (holds ? "clean" : "deviating");
const valid = (holds: boolean): Verdict => (holds ? "clean" : "invalid");

const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/;

export function verdictOf(type: ValueType, value: unknown): Verdict {
  switch (type.kind) {
    case "any":
      return "clean";
    case "null":
      return valid(value === null);
    case "boolean":
      return valid(typeof value === "boolean");
    case "constant":
      return valid(value === type.value);
    case "number": {
      if (typeof value !== "number" || !Number.isFinite(value) || (type.whole && !Number.isInteger(value)))
        return "invalid";
      const listed = type.enum ? valuesLike(type.enum, "number") : [];
      return worst([
        Math.abs(value) < 2 ** 53 ? "clean" : "rounded",
        known(listed.length === 0 || listed.includes(value)),
      ]);
    }
    case "text": {
      if (typeof value !== "string") return "invalid";
      if (type.format !== undefined && !DECIMAL.test(value) && !(type.format === "decimal-or-empty" && value === ""))
        return "invalid";
      const listed = type.enum ? valuesLike(type.enum, "string") : [];
      return known(listed.length === 0 || listed.includes(value));
    }
    case "list":
      if (!Array.isArray(value) || value.length < type.minItems || value.length > (type.maxItems ?? Infinity))
        return "invalid";
      return worst(value.map((item) => verdictOf(type.items, item)));
    case "tuple":
      if (!Array.isArray(value) || value.length !== type.items.length) return "invalid";
      return worst(type.items.map((item, index) => verdictOf(item, value[index])));
    case "object": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return "invalid";
      const there = new Map(Object.entries(value));
      const verdicts = type.members.map(({ name, required, type: inner }) =>
        there.has(name) ? verdictOf(inner, there.get(name)) : valid(!required),
      );
      const described = new Set(type.members.map(({ name }) => name));
      // An object of which no member is described may have any.
      const isKnown = described.size === 0 || [...there.keys()].every((name) => described.has(name));
      return worst([...verdicts, known(isKnown)]);
    }
    case "choice": {
      const verdicts = type.branches.map((branch) => verdictOf(branch, value));
      const several = verdicts.filter((each) => each !== "invalid").length > 1;
      return type.keyword === "oneOf" && several ? "invalid" : best(verdicts);
    }
  }
}

/** True for a type of which this holds somewhere. */
const has = (type: ValueType, holds: (type: ValueType) => boolean): boolean =>
  holds(type) || partsOf(type).some((part) => has(part.type, holds));

/** Exactly one of these branches, and none of the judges that stop at the first look whether another holds as well. */
const isBlurred = (type: ValueType): boolean =>
  type.kind === "choice" && type.keyword === "oneOf" && !areApart(type.branches);

/** The clean check sends every value of it on to those that explain. */
export const isBeyondCleanCheck = (type: ValueType): boolean => has(type, isBlurred);

/** ASCII that JSON writes in one way only. */
const isPlain = (text: string): boolean => /^[ !#-[\]-~]*$/.test(text);

/** Recognisers decline values of it, or some: bytes say too little about it. */
export const isBeyondRecognisers = (type: ValueType): boolean =>
  has(type, (each) => {
    if (each.kind === "object") return each.members.some(({ name }) => !isPlain(name));
    if (each.kind === "constant")
      return typeof each.value === "string"
        ? !isPlain(each.value)
        : typeof each.value === "number" && !Number.isSafeInteger(each.value);
    return isBlurred(each);
  });

/** What is proven clean without parsing is more plainly so: no item that nobody describes, and no documented value that is a fraction. */
export const isBeyondProofs = (type: ValueType): boolean =>
  has(
    type,
    (each) =>
      (each.kind === "list" && each.items.kind === "any") ||
      (each.kind === "number" &&
        each.enum?.values.some((value) => typeof value === "number" && !Number.isSafeInteger(value)) === true),
  );

const DEEP = 60;

/**
 * A text of which recognisers say all that there is to say: ASCII without escapes, numbers of few digits and no exponent, no member twice, not nested
 * for the sake of it. `dense`: without blanks between tokens.
 */
export function plainnessOf(text: string, parsed: unknown): { readonly plain: boolean; readonly dense: boolean } {
  const no = { plain: false, dense: false };
  if (!/^[ -[\]-~\t\r\n]*$/.test(text)) return no;
  const tokens = text.match(/"[^"]*"|-?[0-9][^\s,\]}]*|[^\s]/g) ?? [];
  const dense = tokens.join("");
  if (JSON.stringify(parsed) !== dense) return no;
  const isLong = (token: string): boolean =>
    /^[-0-9]/.test(token) && !/^-?(?=[\d.]{1,16}$)\d{1,15}(\.\d+)?$/.test(token);
  if (tokens.some(isLong) || depthOf(tokens) > DEEP) return no;
  return { plain: true, dense: dense === text };
}

function depthOf(tokens: readonly string[]): number {
  let depth = 0;
  let deepest = 0;
  for (const token of tokens) {
    if (token === "[" || token === "{") depth += 1;
    if (token === "]" || token === "}") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
