/** The messages that a page shows, in code blocks, in programs and in its prose, each with what stands around it. */

import { type FenceReading, readFence } from "../derive/evidence.js";
import { readEmbeddedMessage } from "../docs/embedded-json.js";
import { type JsonNode, jsonNodeToValue } from "../docs/json-node.js";
import type { DocPage, Fence, Heading, Prose, Tab } from "../docs/page.js";
import { readTolerantJson } from "../docs/tolerant-json/read.js";
import type { PageRef } from "../spec/line-file.js";
import type { Place } from "./claim.js";

export interface PageReading {
  readonly ref: PageRef;
  readonly page: DocPage;
  readonly readings: ReadonlyMap<Fence, FenceReading>;
  readonly messages: readonly Message[];
}

export interface Message {
  readonly page: DocPage;
  readonly node: JsonNode;
  /** As JSON.parse would give it. */
  readonly value: unknown;
  readonly line: number;
  /** Open above it, outermost first. */
  readonly headings: readonly Heading[];
  readonly tabs: readonly Tab[];
  /** What stands right above it: headings, the last words, the tab. */
  readonly label: string;
  /** The code block that is this message; absent in prose and in programs. */
  readonly fence?: Fence;
  /** It is the argument of a call that sends it. */
  readonly isSent: boolean;
}

export const placeOfMessage = ({ page, line }: Pick<Message, "page" | "line">): Place => ({ page: page.path, line });

/** As line.yaml names a heading: by its placeholder, where it has one. */
export const headingName = ({ placeholders, text }: Heading): string => placeholders[0]?.key ?? text;

export function readPageMessages(ref: PageRef, page: DocPage): PageReading {
  const messages: Message[] = [];
  const readings = new Map<Fence, FenceReading>();
  const open: Heading[] = [];
  let above: Prose | undefined;
  for (const block of page.blocks) {
    if (block.kind === "heading") {
      while ((open.at(-1)?.level ?? -1) >= block.level) open.pop();
      open.push(block);
      above = undefined;
    }
    const tabs = block.tabs ?? [];
    const headings = [...open];
    const labels = [headings.at(-1), above].flatMap((text) =>
      text ? [text.text.slice(0, MAX_LABEL), ...text.placeholders.map(({ key }) => key)] : [],
    );
    const label = [...labels, ...tabs.flatMap((tab) => [tab.value, tab.label])].join(" ");
    const add = (node: JsonNode, more: Pick<Message, "isSent" | "fence">): void => {
      messages.push({ page, node, value: jsonNodeToValue(node), line: node.line, headings, tabs, label, ...more });
    };
    if (block.kind === "prose") {
      above = block;
      for (const { node, isSent } of messagesInText(block.text, block.line)) add(node, { isSent });
    }
    if (block.kind !== "fence") continue;
    const reading = readFence(block);
    readings.set(block, reading);
    if (reading.kind === "json" || reading.kind === "request")
      for (const node of [reading.node, ...reading.others])
        add(node, { isSent: reading.kind === "request", fence: block });
    else if (reading.kind === "other")
      for (const found of messagesInProgram(block)) add(found.node, { isSent: found.isSent });
  }
  return { ref, page, readings, messages };
}

const MAX_LABEL = 200;

interface FoundMessage {
  readonly node: JsonNode;
  readonly isSent: boolean;
}

/** A program in any language, of which the calls that send a literal are read; and JSON under the name of another language. */
function messagesInProgram({ content, contentLine }: Fence): FoundMessage[] {
  if (/^\s*[{[]/.test(content)) {
    const { value } = readTolerantJson(content, { line: contentLine, column: 1 });
    return value ? [{ node: value, isSent: isPlainObject(value) }] : [];
  }
  return callsIn(content, contentLine);
}

const isPlainObject = ({ kind }: JsonNode): boolean => kind === "object";

/** In prose `"conn_id":{conn_id}` stands for a value with or without quotes: it is read as the text `{conn_id?}`. */
export const isOpenValue = (value: unknown): boolean => typeof value === "string" && /^\{\w+\?\}$/.test(value);

/** Prose has its messages on lines of their own, with words around them. */
function messagesInText(text: string, line: number): FoundMessage[] {
  return text.split("\n").flatMap((words): FoundMessage[] => {
    if (words.length > MAX_PROSE_MESSAGE) return [];
    const calls = callsIn(words, line);
    if (calls.length > 0) return calls;
    const [json] = /\{\s*"[^"]+"\s*:.*\}/.exec(words) ?? [];
    if (json === undefined) return [];
    const { value } = readTolerantJson(json.replace(/:\s*\{(\w+)\}/g, ':"{$1?}"'), { line, column: 1 });
    return value ? [{ node: value, isSent: false }] : [];
  });
}

const MAX_PROSE_MESSAGE = 4000;

/** A program of a page sends a few short messages. */
const MAX_CALLS = 100;
const MAX_CALL = 10_000;

function callsIn(code: string, line: number): FoundMessage[] {
  const found: FoundMessage[] = [];
  const heads = code.matchAll(/\b\w{1,40}\.send\s*\(/g);
  for (const { 0: head, index } of [...heads].slice(0, MAX_CALLS)) {
    const end = endOfCall(code.slice(0, index + MAX_CALL), index + head.length);
    if (end === undefined) continue;
    const place = { line: line + code.slice(0, index).split("\n").length - 1, column: 1 };
    // Names of variables stand for values.
    const call = code
      .slice(index, end)
      .replace(/([[,:]\s*)(?!(?:true|false|null|True|False|None)\b)([A-Za-z_]\w*)(?=\s*[,\]}])/g, '$1"{$2}"');
    const message = readEmbeddedMessage(call, place);
    if (message) found.push({ node: message.value, isSent: true });
  }
  return found;
}

/** Behind the bracket that closes the one before `from`. */
function endOfCall(code: string, from: number): number | undefined {
  let depth = 1;
  const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[()]/g;
  token.lastIndex = from;
  for (let match = token.exec(code); match; match = token.exec(code)) {
    if (match[0] === "(") depth += 1;
    else if (match[0] === ")") depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return undefined;
}
