/** Topics as pages write them: `trade.BTC-EUR` on the wire, `trade.{symbol}` or `trade.<symbol>` in words. */

import { matchPattern, parsePattern } from "../../templates/runtime/topic-pattern.js";
import { isObject } from "../schema/is-object.js";

/** What parts the words of a topic. */
const PARTS = /([.@:/_-])/;

/** Members of a push that say what it is about, under the names that the field has for them. */
const SUBJECTS: readonly (readonly [slot: string, member: RegExp])[] = [
  [
    "symbol",
    /^(?:s|sym|symbol|symbol_?name|inst|instrument|inst(?:rument)?_?(?:id|name)|market|pair|currency_?pair|product(?:_?id)?|contract|ticker)$/i,
  ],
  ["coin", /^(?:c|coin|currency|ccy|asset|base_?(?:coin|currency|asset))$/i],
];

/** The slot for a member that says what a message is about, or that lists several of these: `product_ids`. */
export const subjectOf = (member: string): string | undefined =>
  SUBJECTS.find(([, names]) => names.test(member) || names.test(member.replace(/s$/, "")))?.[0];

export const isSubject = (member: string): boolean => subjectOf(member) !== undefined;

/** Members that have the id of a request. */
export const ID = /^(?:id|req_?id|request_?id)$/i;

/** What looks like an instrument, where no member of the push repeats it. */
const INSTRUMENT = /^[A-Z0-9]{5,20}$|^[A-Z0-9]{2,10}(?:[-_/][A-Z0-9]{1,10}){1,4}$/;

export interface InferredSlot {
  readonly name: string;
  readonly example: string;
  /** What speaks for it. */
  readonly why: string;
}

export interface InferredTopic {
  readonly text: string;
  readonly slots: readonly InferredSlot[];
}

/** The topic with a slot for what it has in common with the message; `names`: slots of other topics, which members may be called as. */
export function inferTopic(wire: string, message: unknown, names: ReadonlySet<string> = new Set()): InferredTopic {
  const leaves = textLeaves(message);
  for (const [subject, member] of SUBJECTS) {
    const longest = leaves.filter(({ key }) => member.test(key)).sort((a, b) => b.text.length - a.text.length);
    for (const { key, text: value } of longest) {
      const at = boundedIndex(wire, value);
      if (at < 0 || (at === 0 && value.length === wire.length)) continue;
      const slot = names.has(key) ? key : subject;
      const example = wire.slice(at, at + value.length);
      const text = `${wire.slice(0, at)}{${slot}}${wire.slice(at + value.length)}`;
      return { text, slots: [{ name: slot, example, why: "the message repeats it" }] };
    }
  }
  const words = wire.split(/([.@:/])/);
  const index = words.findIndex((word, at) => (at > 0 || words.length > 1) && INSTRUMENT.test(word));
  if (index < 0) return { text: wire, slots: [] };
  const example = words[index] ?? "";
  return {
    text: words.with(index, "{symbol}").join(""),
    slots: [{ name: "symbol", example, why: "it looks like an instrument" }],
  };
}

/** Where a value stands between signs that part words, whatever its letter case. */
function boundedIndex(wire: string, value: string): number {
  if (value === "") return -1;
  const [text, wanted] = [wire.toLowerCase(), value.toLowerCase()];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text[at - 1] ?? ".";
    const behind = text[at + wanted.length] ?? ".";
    if (PARTS.test(before) && PARTS.test(behind)) return at;
  }
  return -1;
}

export interface TextLeaf {
  readonly key: string;
  readonly text: string;
}

/** Texts of a message with the member that has them. */
export function textLeaves(value: unknown, key = ""): TextLeaf[] {
  if (typeof value === "string") return [{ key, text: value }];
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((item) => textLeaves(item, key));
  return isObject(value) ? Object.entries(value).flatMap(([member, inner]) => textLeaves(inner, member)) : [];
}

/** The words of a topic that say what it is: without instruments, numbers and durations. */
export const stemOf = (topic: string): string =>
  topic
    .split(/[.@:/]/)
    .filter(
      (word) => !INSTRUMENT.test(word) && !/^[A-Z0-9]+(?:[-_][A-Z0-9]+)*$/.test(word) && !/^\d+\w{0,2}$/.test(word),
    )
    .join(".") || topic;

/** `<symbol>` and `$symbol` as `{symbol}`, and nothing that only ends a sentence. */
export const asPattern = (written: string): string =>
  written
    .trim()
    .replace(/\\([<>_])/g, "$1")
    .replace(/<([A-Za-z_]\w*)>/g, "{$1}")
    .replace(/\$\{?([A-Za-z_]\w*)\}?/g, "{$1}")
    .replace(/[.,;:]+$/, "");

/** Could it be a topic or the pattern of one? */
export const isTopicLike = (text: string): boolean =>
  text.length <= 256 && /^[\w.@:/{}-]+$/.test(text) && !/^[{}]+$/.test(text) && !text.includes("..");

export const hasSlots = (text: string): boolean => /\{[A-Za-z_]\w*\}/.test(text);

export const fits = (pattern: string, topic: string): boolean =>
  matchPattern(parsePattern(pattern), topic) !== undefined;

/** What of it can be a file name and a type: its words up to the first slot or duration; those behind a slot that it begins with. */
export function topicName(pattern: string): string {
  const isNumber = (word: string): boolean => /^\d+(?:ms|s|m)?$/.test(word);
  const literals = pattern.split(/\{[A-Za-z_]\w*\}/).map((literal) => literal.split("."));
  for (const words of literals) {
    const end = words.findIndex(isNumber);
    const text = words.slice(0, end < 0 ? undefined : end).join(".");
    const name = text
      .replace(/[^A-Za-z0-9_.-]+/g, "-")
      .replace(/\.{2,}/g, ".")
      .replace(/^[^A-Za-z]+|[^A-Za-z0-9]+$/g, "");
    if (name !== "") return name.slice(0, 100);
  }
  return "topic";
}
