/** Tables of records that messages keep: where the records stand, and which of their members name one. */

import { readRows } from "../derive/row-claim.js";
import { isObject } from "../schema/is-object.js";
import { escapePointer } from "../schema/pointer.js";
import { type Claim, type Draft, found, guessed } from "./claim.js";
import { type Forms, formOfPush } from "./forms.js";
import { placeOfMessage } from "./messages.js";
import type { Push, TopicSection } from "./sections.js";
import { topicName } from "./topic-text.js";

type Members = Readonly<Record<string, unknown>>;

/** Objects of a message that are data, by the pointer of the object or of the list that they stand in. */
export function recordLists(value: unknown): Map<string, Members[]> {
  const lists = new Map<string, Members[]>();
  const visit = (node: unknown, pointer: string, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(node)) {
      lists.set(pointer, node.filter(isObject));
      return;
    }
    if (!isObject(node)) return;
    for (const [key, inner] of Object.entries(node))
      if (typeof inner === "object" && inner !== null) visit(inner, `${pointer}/${escapePointer(key)}`, depth + 1);
    if (pointer !== "") lists.set(pointer, [node]);
  };
  visit(value, "", 0);
  return lists;
}

const MAX_DEPTH = 4;

const OPERATIONS = ["delete", "update", "insert"] as const;

/** Lists of a delta that say what is done with their records. */
export function operationsOf(
  section: TopicSection,
  forms: Forms | undefined,
): Partial<Record<(typeof OPERATIONS)[number], string>> {
  const deltas = section.pushes.filter((push) => formOfPush(push, forms) === "delta");
  const pointers = deltas.flatMap(({ value }) => [...recordLists(value).keys()]);
  return Object.fromEntries(
    OPERATIONS.flatMap((operation) => {
      const pointer = pointers.find((text) => text.endsWith(`/${operation}`));
      return pointer === undefined ? [] : [[operation, pointer]];
    }),
  );
}

/** Deltas, or what stands for them where the page shows none. */
function changesOf({ pushes }: TopicSection, forms: Forms): readonly Push[] {
  const deltas = pushes.filter((push) => formOfPush(push, forms) === "delta");
  return deltas.length > 0 ? deltas : pushes;
}

/** What a delta keeps of a record: the members of what it deletes, else an id that the topic names, else the instrument. */
export function keyOf(section: TopicSection, forms: Forms | undefined): Claim | undefined {
  if (!forms) return undefined;
  const operations = operationsOf(section, forms);
  const deltas = changesOf(section, forms);
  const [first] = deltas;
  if (!first) return undefined;
  const place = placeOfMessage(first);
  const all = deltas.flatMap(({ value }) => [...recordLists(value)]);
  const deleted = all.filter(([pointer]) => pointer === operations.delete).flatMap(([, records]) => records);
  const records = all.flatMap(([, own]) => own).filter((record) => !Object.values(record).some(Array.isArray));
  if (deleted.length > 0) {
    const documented = new Set(section.tables.flatMap(readRows).map(({ name }) => name));
    const common = commonKeys([...deleted, ...records.filter((record) => deleted.some((own) => isPart(own, record)))]);
    const key = common.filter((name) => documented.size === 0 || documented.has(name));
    if (key.length > 0) return found(key, place, "records that are deleted have these members");
  }
  const own = idMembers(section, commonKeys(records)) ?? instrumentOf(deltas);
  return own && guessed([...own], place, "members that name a record: are they in every delta?");
}

/** The instrument, where a delta is about one. */
function instrumentOf(deltas: readonly Push[]): readonly string[] | undefined {
  const records = deltas.flatMap(({ value }) => (isObject(value) ? Object.values(value).filter(isObject) : []));
  const name =
    records.length < deltas.length
      ? undefined
      : commonKeys(records).find((key) => /^(?:s|symbol|inst_?id|market|pair)$/i.test(key));
  return name === undefined ? undefined : [name];
}

const isPart = (part: Members, whole: Members): boolean => Object.keys(part).every((name) => name in whole);

