/** Slots of topics: what they are called, what may stand there, and one value of it. */

import { matchPattern, parsePattern } from "../../templates/runtime/topic-pattern.js";
import type { EnumSection } from "../derive/enums.js";
import { readRows } from "../derive/row-claim.js";
import { groupBy } from "../text/group-by.js";
import { canStand } from "../topic/pattern.js";
import { type Claim, type Draft, found, guessed } from "./claim.js";
import { listsIn } from "./lists.js";
import { headingName } from "./messages.js";
import type { TopicSection } from "./sections.js";

/** What one section says of a slot. */
export interface SlotUse {
  readonly name: string;
  readonly examples: readonly string[];
  /** What may stand there, where the section lists it. */
  readonly values?: Claim;
  readonly section: TopicSection;
}

/** What stood in the slots of the patterns, and what the section lists for them. */
export function slotUses(
  patterns: readonly string[],
  shown: readonly string[],
  section: TopicSection,
  enums: readonly EnumSection[],
): SlotUse[] {
  const examples = new Map<string, string[]>();
  for (const pattern of patterns) {
    const parsed = parsePattern(pattern);
    for (const part of parsed.parts) if ("slot" in part && !examples.has(part.slot)) examples.set(part.slot, []);
    for (const text of shown)
      for (const [slot, value] of Object.entries(matchPattern(parsed, text) ?? {})) examples.get(slot)?.push(value);
  }
  return [...examples].map(([name, seen]) => {
    const values = valuesOfSlot(name, seen, section, enums);
    return { name, examples: seen, ...(values && { values }), section };
  });
}

function valuesOfSlot(
  name: string,
  seen: readonly string[],
  section: TopicSection,
  enums: readonly EnumSection[],
): Claim | undefined {
  // Instruments come and go: a list of them is a sample.
  if (name === "symbol") return undefined;
  const holds = (values: readonly string[]): boolean => seen.every((value) => values.includes(value));
  const place = { page: section.page.path, line: section.heading.line };
  const list = listsIn(section.blocks).find(({ nouns, values }) => nouns.includes(name.toLowerCase()) && holds(values));
  if (list) return found([...list.values], { ...place, line: list.line }, "the section lists them");
  const linked = linkedSection(name, section, enums);
  const values = linked?.values.map(({ value }) => String(value)) ?? [];
  if (linked && values.length > 0 && holds(values))
    return found(values, placeOfSource(linked.values[0]?.source) ?? place, "the section links to them");
  const row = section.tables.flatMap(readRows).find((claim) => claim.name === name);
  const codes = row?.comment.codes ?? [];
  if (row && codes.length > 1 && holds(codes))
    return guessed([...codes], { ...place, line: row.row.line }, "the table lists them: are these all?");
  return undefined;
}

/** The list of an enum page that the section links to, and that is called as the slot. */
export function linkedSection(
  name: string,
  { blocks }: TopicSection,
  enums: readonly EnumSection[],
): EnumSection | undefined {
  const anchors = blocks.flatMap((block) => (block.kind === "prose" ? block.anchors : []));
  const targets = new Set(anchors.flatMap((anchor) => anchor.split("#").slice(1)).map((text) => text.toLowerCase()));
  return enums.find(
    ({ slug, names }) => targets.has(slug) && names.some((own) => own.toLowerCase() === name.toLowerCase()),
  );
}

function placeOfSource(source: string | undefined): { page: string; line: number } | undefined {
  const [, page, line] = /^(.*):(\d+)$/.exec(source ?? "") ?? [];
  return page === undefined ? undefined : { page, line: Number(line) };
}

/** Names of slots come from pages: `constructor` may be one. */
const DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ["symbol", "Name of the instrument."],
  ["coin", "Coin."],
  ["interval", "Length of a candle."],
  ["depth", "Levels a side."],
]);

export const describeSlot = (name: string): string => DESCRIPTIONS.get(name) ?? `What stands in {${name}}.`;

/** One entry a slot of the line: values where every use has some. */
export function proposeSlots(uses: readonly SlotUse[]): Record<string, Draft> {
  const byName = groupBy(uses, ({ name }) => name);
  return Object.fromEntries([...byName].map(([name, own]) => [name, slotOf(name, own)]));
}

function slotOf(name: string, uses: readonly SlotUse[]): Draft {
  const [first] = uses;
  const place = first && { page: first.section.page.path, line: first.section.heading.line };
  const closed = uses.flatMap(({ values }) => (values ? [values] : []));
  const isClosed = closed.length > 0 && uses.every(({ values, examples }) => values || examples.length === 0);
  const texts = closed.flatMap(({ value }) => value as readonly string[]);
  const values = isClosed ? [...new Set(texts)].filter((text) => canStand(text, undefined)) : [];
  const [source] = closed;
  const seen = uses.flatMap(({ examples }) => examples).filter((text) => values.length === 0 || values.includes(text));
  const example = mostFrequent(seen) ?? values[0];
  return {
    description: describeSlot(name),
    ...(source && values.length > 0 && { values: { ...source, value: values } }),
    example:
      example === undefined
        ? guessed("EXAMPLE", place, "no message shows a value: give one")
        : found(example, place, "a message shows it"),
    source: first ? `heading ${headingName(first.section.heading)}` : "by hand",
  };
}

function mostFrequent(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce<[string, number] | undefined>(
    (best, other) => (best && best[1] >= other[1] ? best : other),
    undefined,
  )?.[0];
}
