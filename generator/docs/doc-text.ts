/** Text of a page: markup off, `t(:key)` placeholders resolved, links and code spans kept aside. */

import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { DocText, Placeholder } from "./page.js";

export type TextReader = (raw: string, line: number, column: number) => DocText;

const PLACEHOLDER = /t\(:([A-Za-z_]\w*)\)/g;

export function createTextReader(locale: ReadonlyMap<string, string>): TextReader {
  // Tables repeat their texts: a page has 1,000 cells and some 300 texts.
  const known = new Map<string, ReturnType<typeof readMarkup>>();
  return (raw, line, column) => {
    const placeholders = findPlaceholders(raw, line, column, locale);
    const resolved = raw.replace(PLACEHOLDER, (_, key: string) => locale.get(key) ?? wordsOfKey(key));
    const markup = known.get(resolved) ?? readMarkup(resolved);
    known.set(resolved, markup);
    const { text, anchors, codes } = markup;
    return { raw, text, placeholders, anchors, codes };
  };
}

/** An unresolved placeholder still says something: `row_parameter_trigger_price` names `trigger_price`. */
export function wordsOfKey(key: string): string {
  return key.replace(/^row_(?:parameter|comment_resp|response_comment|comment)_/, "");
}

function findPlaceholders(
  raw: string,
  line: number,
  column: number,
  locale: ReadonlyMap<string, string>,
): Placeholder[] {
  return [...raw.matchAll(PLACEHOLDER)].map((match) => {
    const before = raw.slice(0, match.index).split("\n");
    const last = before.at(-1) ?? "";
    const key = match[1] ?? "";
    const resolved = locale.get(key);
    return {
      key,
      line: line + before.length - 1,
      column: before.length === 1 ? column + last.length : last.length + 1,
      ...(resolved === undefined ? {} : { resolved }),
    };
  });
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
  for (const match of text.matchAll(/`([^`\n]+)`/g)) codes.push((match[1] ?? "").trim());
  for (const [, , target = ""] of source.matchAll(LINK)) anchors.push(target);
  return {
    text: text
      .replace(LINK, "$1")
      .replace(/`([^`\n]+)`/g, "$1")
      .replace(/\*\*([^*\n]+)\*\*/g, "$1")
      .replace(/[ \t]*\n[ \t]*/g, "\n")
      .replace(/[ \t\u00a0\u2003]+/g, " ")
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
  const stack: DefaultTreeAdapterTypes.ChildNode[] = [...nodes].reverse();
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
    for (let index = node.childNodes.length - 1; index >= 0; index -= 1) {
      const child = node.childNodes[index];
      if (child) stack.push(child);
    }
  }
}
