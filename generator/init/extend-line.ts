/** Puts further entries into a line file that people keep: no other byte of it changes. */

import type { Node, Pair, YAMLMap } from "yaml";
import { loadLater } from "../host/load-later.js";
import { type Draft, dataOf } from "./claim.js";
import { writePart } from "./write-line.js";

const yaml = loadLater<typeof import("yaml")>("yaml");

/** What is added to the members of the file: items to lists, members to mappings. */
export type Additions = Readonly<Record<string, readonly Draft[] | Readonly<Record<string, Draft>>>>;

/** `source` is a line file that could be read. */
export function extendLine(source: string, additions: Additions): string {
  const { parseDocument, isMap } = yaml();
  const { contents } = parseDocument(source, { keepSourceTokens: true });
  if (!isMap(contents)) return source;
  const edits = Object.entries(additions).flatMap(([member, added]) => {
    if ((Array.isArray(added) ? added : Object.keys(added)).length === 0) return [];
    return [editOf(source, contents, member, added)];
  });
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, insert }) => text.slice(0, start) + insert + text.slice(end), source);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

function editOf(source: string, contents: YAMLMap, member: string, added: Additions[string]): Edit {
  const { isScalar, isCollection } = yaml();
  const pair = (contents.items as Pair<unknown, Node>[]).find(({ key }) => isScalar(key) && key.value === member);
  const value = pair?.value;
  if (!isCollection(value) || !value.range) {
    const end = source.length;
    return {
      start: end,
      end,
      insert: `${source.endsWith("\n") ? "" : "\n"}\n${member}:\n${indented(writePart(added), 2)}`,
    };
  }
  const [start, end] = value.range;
  if (value.flow !== true) {
    // Behind the last entry with its line: what follows it, a comment of the next member, stays where it is.
    const at = endOfLine(source, lastByte(source, start, end));
    const first = (value.items[0] as { range?: readonly number[] | null; key?: Node } | undefined) ?? {};
    const begin = first.key?.range?.[0] ?? start;
    const column = indentationOf(source, value.items.length > 0 && first.key ? begin : start);
    const lead = source[at - 1] === "\n" ? "" : "\n";
    return { start: at, end: at, insert: lead + indented(writePart(added), column) };
  }
  if (value.items.length === 0) return { start, end, insert: `\n${indented(writePart(added), 2).replace(/\n$/, "")}` };
  const close = source.lastIndexOf(Array.isArray(added) ? "]" : "}", end - 1);
  const inside = writeFlow(added);
  const before = source.slice(0, close).trimEnd();
  return { start: close, end: close, insert: `${before.endsWith(",") ? " " : ", "}${inside}` };
}

/** Without the brackets: they stand in the file. */
const writeFlow = (added: Additions[string]): string => {
  const { Document, visit } = yaml();
  const document = new Document(dataOf(added as Draft), { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node) {
      node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 }).trim().slice(1, -1).trim();
};

/** Of the last character that says something. */
function lastByte(source: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(source[at - 1] ?? "")) at -= 1;
  return at;
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end + 1;
}

const indentationOf = (source: string, at: number): number => at - (source.lastIndexOf("\n", at - 1) + 1);

const indented = (text: string, columns: number): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? "" : " ".repeat(columns) + line))
    .join("\n");
