/** What the words of a table row say of a member besides its meaning: when it is there, its unit, whether it goes away. */

/** What stands in the member otherwise: it is there all the same. */
const SAYS_OTHERWISE = /\bempty string\b|\bnull string\b|(?:otherwise|else|other cases)\b[^.]*(?:""|\bempty\b)/i;
const ONLY_FOR =
  /\b(?:unique field for|valid (?:only )?for|(?:(?:available|returned|applicable|exists?) )?only (?:(?:available|returned|valid|applicable) )?for)\s+(?!now\b)([^.;\n]+)/i;
const NOT_WHEN = /\bnot returned (when|if)\s+([^.;\n]+)/i;
const NOT_ALWAYS = /\bnot returned\b|\bonly returned\b|\b(?:not|n't) have this (?:key|field)\b|\bwill not return\b/i;
const LONGEST = 80;

/** When the member is there, if it is not in every message. */
export function conditionIn(comment: string): string | undefined {
  if (SAYS_OTHERWISE.test(comment)) return undefined;
  const [, only] = ONLY_FOR.exec(comment) ?? [];
  if (only !== undefined) return `Only for ${shorten(only)}.`;
  const [, word, when] = NOT_WHEN.exec(comment) ?? [];
  if (when !== undefined) return `Not ${word} ${shorten(when)}.`;
  return NOT_ALWAYS.test(comment) ? "Not in every message." : undefined;
}

function shorten(text: string): string {
  const words = text.trim().replace(/[\s,]+$/, "");
  return words.length <= LONGEST ? words : `${words.slice(0, LONGEST).replace(/\s+\S*$/, "")} …`;
}

const TIME_UNITS: readonly (readonly [string, RegExp])[] = [
  ["ms", /\(ms\)|\bmilliseconds?\b/i],
  ["us", /\((?:us|[\u00b5\u03bc]s)\)|\bmicroseconds?\b/i],
  ["ns", /\(ns\)|\bnanoseconds?\b/i],
  ["s", /\(s\)|\bin seconds\b/i],
];

export const timeUnitIn = (comment: string): string | undefined =>
  TIME_UNITS.find(([, words]) => words.test(comment))?.[0];

/** `ms`, `quote coin`, `%`. */
export function unitIn(comment: string): string | undefined {
  const [, coin] = /\b(?:in|unit:?|unit is) (?:the )?(base|quote|settlement) (?:coin|currency)\b/i.exec(comment) ?? [];
  if (coin !== undefined) return `${coin.toLowerCase()} coin`;
  return /\(%\)|\bunit:? ?%|\bin percent\b/i.test(comment) ? "%" : timeUnitIn(comment);
}

/** A point in time, not how long something takes. */
export const isTimestampIn = (comment: string): boolean =>
  timeUnitIn(comment) !== undefined && /\btime(?:stamp)?\b/i.test(comment);

export const isDeprecatedIn = (comment: string): boolean =>
  /^\W*deprecated\b|\((?:deprecated|obsolete)\)|\b(?:is|are|was|been) deprecated\b|\bno longer (?:used|returned|supported)\b/i.test(
    comment,
  );
