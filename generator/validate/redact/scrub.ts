/** Takes values that were secret in one place out of other texts: prose, topics, keys, values that are quoted. */

import { escapePointer } from "../../schema/pointer.js";
import { REDACTED } from "./redact-text.js";

export type Scrub = (text: string) => string;

interface Needle {
  readonly text: string;
  /** A short number is found as a whole number only, a word of one case as a whole word. */
  readonly edge: "number" | "word" | undefined;
}

/** No secret is shorter; what texts are looked up by. */
const HEAD = 6;
/** A begin of a secret before the mark of a cut says as much as it has characters. */
const SHORTEST_BEGIN = 4;
const CUT = "…";

/**
 * `words`: of the documentation. A secret that is one of them is none, and none is taken out of the middle of one.
 */
export function createScrub(secrets: Iterable<string>, words: ReadonlySet<string>): Scrub {
  const byHead = new Map<string, Needle[]>();
  const byBegin = new Map<string, Needle[]>();
  for (const secret of secrets) {
    if (words.has(secret)) continue;
    const edge = edgeOf(secret);
    for (const text of formsOf(secret)) {
      if (text.length < HEAD) continue;
      const needle: Needle = { text, edge };
      push(byHead, text.slice(0, HEAD), needle);
      push(byBegin, text.slice(0, SHORTEST_BEGIN), needle);
    }
  }
  if (byHead.size === 0) return (text) => text;
  // One secret may begin another.
  for (const needles of byHead.values()) needles.sort((a, b) => b.text.length - a.text.length);

  const needleAt = (text: string, at: number): Needle | undefined =>
    byHead
      .get(text.slice(at, at + HEAD))
      ?.find((needle) => text.startsWith(needle.text, at) && fits(text, at, needle) && !isWithinWord(text, at, words));
  const withoutBegins = (text: string): string =>
    text.split(CUT).reduce((before, after) => before.slice(0, beginOfSecret(before, byBegin)) + CUT + after);

  return (text) => {
    let clean = "";
    let done = 0;
    for (let at = 0; at + HEAD <= text.length; at += 1) {
      const needle = needleAt(text, at);
      if (!needle) continue;
      clean += text.slice(done, at) + REDACTED;
      done = at + needle.text.length;
      at = done - 1;
    }
    clean += text.slice(done);
    return clean.includes(CUT) ? withoutBegins(clean) : clean;
  };
}

function push(needles: Map<string, Needle[]>, key: string, needle: Needle): void {
  const known = needles.get(key);
  if (known) known.push(needle);
  else needles.set(key, [needle]);
}

const edgeOf = (secret: string): Needle["edge"] => {
  // A longer one is in another number by no chance: signed texts have their parts one behind the other.
  if (/^\d{1,11}$/.test(secret)) return "number";
  return /^(?:[A-Za-z]?[a-z]+|[A-Z]+)$/.test(secret) ? "word" : undefined;
};

/** As it stands in prose, in JSON, in JSON within JSON, in a pointer and in an address. */
function formsOf(secret: string): Set<string> {
  const json = inJson(secret);
  return new Set([secret, json, inJson(json), escapePointer(secret), inAddress(secret)]);
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

function inAddress(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // Half of a character.
    return text;
  }
}

function fits(text: string, at: number, { text: { length }, edge }: Needle): boolean {
  const end = at + length;
  if (edge === "number") {
    if (isDigit(text[at - 1]) || isDigit(text[end])) return false;
    // The whole part or the decimals of another number; `candle.1.424242` is none.
    const before = /(?<![\d.\w])\d+\.$/.test(text.slice(Math.max(at - 24, 0), at));
    return !before && !/^\.\d+(?![\d.\w])/.test(text.slice(end, end + 24));
  }
  return edge === undefined || !(isLetter(text[at - 1]) || isLetter(text[end]));
}

const isDigit = (character: string | undefined): boolean => character !== undefined && /\d/.test(character);
const isLetter = (character: string | undefined): boolean => character !== undefined && /[A-Za-z]/.test(character);

function isWithinWord(text: string, at: number, words: ReadonlySet<string>): boolean {
  let from = at;
  while (from > 0 && /\w/.test(text[from - 1] ?? "")) from -= 1;
  const [word = ""] = /^\w+/.exec(text.slice(from, from + 100)) ?? [];
  return words.has(word);
}

/** Where the begin of a secret begins that the end of the text cuts; the end if it does not. */
function beginOfSecret(text: string, byBegin: ReadonlyMap<string, readonly Needle[]>): number {
  for (let at = 0; at + SHORTEST_BEGIN <= text.length; at += 1) {
    const rest = text.slice(at);
    if (byBegin.get(rest.slice(0, SHORTEST_BEGIN))?.some((needle) => needle.text.startsWith(rest))) return at;
  }
  return text.length;
}
