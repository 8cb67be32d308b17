/** A proposal as a line file for people: every guess has a comment that says what to look at, and what is missing stands as one. */

import type { Document, Node } from "yaml";
import { loadLater } from "../host/load-later.js";
import { type Claim, claimsOf, type Draft, dataOf, type PlacedClaim } from "./claim.js";

const yaml = loadLater<typeof import("yaml")>("yaml");

const HEAD = " yaml-language-server: $schema=../line.schema.json";

/** `indent`: how far the text is indented in a file that it is to be put into. */
export function writeLine(draft: Readonly<Record<string, Draft>>): string {
  const document = documentOf(draft);
  const { isMap, isScalar } = yaml();
  if (isMap(document.contents))
    for (const [index, { key }] of document.contents.items.entries())
      if (index > 2 && isScalar(key)) key.spaceBefore = true;
  document.commentBefore = HEAD;
  return render(document);
}

/** A part of a line file, to be put into one. */
export const writePart = (draft: Draft): string => render(documentOf(draft));

const render = (document: Document): string => document.toString({ lineWidth: 0, flowCollectionPadding: true });

function documentOf(draft: Draft): Document {
  const document = new (yaml().Document)(dataOf(draft), { aliasDuplicateObjects: false });
  writeShort(document);
  for (const { path, claim } of claimsOf(draft)) if (claim.certainty !== "found") addComment(document, path, claim);
  return document;
}

/** Members that people write in one line. */
const SHORT = new Set([
  ...["topics", "subscribe", "key", "values", "enums", "connections", "pointers", "methods", "examples", "required"],
  ...["match", "message", "forms", "sequence", "correlation", "reason", "expires", "success", "book", "records"],
  ...["selector", "instance", "filters", "secrets", "constraints"],
]);

/** Of the line itself only the shortest. */
const SHORT_AT_ROOT = new Set(["correlation", "reason"]);

const MAX_SHORT = 240;

function writeShort(document: Document): void {
  const { visit, isScalar, isCollection, isMap } = yaml();
  visit(document, {
    Pair(_, { key, value }, path) {
      if (!isCollection(value)) return;
      const name = isScalar(key) ? String(key.value) : "";
      const isRoot = path.length === 2;
      const isLong = JSON.stringify(value).length > MAX_SHORT && name !== "book";
      const isPlain = isMap(value) && value.items.every((pair) => isScalar(pair.value));
      const isShort = isRoot ? SHORT_AT_ROOT.has(name) : SHORT.has(name) || isPlain;
      if (value.items.length === 0 || (isShort && !isLong)) value.flow = true;
    },
  });
}

/** Above the member that has the claim; comments break lines, so that those within a short collection stand above it. */
function addComment(document: Document, path: PlacedClaim["path"], claim: Claim): void {
  const { isCollection } = yaml();
  const words = claim.certainty === "missing" ? `fill in: ${String(path.at(-1))}, ${claim.why}` : `check: ${claim.why}`;
  const comment = ` ${oneLine(claim.place ? `${words} (${claim.place.page.split("/").at(-1)}:${claim.place.line})` : words)}`;
  let length = path.length;
  for (let above = 0; above < path.length; above += 1) {
    const node = document.getIn(path.slice(0, above), true);
    if (!isCollection(node) || node.flow !== true) continue;
    length = above;
    break;
  }
  // What is missing has no member to stand above.
  while (length > 0 && document.getIn(path.slice(0, length), true) === undefined) length -= 1;
  const target = targetAt(document, path.slice(0, length));
  if (target && !(target.commentBefore ?? "").split("\n").includes(comment))
    target.commentBefore = target.commentBefore ? `${target.commentBefore}\n${comment}` : comment;
}

function targetAt(document: Document, path: PlacedClaim["path"]): Node | undefined {
  const { isMap, isScalar, isNode } = yaml();
  const parent = document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
    if (isScalar(pair?.key)) return pair.key;
  }
  const node = document.getIn(path, true);
  return isNode(node) ? node : undefined;
}

/** Page names and reasons come from outside. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
