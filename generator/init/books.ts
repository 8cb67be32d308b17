/** Order books: one record a level, or a list of levels for each side. */

import { readRows } from "../derive/row-claim.js";
import { isObject } from "../schema/is-object.js";
import { escapePointer } from "../schema/pointer.js";
import { type Draft, found, guessed } from "./claim.js";
import { type Forms, formOfPush } from "./forms.js";
import { headingName, placeOfMessage } from "./messages.js";
import { operationsOf, recordLists } from "./records.js";
import type { Push, TopicSection } from "./sections.js";

const PRICE = /^(?:price|px|p)$/i;
const SIZE = /^(?:size|qty|quantity|amount|sz|q|v)$/i;
const SIDE = /^side$/i;
const BID = /^(?:b|bid|bids|buy|buys)$/i;
const ASK = /^(?:a|ask|asks|sell|sells|offer|offers)$/i;

/** `isOne`: each topic has one book; else something in the message has to tell them apart. */
export const bookOf = (section: TopicSection, forms: Forms | undefined, isOne: boolean): Draft | undefined =>
  recordBook(section, forms) ?? sidedBook(section, forms, isOne);

function recordBook(section: TopicSection, forms: Forms | undefined): Draft | undefined {
  const snapshot = section.pushes.find((push) => formOfPush(push, forms) === "snapshot");
  const delta = section.pushes.find((push) => formOfPush(push, forms) === "delta");
  const operations = operationsOf(section, forms);
  const { delete: deleted, update, insert } = operations;
  if (!snapshot || !delta || deleted === undefined || update === undefined || insert === undefined) return undefined;
  for (const [pointer, levels] of recordLists(snapshot.value)) {
    const [level] = levels;
    const member = (pattern: RegExp): string | undefined => Object.keys(level ?? {}).find((key) => pattern.test(key));
    const [price, size, side] = [member(PRICE), member(SIZE), member(SIDE)];
    if (price === undefined || size === undefined || side === undefined) continue;
    const sides = [...new Set(levels.map((own) => String(own[side])))];
    const [bid, ask] = [sides.find((text) => BID.test(text)), sides.find((text) => ASK.test(text))];
    const place = placeOfMessage(snapshot);
    const shown = (value: string): Draft => found(value, place, "the snapshot shows it");
    const changed = (value: string): Draft => found(value, placeOfMessage(delta), "the delta shows it");
    return {
      layout: "records",
      snapshot: shown(pointer),
      delete: changed(deleted),
      update: changed(update),
      insert: changed(insert),
      price: shown(price),
      size: shown(size),
      side: shown(side),
      bid: bid === undefined ? guessed("Buy", place, "which value has a bid?") : shown(bid),
      ask: ask === undefined ? guessed("Sell", place, "which value has an ask?") : shown(ask),
    };
  }
  return undefined;
}

function sidedBook(section: TopicSection, forms: Forms | undefined, isOne: boolean): Draft | undefined {
  for (const push of section.pushes) {
    const sides = sidesIn(push.value, "");
    if (!sides) continue;
    const place = placeOfMessage(push);
    const instance = isOne ? undefined : (instanceOf(push.value) ?? push.pointer);
    const whole = forms ? undefined : flagOfWhole(section, push);
    return {
      layout: "sides",
      bids: found(sides.bids, place, "a list of levels"),
      asks: found(sides.asks, place, "a list of levels"),
      ...(instance !== undefined && { instance: found(instance, place, "it names the instrument") }),
      ...(whole !== undefined && { whole: guessed(whole, place, "is it true where the message has the whole book?") }),
    };
  }
  return undefined;
}

/** Two members that are lists of pairs of numbers. */
function sidesIn(value: unknown, pointer: string): { bids: string; asks: string } | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : sidesIn(value[0], `${pointer}/*`);
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const levels = entries.filter(([, inner]) => Array.isArray(inner) && inner.every(isLevel));
  const [bids] = levels.find(([key]) => BID.test(key)) ?? [];
  const [asks] = levels.find(([key]) => ASK.test(key)) ?? [];
  const hasLevels = levels.some(([, inner]) => (inner as unknown[]).length > 0);
  if (bids !== undefined && asks !== undefined && hasLevels)
    return { bids: `${pointer}/${escapePointer(bids)}`, asks: `${pointer}/${escapePointer(asks)}` };
  for (const [key, inner] of entries) {
    const found = typeof inner === "object" ? sidesIn(inner, `${pointer}/${escapePointer(key)}`) : undefined;
    if (found) return found;
  }
  return undefined;
}

const isLevel = (item: unknown): boolean =>
  Array.isArray(item) && item.length >= 2 && item.slice(0, 2).every((part) => /^-?[\d.]+$/.test(String(part)));

/** The member nearest to the root that names the instrument. */
function instanceOf(value: unknown): string | undefined {
  const levels: [node: unknown, pointer: string][] = [[value, ""]];
  // Grows as it is walked: level by level.
  for (const [node, at] of levels) {
    if (Array.isArray(node)) levels.push([node[0], `${at}/*`]);
    if (!isObject(node)) continue;
    const name = Object.keys(node).find(
      (key) => /^(?:symbol|s|inst(?:rument)?_?id|market|pair)$/i.test(key) && typeof node[key] === "string",
    );
    if (name !== undefined) return `${at}/${escapePointer(name)}`;
    for (const [key, inner] of Object.entries(node))
      if (typeof inner === "object" && inner !== null && levels.length < MAX_NODES)
        levels.push([inner, `${at}/${escapePointer(key)}`]);
  }
  return undefined;
}

const MAX_NODES = 100;

/** A flag at the root that says "first message", where the words of the section speak of later changes. */
function flagOfWhole({ prose, tables }: TopicSection, { value }: Push): string | undefined {
  if (!isObject(value) || !prose.some(({ text }) => /\bdeltas?\b|\bincremental/i.test(text))) return undefined;
  const rows = tables.flatMap(readRows);
  const flag = Object.entries(value).find(
    ([key, inner]) =>
      typeof inner === "boolean" &&
      rows.some((row) => row.name === key && /\b(?:first|snapshot|whole|full)\b/i.test(row.comment.text)),
  );
  return flag && `/${escapePointer(flag[0])}`;
}

/** Of a book the number of its update, else the sequence that a message has at its root or in its data. */
const SEQUENCES = [/^(?:u|(?:last|final)?_?[uU]pdate_?[iI]d)$/, /(?:^|_)seq(?:uence)?$|[a-z]Seq$/];

/** A number that grows along the messages of a topic. */
export function sequenceOf(section: TopicSection, hasBook: boolean): Draft | undefined {
  for (const name of hasBook ? SEQUENCES : SEQUENCES.slice(1))
    for (const push of section.pushes) {
      const pointer = numberCalled(name, push.value);
      if (pointer === undefined) continue;
      const row = section.tables.flatMap(readRows).find((claim) => claim.name === pointer.split("/").at(-1));
      return {
        pointer: guessed(pointer, placeOfMessage(push), "does it never go back on one topic?"),
        source: row?.comment.placeholders[0]?.key ?? `heading ${headingName(section.heading)}`,
      };
    }
  return undefined;
}

function numberCalled(name: RegExp, value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const at = (object: Readonly<Record<string, unknown>>, above: string): string[] =>
    Object.entries(object).flatMap(([key, inner]) =>
      name.test(key) && /^\d+$/.test(String(inner)) ? [`${above}/${escapePointer(key)}`] : [],
    );
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    isObject(inner) ? at(inner, `/${escapePointer(key)}`) : [],
  );
  return [...at(value, ""), ...inside][0];
}
