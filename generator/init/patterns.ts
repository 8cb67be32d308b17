/** The topics of a section with their slots: as its words have them, else from what its messages have in common. */

import type { EnumSection } from "../derive/enums.js";
import type { Prose } from "../docs/page.js";
import { slotNames } from "../topic/pattern.js";
import { type Claim, found, guessed } from "./claim.js";
import { listsIn } from "./lists.js";
import type { TopicSection } from "./sections.js";
import { linkedSection, type SlotUse, slotUses } from "./slots.js";
import { asPattern, fits, hasSlots, inferTopic, isTopicLike, textLeaves } from "./topic-text.js";

export interface SectionTopics {
  /** What pushes carry. */
  readonly topics: readonly Claim[];
  /** What a client may send, where it may send something else. */
  readonly subscribe: readonly Claim[];
  readonly slots: readonly SlotUse[];
}

/** `names`: slots that the line has; `asked`: what other sections ask for. */
export function topicsOf(
  section: TopicSection,
  sent: readonly string[],
  enums: readonly EnumSection[],
  names: ReadonlySet<string>,
  asked: readonly string[] = [],
): SectionTopics {
  const pushed = [...new Set(section.pushes.map(({ topic }) => topic))];
  const shown = [...new Set([...sent, ...pushed])];
  const inWords = writtenIn(section).filter(({ text }) => shown.some((topic) => isRelated(text, topic)));
  const patterns = new Map<string, Claim>();
  for (const { text, line } of inWords)
    if (hasSlots(text) && shown.some((topic) => fits(text, topic)))
      patterns.set(text, found(text, { page: section.page.path, line }, "the page writes it so"));
  for (const topic of shown) {
    if ([...patterns.keys()].some((pattern) => fits(pattern, topic))) continue;
    const { text, why } = withSlots(topic, section, names);
    const place = { page: section.page.path, line: lineOf(topic, section) };
    if (!patterns.has(text))
      patterns.set(text, hasSlots(text) ? guessed(text, place, why) : found(text, place, "a message shows it"));
  }
  const literals = inWords.filter(({ text }) => !hasSlots(text));
  const values = literalSlots(literals, patterns, section);
  const texts = [...patterns.keys()];
  // What is asked for and never pushed is a shorter way to ask.
  const shorter = texts.filter(
    (text) => !hasSlots(text) && !pushed.includes(text) && pushed.some((topic) => topic.startsWith(`${text}.`)),
  );
  // The first is the main one: what the section asks for first.
  const rank = (text: string): number => {
    const index = shown.findIndex((topic) => fits(text, topic));
    return index < 0 ? shown.length : index;
  };
  const topics = texts.filter((text) => !shorter.includes(text)).toSorted((a, b) => rank(a) - rank(b));
  const claims = (names: readonly string[]): Claim[] => names.flatMap((text) => patterns.get(text) ?? []);
  const ways = topics.some(hasSlots) ? [] : writtenWays(section, patterns);
  const written = ways.map(({ value }) => String(value));
  const uses = [
    ...slotUses(topics, shown, section, enums),
    ...slotUses(written, [...shown, ...asked], section, enums),
  ].map((use) => {
    const listed = values.get(use.name);
    return listed && use.values?.certainty !== "found" && use.name !== "symbol" ? { ...use, values: listed } : use;
  });
  return {
    topics: claims(topics),
    subscribe: shorter.length === 0 ? ways : claims([...shorter, ...topics]),
    slots: uses,
  };
}

/** Where pushes say what kind of event they are, and not which topic: what the section writes to ask for them. */
function writtenWays(section: TopicSection, patterns: ReadonlyMap<string, Claim>): Claim[] {
  const written = new Map(writtenIn(section).map(({ text, line }) => [text, line]));
  return [...written].flatMap(([text, line]) =>
    hasSlots(text) && !patterns.has(text)
      ? [guessed(text, { page: section.page.path, line }, "is this asked for, and answered by these pushes?")]
      : [],
  );
}

/** Slots that the words of sections write into topics. */
export const writtenSlots = (sections: readonly TopicSection[]): ReadonlySet<string> =>
  new Set(sections.flatMap((section) => writtenIn(section).flatMap(({ text }) => slotNames(text))));

/** Topics in the words of a section: in its title, in code, and behind `Topic:`. */
function writtenIn({ prose, heading }: TopicSection): { readonly text: string; readonly line: number }[] {
  const titles = [asPattern(heading.text)].filter((text) => hasSlots(text) && isTopicLike(text));
  return [
    ...titles.map((text) => ({ text, line: heading.line })),
    ...prose.flatMap((block) =>
      [...codesOf(block), ...namedTopics(block)]
        .map(asPattern)
        .filter(isTopicLike)
        .map((text) => ({ text, line: block.line })),
    ),
  ];
}

