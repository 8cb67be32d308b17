/** Sections of pages that document a topic each: its pushes, its requests and what is said of them. */

import { inTab, sectionOf } from "../derive/evidence.js";
import { describesMembers, readRows } from "../derive/row-claim.js";
import type { Block, DocPage, Heading, Prose, Tab, Table } from "../docs/page.js";
import { isObject } from "../schema/is-object.js";
import { escapePointer } from "../schema/pointer.js";
import { groupBy } from "../text/group-by.js";
import { headingName, type Message, type PageReading } from "./messages.js";
import { asAnswer, asRequest, type Request } from "./roles.js";
import { isSubject, stemOf } from "./topic-text.js";

export interface Push extends Message {
  /** What names its topic. */
  readonly topic: string;
  /** Where: below the root, or below each item of a bare array. */
  readonly pointer: string;
  readonly isList: boolean;
}

export interface TopicSection {
  readonly page: DocPage;
  readonly heading: Heading;
  /** Of tabs that take turns below the heading, the topic's own. */
  readonly tab?: Tab;
  /** What readers see of it: the same tab may stand in several places, under several labels. */
  readonly tabLabels: readonly string[];
  /** Headings above that one, outermost first. */
  readonly above: readonly Heading[];
  readonly blocks: readonly Block[];
  readonly prose: readonly Prose[];
  readonly tables: readonly Table[];
  readonly pushes: readonly Push[];
  readonly requests: readonly Request[];
}

/** Members that name a topic where the pages of an exchange agree on nothing else. */
const TOPIC_MEMBER = /^(?:topic|channel|stream|ch|table|feed|subject)$/i;

/** Texts that requests send, but for instruments: topics are among them. */
export function askedTexts(requests: readonly Request[]): ReadonlySet<string> {
  const texts = (value: unknown): string[] => {
    if (typeof value === "string") return /[A-Za-z]/.test(value) ? [value] : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => (isSubject(key) ? [] : texts(inner)));
  };
  const subscribing = requests.filter(({ action }) => action === "subscribe");
  return new Set(subscribing.flatMap(({ value, member }) => texts({ ...value, [member]: undefined })));
}

/** What kind of event a message is, where nothing names the topic as it was asked for. */
const EVENT_MEMBER = /^(?:e|event|event_?type)$/i;

/** The pushes of a page. What names the topic is a member that the field calls so, or that says what was asked for or what the heading says. */
export function pushesIn({ messages }: PageReading, asked: ReadonlySet<string>): Push[] {
  return messages.flatMap((message): Push[] => {
    if (!message.fence || asRequest(message) || asAnswer(message)) return [];
    const root: unknown = Array.isArray(message.value) ? message.value[0] : message.value;
    if (!isObject(root)) return [];
    const headings = new Set(message.headings.flatMap((heading) => [heading.text, headingName(heading)]));
    const words = new Set([...asked].flatMap((text) => text.split(/[@:/]/)));
    const scored = [...textMembers(root), ...parametersOf(root)].map(({ key, pointer, text }) => ({
      pointer,
      text,
      score:
        (TOPIC_MEMBER.test(key) ? 2 : 0) +
        (asked.has(text) ? 3 : 0) +
        (headings.has(text) || words.has(text) ? 2 : 0) +
        (EVENT_MEMBER.test(key) ? 1 : 0),
    }));
    const best = scored.reduce((first, other) => (other.score > first.score ? other : first), {
      pointer: "",
      text: "",
      score: 0,
    });
    if (best.score === 0 || Object.keys(root).length < 2) return [];
    return [{ ...message, topic: best.text, pointer: best.pointer, isList: Array.isArray(message.value) }];
  });
}

