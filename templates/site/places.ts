/** Where the values of a message stand in its text. */

import { applyEdits, findNodeAtLocation, format, type Node, parseTree } from "jsonc-parser";
import { pathOf } from "../runtime/pointer.js";

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Widest line that is left as it is. */
const WIDE = 100;

/** A message in one long line is broken into lines; what people have written in several stays. Numbers keep their digits. */
export function readable(text: string): string {
  const trimmed = text.trim();
  if (trimmed.includes("\n") || trimmed.length <= WIDE) return trimmed;
  return applyEdits(trimmed, format(trimmed, undefined, { insertSpaces: true, tabSize: 2, eol: "\n" }));
}

/** Of the value at each pointer; of one that is missing, the first character of what should have it. */
export function placesIn(text: string): (pointer: string) => TextRange {
  const root = parseTree(text);
  return (pointer) => {
    const path = pathOf(pointer);
    const node = nodeAt(root, path);
    if (node) return { start: node.offset, end: node.offset + node.length };
    const holder = nodeAt(root, path.slice(0, -1)) ?? root;
    return { start: holder?.offset ?? 0, end: (holder?.offset ?? 0) + 1 };
  };
}

function nodeAt(root: Node | undefined, path: readonly string[]): Node | undefined {
  let node = root;
  for (const key of path) node = node && findNodeAtLocation(node, [node.type === "array" ? Number(key) : key]);
  return node;
}
