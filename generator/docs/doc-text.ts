/** Text of a page: markup off, placeholders resolved, links and code spans kept aside. */

import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { DocText, PageInput } from "./page.js";
import { findPlaceholders, placeholderPattern, wordsOfKey } from "./placeholder.js";

export type TextReader = (raw: string, line: number, column: number) => DocText;

export function createTextReader({
  locale,
  placeholders: style,
}: Pick<PageInput, "locale" | "placeholders">): TextReader {
  // Tables repeat their texts: a page has 1,000 cells and some 300 texts.
  const read = new Map<string, ReturnType<typeof readMarkup>>();
  const pattern = style && placeholderPattern(style);
  return (raw, line, column) => {
    const placeholders = style ? findPlaceholders(raw, { line, column }, locale, style) : [];
    const resolved =
      style && pattern ? raw.replace(pattern, (_, key: string) => locale.get(key) ?? wordsOfKey(key, style)) : raw;
    const markup = read.get(resolved) ?? readMarkup(resolved);
    read.set(resolved, markup);
    return { raw, placeholders, ...markup };
  };
}

/** `[words](target)`, and with a title behind the target. */
const LINK = /(?<!!)\[([^[\]\n]*)\]\((\S*?)(?:\s+"[^"\n]*")?\)/g;

function readMarkup(source: string): { text: string; anchors: string[]; codes: string[] } {
  const anchors: string[] = [];
  const codes: string[] = [];
  let text = source;
  // Most cells have no markup; parse5 is only asked where there is some.
  if (/[<&]/.test(source)) {
    const parts: string[] = [];
    collect(parseFragment(source).childNodes, parts, anchors, codes);
    text = parts.join("");
  }
  for (const { 1: code = "" } of text.matchAll(/`([^`\n]+)`/g)) codes.push(code.trim());
  for (const [, , target = ""] of source.matchAll(LINK)) anchors.push(target);
  return {
    text: text
      .replace(LINK, "$1")
      .replace(/`([^`\n]+)`/g, "$1")
      .replace(/\*\*([^*\n]+)\*\*/g, "$1")
      // Runs of blanks first: a pattern that looks for a line's end behind them would look again from each blank.
      .replace(/[ \t\u00a0\u2003]+/g, " ")
      .replace(/ ?\n ?/g, "\n")
      .trim(),
    anchors,
    codes,
  };
}

function collect(
  nodes: readonly DefaultTreeAdapterTypes.ChildNode[],
  parts: string[],
  anchors: string[],
  codes: string[],
): void {
  // Iterative: nesting on a page is untrusted.
  const stack = nodes.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.nodeName === "#text") {
      parts.push((node as DefaultTreeAdapterTypes.TextNode).value);
      continue;
    }
    if (!("childNodes" in node)) continue;
    if (node.nodeName === "br" || node.nodeName === "p" || node.nodeName === "li") parts.push("\n");
    if (node.nodeName === "a") {
      const href = node.attrs.find((attribute) => attribute.name === "href");
      if (href) anchors.push(href.value);
    }
    if (node.nodeName === "code") {
      const inner = node.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
      if (inner.trim() !== "") codes.push(inner.trim());
    }
    for (const child of node.childNodes.toReversed()) stack.push(child);
  }
}
