/** A topic's entry in the line file, from its section. */

import type { EnumSection } from "../derive/enums.js";
import { escapePointer } from "../schema/pointer.js";
import { bookOf, sequenceOf } from "./books.js";
import { type Draft, found, guessed, missing, type Place } from "./claim.js";
import type { Connection } from "./connections.js";
import { draftOfForms, formsOf } from "./forms.js";
import { durationMs } from "./heartbeat.js";
import { pushInterval } from "./intervals.js";
import { headingName } from "./messages.js";
import { topicsOf } from "./patterns.js";
import { keyOf, recordsOf } from "./records.js";
import { type RequestId, topicList } from "./requests.js";
import { secretsOf } from "./secrets.js";
import type { TopicSection } from "./sections.js";
import type { SlotUse } from "./slots.js";
import { connectionsFor, draftOfChoice } from "./topic-connections.js";
import { type TopicRequest, topicRequest } from "./topic-requests.js";
import { hasSlots, topicName } from "./topic-text.js";

export interface ProposedTopic {
  readonly draft: Readonly<Record<string, Draft>>;
  readonly name: string;
  readonly connections: readonly string[];
  readonly patterns: readonly string[];
  readonly section: TopicSection;
  readonly slots: readonly SlotUse[];
  readonly request?: TopicRequest;
}

export interface TopicContext {
  readonly connections: readonly Connection[];
  /** Those that sections of the line name. */
  readonly named: readonly Connection[];
  readonly enums: readonly EnumSection[];
  /** Topics are asked for in a list; else each has a request of its own. */
  readonly isList: boolean;
  /** Absent where answers repeat none. */
  readonly id: RequestId | undefined;
  /** What requests of the line ask for. */
  readonly asked: ReadonlySet<string>;
  /** The line has topics on several pages. */
  readonly hasPages: boolean;
  /** Slots that the line has, or that its pages write. */
  readonly slotNames: ReadonlySet<string>;
  /** Where pushes name their topic, if nothing else is said. */
  readonly topicMember: string;
  /** Pointers to what names the topic in the items of a bare array, in some push of the line. */
  readonly listPointers: ReadonlySet<string>;
}

