/** Documented values of fields: from enum pages, from the prose of a row, from examples. */

import type { DocPage } from "../docs/page.js";
import type { EnumKeyword } from "../schema/json-schema.js";
import { isFreeTypeName } from "../schema/type-name.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import { pascalName } from "../spec/names.js";
import type { RowClaim } from "./row-claim.js";

export interface EnumValue {
  readonly value: string | number;
  /** `page:line` that shows the value. */
  readonly source: string;
}

export interface EnumSection {
  /** Field names that the heading gives: `order_state`, `stop_order_state`. */
  readonly names: readonly string[];
  /** Anchor of the heading, as Slate makes it. */
  readonly slug: string;
  readonly typeName: string;
  readonly values: readonly EnumValue[];
}

/** Names and words that say less than others. */
type EnumWords = ExchangeFile["enums"];

/** Not enumerations: their lists are samples (`...`) or rules. */
const isOpen = (name: string, { open }: EnumWords): boolean => open.includes(squash(name));

export function readEnumPage(page: DocPage, words: EnumWords): EnumSection[] {
  const sections: EnumSection[] = [];
  let current: { names: string[]; slug: string; typeName: string; values: EnumValue[] } | undefined;
  for (const block of page.blocks) {
    if (block.kind === "heading") {
      const names = block.codes.length > 0 ? block.codes : [(block.text.split(/[\s(]/)[0] ?? "").trim()];
      current = {
        names: [...names],
        slug: slugOf(block.text),
        typeName: enumTypeName(block.text, names, words),
        values: [],
      };
      if (!names.some((name) => isOpen(name, words))) sections.push(current);
    } else if (current && block.kind === "prose") {
      // A list item starts with its value; several share one line where they mean the same.
      const listed = /^(?:`[^`\n]+`\s*,?\s*)+/.exec(block.raw)?.[0] ?? "";
      const leading = [...listed.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
      for (const value of leading) {
        if (!current.values.some((listed) => listed.value === value)) {
          current.values.push({ value, source: `${page.path}:${block.line}` });
        }
      }
    }
  }
  return sections.filter(({ values }) => values.length > 0);
}

/** Anchors of headings: words and underscores, all else a hyphen; or what the heading itself says in `{#…}`. */
const slugOf = (text: string): string =>
  (/\{#([^{}]+)\}\s*$/.exec(text)?.[1] ?? text)
    .toLowerCase()
    .replace(/[^\w]+/g, "-")
    .replace(/^-|-$/g, "");

const isVague = (name: string, { vague }: EnumWords): boolean => vague.includes(name.toLowerCase());

function enumTypeName(heading: string, names: readonly string[], words: EnumWords): string {
  const name = names.find((candidate) => !isVague(candidate, words));
  return pascalName(name ?? heading.replace(/\(.*/, ""));
}

const squash = (name: string): string => name.replaceAll("_", "").toLowerCase();

export interface EnumClaim {
  readonly line: string;
  readonly topic: string;
  readonly key: string;
  /** Key of the parent object, for names like `extra.kind`. */
  readonly parent?: string | undefined;
  readonly row: RowClaim | undefined;
  readonly page: string;
  readonly observed: readonly { readonly value: string | number; readonly line: number }[];
  /** Texts of example comments beside the member. */
  readonly comments: readonly string[];
}

export interface EnumReading {
  readonly keyword: EnumKeyword;
  /** By value: `page:line`. */
  readonly sources: Readonly<Record<string, string>>;
  /** What was seen in an example and is none of the values: the page contradicts itself. */
  readonly unlisted: readonly { readonly value: string | number; readonly line: number }[];
}

export function enumFor(claim: EnumClaim, sections: readonly EnumSection[], words: EnumWords): EnumReading | undefined {
  const listed = listedValues(claim, words);
  const section = linkedSection(claim, sections) ?? namedSection(claim, listed, sections, words);
  const values: EnumValue[] = (section?.values ?? []).map((value) => asObserved(value, claim));
  const add = (value: string | number, source: string): void => {
    if (value !== "" && !values.some((earlier) => earlier.value === value)) values.push({ value, source });
  };
  for (const { value, source } of listed) add(value, source);
  if (values.length === 0) return undefined;
  const documented = new Set(values.map(({ value }) => value));
  return {
    keyword: { name: typeNameOf(claim, section, words), values: values.map(({ value }) => value) },
    sources: Object.fromEntries(values.map(({ value, source }) => [value, source])),
    unlisted: claim.observed.filter(({ value }) => value !== "" && !documented.has(value)),
  };
}

/** A page writes numbers as words; where the examples have numbers, they are numbers. */
function asObserved({ value, source }: EnumValue, { observed }: EnumClaim): EnumValue {
  const isNumber = observed.length > 0 && observed.every((seen) => typeof seen.value === "number");
  return isNumber && /^-?\d+$/.test(String(value)) ? { value: Number(value), source } : { value, source };
}

/** What the row itself and the comments beside the member list. */
function listedValues({ row, observed, comments, page }: EnumClaim, words: EnumWords): EnumValue[] {
  const numeric = observed.length > 0 && observed.every(({ value }) => typeof value === "number");
  const shown = observed.map(({ value }) => value);
  const inProse = row
    ? valuesInProse(row.comment, numeric, shown, words)
    : comments.flatMap((text) => valuesInProse({ text, codes: codesIn(text) }, numeric, shown, words));
  const inComments = comments.flatMap((comment) => /:\s*(\w+(?:,\w+)+)$/.exec(comment)?.[1]?.split(",") ?? []);
  return [
    ...inProse.map((value) => ({ value, source: `${page}:${row?.row.line ?? observed[0]?.line ?? 1}` })),
    ...inComments.map((value) => ({ value, source: `${page}:${observed[0]?.line ?? row?.row.line ?? 1}` })),
  ];
}

/** The section that the row links to: on the same page, or `../../enum#side` on another one. */
function linkedSection({ row }: EnumClaim, sections: readonly EnumSection[]): EnumSection | undefined {
  const anchors = [...(row?.nameCell.anchors ?? []), ...(row?.comment.anchors ?? [])]
    .flatMap((anchor) => anchor.split("#").slice(1))
    .map((anchor) => anchor.toLowerCase());
  return sections.find((section) => anchors.includes(section.slug));
}

/** Examples of members that have nothing to say: they speak for no list and against none. */
const NO_VALUE = /^(?:|unknown|none|null|na)$/i;

/**
 * The section of the member's name, if it has every value that the row lists and the examples show. A name alone decides nothing: the `type` of a
 * trade is not the type of an order.
 */
function namedSection(
  { parent, key, observed }: EnumClaim,
  listed: readonly EnumValue[],
  sections: readonly EnumSection[],
  words: EnumWords,
): EnumSection | undefined {
  const names = [...(parent ? [`${parent}.${key}`] : []), key].map(squash).filter((name) => !isOpen(name, words));
  const named = sections.filter((section) => section.names.some((name) => names.includes(squash(name))));
  const shown = [...listed, ...observed].map(({ value }) => String(value)).filter((value) => !NO_VALUE.test(value));
  const isNumber = observed.some(({ value }) => typeof value === "number");
  return named.find(
    ({ values }) =>
      shown.every((value) => values.some((documented) => String(documented.value) === value)) &&
      // Of seconds some are among the lengths of candles; but those have a D and a W besides.
      (!isNumber || values.every((documented) => /^-?\d+$/.test(String(documented.value)))),
  );
}

/** Words in code of which each follows the other: `iv`, `price` or `size`. */
function listsOf({ text, codes }: { readonly text: string; readonly codes: readonly string[] }): string[][] {
  const lists: string[][] = [];
  let from = 0;
  let end = -1;
  for (const code of codes) {
    const at = text.indexOf(code, from);
    if (at < 0 || !/^\w+$/.test(code)) continue;
    const list = lists.at(-1);
    if (list && /^[`\s]*(?:[,/|]|\bor\b|\band\b)(?:[`\s]|\bor\b|\band\b)*$/.test(text.slice(end, at))) list.push(code);
    else lists.push([code]);
    from = at + code.length;
    end = from;
  }
  return lists.filter((list) => list.length > 1);
}

const codesIn = (text: string): string[] => Array.from(text.matchAll(/`([^`]+)`/g), ([, code = ""]) => code);

/** `Full` or `Partial` in code; `BUY indicates …, SELL …`; `Side. Buy, Sell`; `0-One-Way Mode`, `0: false, 1: true`. */
function valuesInProse(
  comment: { readonly text: string; readonly codes: readonly string[] },
  numeric: boolean,
  observed: readonly (string | number)[],
  { noValues }: EnumWords,
): (string | number)[] {
  if (numeric) {
    const numbers = [...comment.text.matchAll(/(?:^|[\s,:>])(\d)\s*[-:]\s*[A-Za-z]/g)].map((match) => Number(match[1]));
    const listed = /can be ((?:\d,)+\d)/.exec(comment.text)?.[1]?.split(",").map(Number) ?? [];
    return [...numbers, ...listed];
  }
  const digits = [...comment.text.matchAll(/(?:^|[\s.])(\d)\s*[:\uff1a-]\s*[A-Za-z]/g)].map((match) => match[1] ?? "");
  if (digits.length > 1) return digits;
  const filled = observed.filter((value) => value !== "");
  // Names of other members are written as values are: a list of values has all that the examples show.
  const shown = listsOf(comment).find((list) => filled.every((value) => list.includes(String(value))));
  if (shown && filled.length > 0) return shown;
  const codes = comment.codes.filter((code) => /^[A-Z]\w+$/.test(code));
  if (codes.length > 1) return codes;
  const upper = comment.text.match(/\b[A-Z][A-Z_]{2,}\b/g) ?? [];
  // Capitals are coins and abbreviations too: a list of values has one that an example shows.
  if (upper.length > 1 && upper.some((word) => observed.includes(word)))
    return upper.filter((word) => !noValues.includes(word));
  const listed = /(?:^|[.:]\s+)([A-Z][a-z]\w*(?:, [A-Z]\w*)+)(?:\.|$)/.exec(comment.text)?.[1];
  return listed?.split(", ") ?? [];
}

/** The first of the names that pages give which can be a type; a topic's name always can. */
function typeNameOf(claim: EnumClaim, section: EnumSection | undefined, words: EnumWords): string {
  const wanted = [
    section?.typeName ?? proseTypeName(claim, words),
    proseTypeName(claim, words),
    pascalName(`${claim.topic} ${claim.key}`),
  ];
  return wanted.find(isFreeTypeName) ?? pascalName(`${claim.topic} value`);
}

function proseTypeName({ key, row, topic }: EnumClaim, words: EnumWords): string {
  if (isVague(key, words)) return pascalName(`${topic} ${key}`);
  if (key.length > 2) return pascalName(key.replace(/([a-z])([A-Z])/g, "$1 $2"));
  return pascalName(row?.comment.placeholders[0]?.words ?? `${topic} ${key}`);
}
