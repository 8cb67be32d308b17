/** What a page says of one topic: its rows, its messages, its requests. */

import { matchPattern, parsePattern } from "../../templates/runtime/topic-pattern.js";
import { readEmbeddedMessage } from "../docs/embedded-json.js";
import type { JsonNode, Repair } from "../docs/json-node.js";
import type { Block, DocPage, Fence, Heading, Prose, Tab, Table } from "../docs/page.js";
import { createPlaceOf } from "../docs/place-of.js";
import { splitValues } from "../docs/split-values.js";
import { readTolerantJson } from "../docs/tolerant-json/read.js";
import { BROKEN_TEXT, isBroken } from "../schema/broken-text.js";
import { escapePointer } from "../schema/pointer.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import { type Reply, selectorPointer, type TopicEntry } from "../spec/line-file.js";
import { MAX_TYPE_DEPTH } from "../spec/read-value-type.js";
import { isReply } from "./is-reply.js";
import { describesMembers, type RowClaim, readRows } from "./row-claim.js";

/** Where the pages speak of a topic: what stands below its heading, in its tab. */
export interface TopicSection {
  readonly entry: TopicEntry;
  readonly page: DocPage;
  readonly heading: Heading;
  readonly blocks: readonly Block[];
}

export interface TopicEvidence extends TopicSection {
  /** Pointer to what names the topic. */
  readonly selector: string;
  readonly tables: readonly Table[];
  readonly rows: readonly RowClaim[];
  /** Rows that speak of positions in the items of a list. */
  readonly positions: readonly RowClaim[];
  readonly examples: readonly Example[];
  readonly requests: readonly Request[];
  readonly prose: readonly Prose[];
}

export interface Example {
  readonly form: string;
  readonly node: JsonNode;
  readonly fence: Fence;
}

export interface Request {
  readonly node: JsonNode;
  readonly fence: Fence;
}

/** A fence, read. `other` is a program or text in a language that is no JSON. */
export type FenceReading =
  | { readonly kind: "empty"; readonly fence: Fence }
  | { readonly kind: "other"; readonly fence: Fence }
  | {
      readonly kind: "unreadable";
      readonly fence: Fence;
      readonly message: string;
      readonly line: number;
      readonly column: number;
    }
  | {
      readonly kind: "request" | "json";
      readonly fence: Fence;
      readonly node: JsonNode;
      /** Further messages of the block. */
      readonly others: readonly JsonNode[];
      readonly repairs: readonly Repair[];
      readonly comments: readonly { readonly text: string; readonly line: number }[];
    };

const JSON_LANGUAGES = new Set(["javascript", "js", "json", "json5", ""]);

