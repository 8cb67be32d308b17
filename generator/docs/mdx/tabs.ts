/** `<Tabs>` and `<TabItem>`: parts of a page of which a reader sees one at a time. Each line gets the tabs that it stands in. */

import type { PageProblem, Tab } from "../page.js";
import { createPlaceOf } from "../place-of.js";
import { maskFences } from "./fences.js";

export interface Tabbed {
  /** The page's lines without the tags; what a tab holds is moved to the left as far as all of it goes. */
  readonly lines: readonly string[];
  /** By line: outermost tab first. */
  readonly tabsOf: readonly (readonly Tab[])[];
  readonly problems: readonly PageProblem[];
}

interface Tag {
  readonly name: "Tabs" | "TabItem";
  readonly isEnd: boolean;
  readonly attributes: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

export function readTabs(lines: readonly string[]): Tabbed {
  const tags = findTags(lines);
  const { tabsOf, problems } = nest(tags, lines.length);
  return { lines: moveLeft(withoutTags(lines, tags), tabsOf), tabsOf, problems };
}

// Attributes in quotes or braces may have `>` in them. A tag may go over several lines.
const TAG = /<(\/?)(Tabs|TabItem)(?=[\s/>])((?:"[^"]*"|'[^']*'|\{[^{}]*\}|[^<>"'{}])*)>/g;
const CODE_SPAN = /`[^`\n]*`|<!--[\s\S]*?-->|\{\/\*[\s\S]*?\*\/\}/g;

function findTags(lines: readonly string[]): Tag[] {
  // As long as the page, so that offsets stay.
  const text = maskFences(lines)
    .map((line, index) => (line === "" ? " ".repeat(lines[index]?.length ?? 0) : line))
    .join("\n")
    .replace(CODE_SPAN, (code) => code.replace(/[^\n]/g, " "));
  const placeOf = createPlaceOf(text, { line: 1, column: 1 });
  return [...text.matchAll(TAG)].map(({ index, 0: whole, 1: slash, 2: name, 3: attributes = "" }) => ({
    name: name as Tag["name"],
    isEnd: slash === "/",
    attributes,
    start: index,
    end: index + whole.length,
    ...placeOf(index),
  }));
}

function withoutTags(lines: readonly string[], tags: readonly Tag[]): string[] {
  const text = lines.join("\n");
  const parts = tags.map(({ start, end }, index) => {
    const before = text.slice(tags[index - 1]?.end ?? 0, start);
    return before + text.slice(start, end).replace(/[^\n]/g, " ");
  });
  const rest = text.slice(tags.at(-1)?.end ?? 0);
  return [...parts, rest]
    .join("")
    .split("\n")
    .map((line) => (line.trim() === "" ? "" : line));
}

/** An open tag; a tab has a name, the element around its tabs has none. */
interface Open {
  readonly tag: Tag;
  readonly tab?: Tab;
}

function nest(tags: readonly Tag[], lineCount: number): Pick<Tabbed, "tabsOf" | "problems"> {
  const problems: PageProblem[] = [];
  const open: Open[] = [];
  const tabsOf: (readonly Tab[])[] = [];
  const fillTo = (line: number): void => {
    const tabs = open.flatMap(({ tab }) => tab ?? []);
    while (tabsOf.length < line) tabsOf.push(tabs);
  };
  const close = ({ name, line, column }: Tag): void => {
    const depth = open.findLastIndex(({ tag }) => tag.name === name);
    if (depth < 0) {
      problems.push({
        line,
        column,
        message: `</${name}> closes nothing.`,
        fix: "Remove it, or open it where the tabs begin.",
      });
      return;
    }
    for (const { tag } of open.splice(depth).slice(1)) problems.push(unclosed(tag));
  };
  for (const tag of tags) {
    // A line belongs to what is open where it begins; a tag on it says what follows.
    fillTo(tag.isEnd ? tag.line : tag.line - 1);
    if (tag.isEnd) close(tag);
    else if (tag.name === "Tabs") open.push({ tag });
    else openTab(tag, open, problems);
  }
  fillTo(lineCount);
  problems.push(...open.map(({ tag }) => unclosed(tag)));
  return { tabsOf, problems };
}

function openTab(tag: Tag, open: Open[], problems: PageProblem[]): void {
  // The next tab ends one that was left open: only the innermost tabs around both can be meant.
  const last = open.at(-1);
  if (last?.tab) {
    problems.push(unclosed(last.tag));
    open.pop();
  }
  const group = open.findLast(({ tag: { name } }) => name === "Tabs")?.tag.line ?? tag.line;
  const value = attributeOf(tag, "value");
  const label = attributeOf(tag, "label") ?? value;
  if (value === undefined)
    problems.push({
      line: tag.line,
      column: tag.column,
      message: "The tab has no value.",
      fix: 'Name it: <TabItem value="futures">.',
    });
  open.push({ tag, tab: { group, value: value ?? label ?? "", label: label ?? "" } });
}

const unclosed = ({ name, line, column }: Tag): PageProblem => ({
  line,
  column,
  message: `<${name}> is never closed.`,
  fix: `Close it with </${name}>; until then, what follows counts as part of it.`,
});

function attributeOf({ attributes }: Tag, name: string): string | undefined {
  const [, double, single, braced] =
    new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|\\{\\s*["'\`]([^"'\`]*)["'\`]\\s*\\})`).exec(
      attributes,
    ) ?? [];
  return double ?? single ?? braced;
}

/** Four spaces make code of Markdown, and authors indent what stands in a tab. */
function moveLeft(lines: readonly string[], tabsOf: Tabbed["tabsOf"]): string[] {
  const indentation = (line: string): number => line.length - line.trimStart().length;
  const least = new Map<Tab, number>();
  for (const [index, line] of lines.entries()) {
    const tab = tabsOf[index]?.at(-1);
    if (tab && line !== "") least.set(tab, Math.min(least.get(tab) ?? Number.POSITIVE_INFINITY, indentation(line)));
  }
  return lines.map((line, index) => {
    const tab = tabsOf[index]?.at(-1);
    return tab ? line.slice(Math.min(least.get(tab) ?? 0, indentation(line))) : line;
  });
}