const commonKeys = ([first, ...others]: readonly Members[]): string[] =>
  first === undefined ? [] : Object.keys(first).filter((name) => others.every((other) => name in other));

/** `order_id` of the topic `order`; the instrument and the side of a position; the instrument alone where it is one record. */
function idMembers(section: TopicSection, names: readonly string[]): readonly string[] | undefined {
  const words = topicName(section.pushes[0]?.topic ?? "")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[._-]+/);
  const flat = (name: string): string => name.replaceAll("_", "").toLowerCase();
  for (let from = 0; from < words.length; from += 1) {
    const id = names.find((name) => flat(name) === `${words.slice(from).join("")}id`);
    if (id !== undefined) return [id];
  }
  const symbol = names.find((name) => /^symbol$/i.test(name));
  const index = names.find((name) => flat(name) === "positionidx");
  if (symbol === undefined) return undefined;
  if (index !== undefined) return [symbol, index];
  return words.some((word) => /^(?:position|instrument|ticker)s?$/.test(word)) ? [symbol] : undefined;
}

/** How the messages make a table of records; nothing where they are events of their own. */
export function recordsOf(section: TopicSection, forms: Forms | undefined, key: Claim | undefined): Draft | undefined {
  const [push] = forms ? changesOf(section, forms) : section.pushes;
  if (!push) return undefined;
  const place = placeOfMessage(push);
  const lists = [...recordLists(push.value)];
  if (!forms) {
    const [pointer, records] = lists.find(([, own]) => own.length > 0) ?? [];
    const id = records && idMembers(section, commonKeys(records));
    // One record without an id of its own is a list of one instrument, and may be a list of events.
    if (pointer === undefined || !id || !Array.isArray(valueAt(push, pointer)) || isSymbolOnly(id)) return undefined;
    return {
      key: guessed([...id], place, "do these members name a record?"),
      update: guessed(pointer, place, "does a message have records that change?"),
    };
  }
  const { update, insert, delete: deleted } = operationsOf(section, forms);
  const [snapshot] = section.pushes.filter((other) => formOfPush(other, forms) === "snapshot");
  if (!key || !snapshot) return undefined;
  const whole = [...recordLists(snapshot.value)].map(([pointer]) => pointer);
  const own = update ?? lists.find(([, records]) => records.length > 0)?.[0];
  if (own === undefined) return undefined;
  const numbers = counters(push);
  return {
    key,
    snapshot: found(
      whole.includes(own) ? own : shortest(whole),
      placeOfMessage(snapshot),
      "the snapshot has them there",
    ),
    update: found(own, place, "the delta has them there"),
    ...(insert !== undefined && { insert: found(insert, place, "the delta has a list of them") }),
    ...(deleted !== undefined && { delete: found(deleted, place, "the delta has a list of them") }),
    ...numbers,
  };
}

const shortest = (texts: readonly string[]): string => texts.toSorted((a, b) => a.length - b.length)[0] ?? "";

const isSymbolOnly = (id: readonly string[]): boolean => id.length === 1 && /^symbol$/i.test(id[0] ?? "");

function valueAt({ value }: Push, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), value);
}

/** A version that counts from a base line. */
function counters(push: Push): Record<string, Draft> {
  const data = isObject(push.value) ? Object.entries(push.value).find(([, inner]) => isObject(inner)) : undefined;
  if (!data || !isObject(data[1])) return {};
  const [name, members] = data;
  const place = placeOfMessage(push);
  const member = (pattern: RegExp): string | undefined =>
    Object.keys(members as Members).find((key) => pattern.test(key));
  const [version, base] = [member(/^version$/i), member(/^base_?line$/i)];
  if (version === undefined || base === undefined) return {};
  return {
    version: found(`/${escapePointer(name)}/${escapePointer(version)}`, place, "a member of that name"),
    baseLine: found(`/${escapePointer(name)}/${escapePointer(base)}`, place, "a member of that name"),
  };
}