/** At the root, or one level below it: `{ "arg": { "channel": … } }`. */
function textMembers(
  root: Readonly<Record<string, unknown>>,
): { readonly key: string; readonly pointer: string; readonly text: string }[] {
  const at = (object: Readonly<Record<string, unknown>>, above: string) =>
    Object.entries(object).flatMap(([key, text]) =>
      typeof text === "string" && text !== "" && text.length <= MAX_TOPIC && !/[\s"'`]/.test(text)
        ? [{ key, pointer: `${above}/${escapePointer(key)}`, text }]
        : [],
    );
  return [
    ...at(root, ""),
    ...Object.entries(root).flatMap(([key, inner]) =>
      isObject(inner) && !/^(?:data|result|params)$/i.test(key) ? at(inner, `/${escapePointer(key)}`) : [],
    ),
  ];
}

/** Of a push that is a call, as in JSON-RPC: what it is about is among the parameters, with the data. */
function parametersOf({ params }: Readonly<Record<string, unknown>>) {
  if (!isObject(params) || !("data" in params)) return [];
  return textMembers(params)
    .filter(({ pointer }) => !pointer.startsWith("/data/"))
    .map((member) => ({ ...member, pointer: `/params${member.pointer}` }));
}

const MAX_TOPIC = 256;

/** One section a topic; `isCategory` tells tabs of which each has a topic of its own from those that show forms or languages. */
export function topicSections(
  reading: PageReading,
  asked: ReadonlySet<string>,
  isCategory: (tab: Tab) => boolean,
): TopicSection[] {
  const pushes = pushesIn(reading, asked);
  const stems = stemsBelow(pushes);
  return [...groupBy(pushes, (push) => ownerOf(push, stems, reading))].flatMap(([heading, own]) => {
    if (!heading) return [];
    const tabs = new Map<string, Tab>();
    for (const { tabs: shown } of own)
      for (const tab of shown) if (isCategory(tab)) tabs.set(tab.value.toLowerCase(), tab);
    const chosen = tabs.size > 1 ? [...tabs.values()] : [undefined];
    return chosen.map((tab) => sectionFor(reading, heading, own, tab));
  });
}

function sectionFor(
  reading: PageReading,
  heading: Heading,
  pushes: readonly Push[],
  tab: Tab | undefined,
): TopicSection {
  const { page } = reading;
  const blocks = inTab(sectionOf(page, heading), tab?.value);
  const isIn = ({ headings, tabs }: Message): boolean =>
    headings.includes(heading) && (!tab || tabs.length === 0 || !hasOther(tabs, tab));
  const own = pushes.filter(isIn);
  const shown = new Set(own.flatMap(({ value }) => keysOf(value)));
  return {
    page,
    heading,
    ...(tab && { tab }),
    tabLabels: tab ? labelsOf(tab, blocks) : [],
    above: own[0]?.headings.slice(0, own[0].headings.indexOf(heading)) ?? [],
    blocks,
    prose: blocks.filter((block) => block.kind === "prose"),
    tables: blocks.filter((block) => block.kind === "table").filter((table) => describesMembers(table, shown)),
    pushes: own,
    requests: reading.messages.filter(isIn).flatMap((message) => asRequest(message) ?? []),
  };
}

const labelsOf = ({ value }: Tab, blocks: readonly Block[]): string[] => [
  ...new Set(blocks.flatMap(({ tabs = [] }) => tabs.filter((tab) => isNamed(tab, value)).map(({ label }) => label))),
];

const isNamed = (tab: Tab, name: string): boolean =>
  [tab.value, tab.label].some((text) => text.toLowerCase() === name.toLowerCase());

/** The tabs of another topic: tabs of the same names may stand in several places of a page. */
const hasOther = (tabs: readonly Tab[], own: Tab): boolean => !tabs.some((tab) => isNamed(tab, own.value));

/** By heading, the stems of the topics below it. */
function stemsBelow(pushes: readonly Push[]): ReadonlyMap<Heading, ReadonlySet<string>> {
  const stems = new Map<Heading, Set<string>>();
  for (const { headings, topic } of pushes)
    for (const heading of headings) stems.set(heading, (stems.get(heading) ?? new Set()).add(stemOf(topic)));
  return stems;
}

/**
 * The heading right above a push, where the members of the push are described below it, or the highest one that has the request for it and no other
 * topic. Else, where they are described further above, the highest heading that has no other topic.
 */
function ownerOf(
  push: Push,
  stems: ReadonlyMap<Heading, ReadonlySet<string>>,
  reading: PageReading,
): Heading | undefined {
  const { page } = reading;
  const shown = new Set(keysOf(push.value));
  const isDescribed = (heading: Heading): boolean =>
    sectionOf(page, heading).some((block) => block.kind === "table" && rowsNaming(block, shown));
  const [nearest, ...above] = push.headings.toReversed();
  const alone = above.filter((heading) => stems.get(heading)?.size === 1);
  if (nearest && isDescribed(nearest))
    return asksFor(nearest, reading) ? nearest : (alone.findLast((heading) => asksFor(heading, reading)) ?? nearest);
  return alone.some(isDescribed) ? alone.at(-1) : nearest;
}

/** Is a request for topics shown below it? */
const asksFor = (heading: Heading, { messages }: PageReading): boolean =>
  messages.some((message) => message.headings.includes(heading) && asRequest(message)?.action === "subscribe");

const rowsNaming = (table: Table, shown: ReadonlySet<string>): boolean =>
  readRows(table).some(({ name }) => shown.has(name));

const keysOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(keysOf)
    : isObject(value)
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
      : [];