export function readFence(fence: Fence): FenceReading {
  if (!fence.closed) {
    const { line, column } = fence;
    return { kind: "unreadable", fence, message: "The page ends inside this code block.", line, column };
  }
  if (fence.content.trim() === "") return { kind: "empty", fence };
  if (!JSON_LANGUAGES.has(fence.language)) return { kind: "other", fence };
  const start = { line: fence.contentLine, column: 1 };
  if (/^\s*(?:[{[]|$)/.test(stripLineComments(fence.content))) {
    const { value, repairs, problem } = readTolerantJson(fence.content, start);
    const fault = value && faultOf(value);
    if (fault) return { kind: "unreadable", fence, ...fault };
    if (value) return { kind: "json", fence, node: value, others: [], repairs, comments: [] };
    if (!problem) return { kind: "empty", fence };
    const several = readSeveral(fence);
    if (several) return several;
    return { kind: "unreadable", fence, message: problem.message, line: problem.line, column: problem.column };
  }
  const message = readEmbeddedMessage(fence.content, start);
  if (message) {
    const fault = faultOf(message.value);
    if (fault) return { kind: "unreadable", fence, ...fault };
    return {
      kind: "request",
      fence,
      node: message.value,
      others: [],
      repairs: message.repairs,
      comments: message.comments,
    };
  }
  return readSeveral(fence) ?? { kind: "other", fence };
}

/** Several messages in one block, or one with a label; nothing if one of them cannot be read. */
function readSeveral(fence: Fence): FenceReading | undefined {
  const placeOf = createPlaceOf(fence.content, { line: fence.contentLine, column: 1 });
  const read = splitValues(fence.content).map(({ text, offset }) => readTolerantJson(text, placeOf(offset)));
  const [node, ...others] = read.flatMap(({ value }) => value ?? []);
  if (!node || others.length + 1 < read.length) return undefined;
  const fault = firstOf([node, ...others], (value) => faultOf(value));
  if (fault) return { kind: "unreadable", fence, ...fault };
  return { kind: "json", fence, node, others, repairs: read.flatMap(({ repairs }) => repairs), comments: [] };
}

/** JSON that cannot be a message: no UTF-8 frame holds half a character, and a schema has so many levels. */
function faultOf(node: JsonNode, depth = 0): { message: string; line: number; column: number } | undefined {
  const at = ({ line, column }: { line: number; column: number }, message: string) => ({ message, line, column });
  if (depth > MAX_EXAMPLE_DEPTH) return at(node, `The message nests deeper than ${MAX_EXAMPLE_DEPTH} levels.`);
  if (node.kind === "string" && isBroken(node.value)) return at(node, BROKEN_TEXT.message);
  if (node.kind === "array") return firstOf(node.items, (item) => faultOf(item, depth + 1));
  if (node.kind !== "object") return undefined;
  return firstOf(node.members, ({ key, keyPlace, value }) =>
    isBroken(key) ? at(keyPlace, BROKEN_TEXT.message) : faultOf(value, depth + 1),
  );
}

/** The root of a schema and the choice of its forms are levels as well. */
const MAX_EXAMPLE_DEPTH = MAX_TYPE_DEPTH - 2;

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const stripLineComments = (text: string): string => text.replace(/^\s*\/\/.*$/gm, "").trimStart();

/** The heading that the line file names by placeholder key or text. */
export function findHeading(page: DocPage, name: string): Heading | undefined {
  return page.blocks.find(
    (block): block is Heading =>
      block.kind === "heading" && (block.placeholders.some(({ key }) => key === name) || block.text === name),
  );
}

/** The blocks below a heading, up to the next heading of its level or above. */
export function sectionOf(page: DocPage, heading: Heading): Block[] {
  const start = page.blocks.indexOf(heading) + 1;
  const length = page.blocks
    .slice(start)
    .findIndex((block) => block.kind === "heading" && block.level <= heading.level);
  return page.blocks.slice(start, length < 0 ? undefined : start + length);
}

/** By its value or its label. */
export const isTab = ({ value, label }: Tab, name: string): boolean =>
  [value, label].some((text) => text.toLowerCase() === name.toLowerCase());

/** Of tabs that take turns, the named one; what stands in other tabs, or in none, stays. */
export function inTab(blocks: readonly Block[], name: string | undefined): readonly Block[] {
  if (name === undefined) return blocks;
  const isNamed = (tab: Tab): boolean => isTab(tab, name);
  const groups = new Set(blocks.flatMap(({ tabs = [] }) => tabs.filter(isNamed).map(({ group }) => group)));
  return blocks.filter(({ tabs = [] }) => tabs.every((tab) => isNamed(tab) || !groups.has(tab.group)));
}

/** Undefined where no page has its heading. */
export function findTopic(entry: TopicEntry, pages: readonly DocPage[]): TopicSection | undefined {
  for (const page of pages) {
    const heading = entry.page === undefined || entry.page === page.path ? findHeading(page, entry.heading) : undefined;
    if (heading) return sectionAt(entry, page, heading);
  }
  return undefined;
}

export const sectionAt = (entry: TopicEntry, page: DocPage, heading: Heading): TopicSection => ({
  entry,
  page,
  heading,
  blocks: inTab(sectionOf(page, heading), entry.tab),
});

export function readTopicEvidence(
  section: TopicSection,
  readings: ReadonlyMap<Fence, FenceReading>,
  { exchange, replies }: { readonly exchange: ExchangeFile; readonly replies: readonly Reply[] },
): TopicEvidence {
  const { entry, blocks } = section;
  const examples: Example[] = [];
  const requests: Request[] = [];
  const selector = selectorPointer(entry, exchange);
  const namesTopic = (node: JsonNode): boolean => {
    const text = nodeAt(node, selector);
    return text?.kind === "string" && entry.topics.some((topic) => matchPattern(parsePattern(topic), text.value));
  };
  for (const block of blocks) {
    const reading = block.kind === "fence" ? readings.get(block) : undefined;
    if (reading?.kind !== "json" && reading?.kind !== "request") continue;
    for (const node of [reading.node, ...reading.others]) {
      const { fence } = reading;
      if (reading.kind === "request" || isRequest(node, exchange, namesTopic(node) ? selector : ""))
        requests.push({ node, fence });
      // Those of subscriptions stand beside the pushes of a topic.
      else if (!replies.some((reply) => isReply(node, reply)))
        examples.push({ form: formOf(node, entry), node, fence });
    }
  }
  const shown = new Set(examples.flatMap(({ node }) => keysOf(node)));
  const tables = blocks.filter((block) => block.kind === "table").filter((table) => describesMembers(table, shown));
  return {
    ...section,
    selector,
    tables,
    rows: tables.flatMap(readRows).filter(({ position }) => position === undefined),
    positions: tables.flatMap(readRows).filter(({ position }) => position !== undefined),
    examples,
    requests,
    prose: blocks.filter((block) => block.kind === "prose"),
  };
}

const keysOf = (node: JsonNode): string[] =>
  node.kind === "array"
    ? node.items.flatMap(keysOf)
    : node.kind === "object"
      ? node.members.flatMap(({ key, value }) => [key, ...keysOf(value)])
      : [];

/** What says which topic and which form a message is: part of its envelope, wherever it stands. */
export const isDiscriminator = ({ entry, selector }: TopicEvidence, pointer: string): boolean =>
  [selector, `/*${selector}`, entry.forms?.discriminator].includes(pointer);

/** Does it hold what tells topics and forms apart? Then it is always there. */
export const holdsDiscriminator = (evidence: TopicEvidence, pointer: string): boolean =>
  isDiscriminator(evidence, pointer) ||
  [evidence.selector, evidence.entry.forms?.discriminator].some((other) => other?.startsWith(`${pointer}/`));

/**
 * What a client sends says what to do, and has neither the payload of a push nor what answers have. `naming`: pointer to what names its topic; where
 * pushes name it in the member that says in requests what to do, they are none.
 */
function isRequest(node: JsonNode, { requests, answers, records }: ExchangeFile, naming: string): boolean {
  if (node.kind !== "object") return false;
  const has = (key: string): boolean => node.members.some((member) => member.key === key);
  const says = (key: string): boolean => has(key) && `/${escapePointer(key)}` !== naming;
  return requests.members.some(says) && ![records.payload ?? "", ...answers.members].some(has);
}

function formOf(node: JsonNode, entry: TopicEntry): string {
  if (!entry.forms) return "push";
  const value = nodeAt(node, entry.forms.discriminator);
  const word = value?.kind === "string" ? value.value : undefined;
  const form = Object.entries(entry.forms.values).find(([, wire]) => wire === word);
  return form?.[0] ?? "push";
}

export function nodeAt(node: JsonNode, pointer: string): JsonNode | undefined {
  let current: JsonNode | undefined = node;
  for (const segment of pointer.split("/").slice(1)) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    if (current?.kind === "object") current = current.members.find((member) => member.key === key)?.value;
    else if (current?.kind === "array") current = current.items[Number(key)];
    else return undefined;
  }
  return current;
}