/** As they are written: what a browser takes for a tag, `<symbol>`, is gone from the text. */
const codesOf = ({ raw, codes }: Prose): string[] => [
  ...[...raw.matchAll(/`([^`\n]{1,256})`/g)].map(([, code = ""]) => code),
  ...codes,
];

const namedTopics = ({ raw, text }: Prose): string[] =>
  [
    ...`${text}\n${raw}`.matchAll(
      /\b(?:topics?|channels?|streams?)(?: names?| format)?\W{0,4}:\W{0,4}?([^\n]{1,400})/gi,
    ),
  ].flatMap(([, list = ""]) => list.split(/[\s,]+/).filter((word) => /[.@{<]|^\w+$/.test(word)));

/** Do both begin with the same word, or does the pattern take the topic? */
const isRelated = (text: string, topic: string): boolean =>
  fits(text, topic) || (firstWord(text) !== "" && firstWord(text) === firstWord(topic));

const firstWord = (text: string): string => /^[A-Za-z0-9_-]*/.exec(text)?.[0] ?? "";

const lineOf = (topic: string, { pushes, heading }: TopicSection): number =>
  pushes.find((push) => push.topic === topic)?.line ?? heading.line;

/** A topic of the wire with slots for the instrument, and for words that the section lists. */
function withSlots(
  topic: string,
  section: TopicSection,
  names: ReadonlySet<string>,
): { readonly text: string; readonly why: string } {
  const push = section.pushes.find((other) => other.topic === topic) ?? section.pushes[0];
  const { text, slots } = inferTopic(topic, push?.value, names);
  const lists = listsIn(section.blocks);
  let listed: string | undefined;
  const words = text.split(/([.@:/])/).map((word, index) => {
    if (index === 0 || hasSlots(word) || listed !== undefined) return word;
    const list = lists.find(({ values, nouns }) => values.includes(word) && /^[a-z]\w*$/.test(nouns[0] ?? ""));
    listed = list?.nouns[0];
    return listed === undefined ? word : `{${listed}}`;
  });
  const reasons = [
    ...slots.map(({ name, why }) => `{${name}}: ${why}`),
    ...(listed ? [`{${listed}}: the section lists what may stand there`] : []),
  ];
  return { text: words.join(""), why: `the page shows ${topic}; ${reasons.join("; ")}` };
}

/**
 * Topics that the page writes out: `execution.spot`, `execution.linear`. Where they differ in one word, that is a slot, called as the member of the
 * message that has such values. Adds the patterns that they make; what may stand in slots, by name.
 */
function literalSlots(
  literals: readonly { readonly text: string; readonly line: number }[],
  patterns: Map<string, Claim>,
  section: TopicSection,
): Map<string, Claim> {
  const values = new Map<string, Claim>();
  const groups = new Map<string, { last: Set<string>; line: number }>();
  for (const { text, line } of literals) {
    const cut = text.lastIndexOf(".");
    if (cut < 0) continue;
    const head = text.slice(0, cut + 1);
    const group = groups.get(head) ?? { last: new Set<string>(), line };
    group.last.add(text.slice(cut + 1));
    groups.set(head, group);
  }
  for (const [head, { last, line }] of groups) {
    if (last.size < 2) continue;
    const place = { page: section.page.path, line };
    const texts = [...last].map((word) => head + word);
    const taken = [...patterns.keys()].find(
      (pattern) => hasSlots(pattern) && texts.some((text) => fits(pattern, text)),
    );
    const slot = taken === undefined ? memberWith(last, section) : /\{(\w+)\}$/.exec(taken)?.[1];
    if (slot === undefined) {
      if (taken === undefined)
        for (const text of texts) patterns.set(text, found(text, place, "the page writes it so"));
      continue;
    }
    const why = "the page writes them out";
    values.set(slot, found([...last], place, why));
    if (taken === undefined) {
      for (const text of texts) patterns.delete(text);
      patterns.set(`${head}{${slot}}`, found(`${head}{${slot}}`, place, why));
    }
  }
  return values;
}

/** The member of a push that has one of the values. */
function memberWith(values: ReadonlySet<string>, { pushes }: TopicSection): string | undefined {
  const leaves = pushes.flatMap(({ value }) => textLeaves(value));
  return leaves.find(({ key, text }) => values.has(text) && /^[A-Za-z]\w*$/.test(key))?.key;
}

/** The slot of an enum page's list that has the text, where the section links to it. */
export const linkedSlot = (text: string, section: TopicSection, enums: readonly EnumSection[]): string | undefined =>
  enums
    .filter(({ values }) => values.some(({ value }) => String(value) === text))
    .flatMap(({ names }) => names)
    .find((name) => /^[A-Za-z]\w*$/.test(name) && linkedSection(name, section, enums) !== undefined);