export function proposeTopic(section: TopicSection, context: TopicContext): ProposedTopic {
  const { page, heading, tab } = section;
  const place: Place = { page: page.path, line: heading.line };
  const asking = section.requests.filter(({ action }) => action === "subscribe");
  const sent = asking.flatMap((request) => (topicList(request)?.topics ?? []).filter((text) => !/[|*]/.test(text)));
  const { topics, subscribe, slots } = topicsOf(section, context.isList ? sent : [], context.enums, context.slotNames, [
    ...context.asked,
  ]);
  const patterns = topics.map(({ value }) => String(value));
  const chosen = connectionsFor(section, context.connections, context.named);
  const forms = formsOf(section);
  const key = keyOf(section, forms);
  const book = bookOf(section, forms, patterns.every(hasSlots));
  const isPrivate = context.connections.some(({ name, access }) => access === "private" && chosen.names.includes(name));
  const records = book || (!forms && !isPrivate) ? undefined : recordsOf(section, forms, key);
  const [ownRequest] = context.isList ? [] : asking;
  const request = ownRequest && topicRequest(ownRequest, section, { patterns, id: context.id, enums: context.enums });
  const isAutomatic = section.prose.some(({ text }) => /\bautomatically subscribe/i.test(text)) && asking.length === 0;
  const exclusive = section.prose.find(({ text }) => /cannot be in the same (?:subscription )?request/i.test(text));
  const interval = intervalOf(section, patterns);
  const sequence = forms || book ? sequenceOf(section, book !== undefined) : undefined;
  const name = nameOf(patterns, tab?.value);
  return {
    name,
    connections: chosen.names,
    patterns,
    section,
    slots,
    ...(request && { request }),
    draft: {
      name,
      description: `Pushes of ${patterns[0] ?? name}.`,
      ...draftOfChoice(chosen, place),
      heading: headingName(heading),
      ...(context.hasPages && { page: page.path }),
      ...(tab && { tab: tab.value }),
      topics,
      ...(subscribe.length > 0 && { subscribe }),
      ...(isAutomatic && { subscribe: [] }),
      ...(request && { request: request.draft }),
      ...(!context.isList &&
        !request &&
        !isAutomatic && { request: missing("no page shows how to ask for it", place) }),
      ...selectorOf(section, context),
      ...(forms && { forms: draftOfForms(forms) }),
      ...(key && (book !== undefined || records !== undefined) && { key }),
      ...(exclusive && {
        exclusive: found(true, { page: page.path, line: exclusive.line }, "the section says so"),
        constraints: [`${patterns.map((text) => `\`${text}\``).join(" and ")} must not stand in one request.`],
      }),
      ...(interval && { pushIntervalMs: interval }),
      ...(sequence && { sequence }),
      ...(book && { book }),
      ...(records && { records }),
      ...secretsOf(section),
    },
  };
}

/** The words that all patterns have in common; a tab beside them, where several topics share a pattern. */
function nameOf(patterns: readonly string[], tab: string | undefined): string {
  const [first = "topic", ...others] = patterns.map(topicName);
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  const common = first
    .slice(0, length)
    .replace(/[^A-Za-z0-9]+$/, "")
    .replace(/(?<=[a-z])[A-Z]?$/, "");
  const name = others.length === 0 || common.length < 2 ? first : common;
  if (tab === undefined) return name;
  const [word = ""] = /[A-Za-z]\w*/.exec(tab) ?? [];
  return word === "" ? name : `${word}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

export const listPointersIn = (sections: readonly TopicSection[]): ReadonlySet<string> =>
  new Set(sections.flatMap(({ pushes }) => pushes.filter(({ isList }) => isList).map(({ pointer }) => pointer)));

function selectorOf({ pushes }: TopicSection, { topicMember, listPointers }: TopicContext): Record<string, Draft> {
  const [first] = pushes;
  const usual = `/${escapePointer(topicMember)}`;
  if (!first || (first.pointer === usual && !listPointers.has(usual))) return {};
  const place = { page: first.page.path, line: first.line };
  const container = listPointers.has(first.pointer) ? "array-items" : "object";
  return { selector: { pointer: found(first.pointer, place, "it names the topic"), container } };
}

/** In the words of the section, else as a word of its only pattern. */
function intervalOf(section: TopicSection, patterns: readonly string[]) {
  const said = pushInterval(section.prose, section.page.path, section.tabLabels);
  const [only = "", ...others] = patterns;
  const [, count, unit] = /\.(\d{1,5})(ms|s)(?:\.|$)/.exec(only) ?? [];
  if (said || others.length > 0 || count === undefined) return others.length > 0 ? undefined : said;
  return guessed(
    durationMs(["", count, unit ?? "ms"]),
    { page: section.page.path, line: section.heading.line },
    "is this word of the topic its interval?",
  );
}

/** Of topics that have a pattern and connections in common, the one with most to say; ones in tabs are different topics. */
export function distinctTopics(topics: readonly ProposedTopic[]): ProposedTopic[] {
  const weight = ({ section }: ProposedTopic): number =>
    section.pushes.length * 100 + section.tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const isSame = (a: ProposedTopic, b: ProposedTopic): boolean =>
    a.section.tab === b.section.tab &&
    a.patterns.some((pattern) => b.patterns.includes(pattern)) &&
    a.connections.some((name) => b.connections.includes(name));
  return topics.filter((topic, index) =>
    topics.every(
      (other, at) =>
        at === index ||
        !isSame(topic, other) ||
        weight(topic) > weight(other) ||
        (weight(topic) === weight(other) && index > at),
    ),
  );
}

/** Names of topics are files: those of the same connections differ, and none is one of `used`. */
export function nameApart(topics: readonly ProposedTopic[], used: readonly string[]): ProposedTopic[] {
  const taken = new Map<string, number>(used.map((name) => [name.toLowerCase(), 1]));
  return topics.map((topic) => {
    const key = `${topic.connections.join(" ")}/${topic.name}`.toLowerCase();
    const count = (taken.get(key) ?? 0) + 1;
    taken.set(key, count);
    if (count === 1 && !TAKEN.test(topic.name)) return topic;
    const name = `${topic.name}-${count === 1 ? "topic" : count}`;
    return { ...topic, name, draft: { ...topic.draft, name } };
  });
}

/** Modules that the generated package has anyway. */
const TAKEN =
  /^(?:control|index|enums|sources|topics|frame|client|validate|protocol|line|recognise|recognise-wasm)$|\.check$/i;
