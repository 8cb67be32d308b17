/** The pages of a line, read: every code block, and what rows and examples say of each topic. What cannot be read is told of the topics that need it. */

import { type Report, topicReport } from "../diagnostics/diagnostic.js";
import { type Recall, runAnew } from "../diagnostics/recall.js";
import type { JsonPlace } from "../docs/json-node.js";
import { readMarkdownPage } from "../docs/markdown-reader.js";
import { readMdxPage } from "../docs/mdx/mdx-reader.js";
import type { DocPage, Fence, Heading, PageReader } from "../docs/page.js";
import { readSlatePage } from "../docs/slate-reader.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile, TopicEntry } from "../spec/line-file.js";
import { modulePathOf } from "../spec/module-path.js";
import {
  type FenceReading,
  findTopic,
  isTab,
  readFence,
  readTopicEvidence,
  sectionAt,
  sectionOf,
  type TopicEvidence,
  type TopicSection,
} from "./evidence.js";
import type { Glossary } from "./glossary.js";
import { matchTopic, rowsNowhere, type TopicMatch } from "./match-rows.js";
import type { Overlay } from "./overlay.js";
import type { RowClaim } from "./row-claim.js";

export interface LineSources {
  readonly exchange: ExchangeFile;
  readonly file: LineFile;
  /** Sources by repository and path: pages, enum pages. */
  readonly texts: ReadonlyMap<string, string>;
  /** Locale texts by the locale file's path. */
  readonly locales: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly glossary: Glossary;
  /** By schema path below the line's folder, without extension: `trade`, `v1/trade`. */
  readonly overlays: ReadonlyMap<string, Overlay>;
  readonly docText: boolean;
  /** What was made of the revision before, for who derives one after the other. */
  readonly recall?: Recall;
}

/** A line's pages, read: every fence, and what each topic's rows and examples say. */
export interface LineEvidence {
  readonly pages: readonly DocPage[];
  readonly readings: Readings;
  /** Where the pages speak of each topic whose heading was found. */
  readonly sections: readonly TopicSection[];
  /** Topics that have an example. */
  readonly topics: readonly TopicMatch[];
}

/** A topic as diagnostics name it: `shop/trade`, `pair/v1/trade`. */
export const topicName = (file: LineFile, entry: TopicEntry): string => `${file.line}/${modulePathOf(entry, file)}`;

export function readLine(sources: LineSources, report: Report): LineEvidence {
  const { exchange, file, recall = runAnew } = sources;
  const pages = file.pages.flatMap((ref) => readPage(ref.page, PAGE_READERS[ref.reader], ref.locale, sources, report));
  for (const page of pages) reportProblems(page, report);
  const byPage = new Map(pages.map((page) => [page, recall(readFences, page.path, [page], report)]));
  const readings = new Map([...byPage.values()].flatMap((fences) => [...fences]));
  const reportOf = (entry: TopicEntry): Report => topicReport(report, topicName(file, entry));
  const sections = file.topics.flatMap((entry) => {
    const section = findTopic(entry, pages);
    if (!section) reportNoHeading(entry, pages, reportOf(entry));
    else reportOtherPages(section, pages, reportOf(entry));
    return section ?? [];
  });
  const topics = sections.flatMap(({ entry, page, heading }) => {
    const inputs = [entry, page, heading, byPage.get(page) ?? NO_FENCES, exchange, file] as const;
    return recall(readTopic, topicName(file, entry), inputs, reportOf(entry));
  });
  // One of which no example shows a form any more would be another topic.
  const shown = new Set(topics.filter(({ unshown }) => unshown.length === 0).map(({ evidence }) => evidence.entry));
  for (const page of pages) {
    for (const block of page.blocks) {
      const reading = block.kind === "fence" ? readings.get(block) : undefined;
      if (reading?.kind !== "unreadable") continue;
      const needed = sections.filter(({ blocks }) => blocks.includes(block));
      if (needed.length === 0) reportUnreadable(page, reading, report);
      for (const { entry } of needed) {
        // A page that ends inside of a block may lack more of the topic than this example.
        const isLeft = block.kind === "fence" && block.closed && shown.has(entry);
        reportUnreadable(page, reading, isLeft ? report : reportOf(entry), isLeft ? entry : undefined);
      }
    }
  }
  return { pages, readings, sections, topics };
}

type Readings = ReadonlyMap<Fence, FenceReading>;

const NO_FENCES: Readings = new Map();

const readFences = ({ blocks }: DocPage): Readings =>
  new Map(blocks.flatMap((block) => (block.kind === "fence" ? [[block, readFence(block)] as const] : [])));

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

export const PAGE_READERS: Readonly<Record<string, PageReader>> = {
  slate: readSlatePage,
  markdown: readMarkdownPage,
  mdx: readMdxPage,
};

/** A line file names no reader for its pages of values. */
export const enumPageReader = (path: string): PageReader => (path.endsWith(".mdx") ? readMdxPage : readSlatePage);

/** Empty for a page whose text is missing. */
export function readPage(
  path: string,
  read: PageReader | undefined,
  locale: string | undefined,
  { exchange, locales, texts, recall = runAnew }: LineSources,
  report: Report,
): DocPage[] {
  const source = texts.get(path);
  if (source === undefined || !read) return [];
  const localeTexts = (locale && locales.get(locale)) || NO_TEXTS;
  return [recall(readSource, path, [read, path, source, localeTexts, exchange.placeholders], report)];
}

const readSource = (
  read: PageReader,
  path: string,
  source: string,
  locale: ReadonlyMap<string, string>,
  placeholders: ExchangeFile["placeholders"],
): DocPage => read({ path, source, locale, ...(placeholders && { placeholders }) });

function reportProblems({ path, lines, problems }: DocPage, report: Report): void {
  for (const { line, column, message, fix } of problems) {
    const excerpt = (lines[line - 1] ?? "").slice(0, MAX_EXCERPT);
    report.add({ code: "input/page", severity: "warning", message, file: path, line, column, excerpt, fix });
  }
}

const MAX_EXCERPT = 400;

/** `left`: a topic that is derived without it. */
function reportUnreadable(
  { path, lines }: DocPage,
  { fence, message, line, column }: FenceReading & { readonly kind: "unreadable" },
  report: Report,
  left?: TopicEntry,
): void {
  report.add({
    code: fence.closed ? "derive/unreadable-example" : "input/unclosed-fence",
    severity: "error",
    message: left ? `${message} The topic "${left.name}" is derived from its other examples.` : message,
    file: path,
    line,
    column,
    excerpt: lines[line - 1] ?? "",
    fix: fence.closed
      ? "This cannot be repaired without guessing: correct the page's copy below --docs."
      : "Check out the whole page, or close the block.",
  });
}

function readTopic(
  entry: TopicEntry,
  page: DocPage,
  heading: Heading,
  readings: Readings,
  exchange: ExchangeFile,
  file: LineFile,
  report: Report,
): TopicMatch[] {
  const section = sectionAt(entry, page, heading);
  const evidence = readTopicEvidence(section, readings, { exchange, replies: file.replies });
  reportTabs(evidence, report);
  const at = { file: page.path, line: heading.line, column: 1, excerpt: page.lines[heading.line - 1] ?? "" };
  if (evidence.examples.length === 0) {
    // One that cannot be read is told where it stands.
    const isUnreadable = section.blocks.some(
      (block) => block.kind === "fence" && readings.get(block)?.kind === "unreadable",
    );
    if (isUnreadable) return [];
    report.add({
      ...at,
      code: "derive/no-example",
      severity: "error",
      message: `The topic "${entry.name}" has no example message${evidence.rows.length > 0 ? ", only a table" : ""}.`,
      fix: "A table alone does not show the shape of the message: remove the topic from line.yaml until the page has an example.",
    });
    return [];
  }
  if (evidence.rows.length === 0) {
    report.add({
      ...at,
      code: "derive/no-table",
      severity: "warning",
      message: `The topic "${entry.name}" has an example and no table; every member is taken as required.`,
      fix: "Say what is optional in an overlay.",
    });
  }
  const match = matchTopic(evidence, exchange.records.payload);
  for (const row of rowsNowhere(match)) reportNowhere(row, match, report);
  return [match];
}

/** Of tabs that take turns a topic has one: the one that it names, which there has to be. */
function reportTabs({ entry, page, heading, tables, examples }: TopicEvidence, report: Report): void {
  const blocks = sectionOf(page, heading);
  const tell = (severity: "error" | "warning", code: string, message: string, { line, column }: JsonPlace): void => {
    const all = [...new Set(blocks.flatMap(({ tabs = [] }) => tabs.map(({ value }) => value)))];
    const fix = `Name one of the section's tabs as \`tab\` of the topic in line.yaml: ${all.join(", ")}.`;
    report.add({ code, severity, message, file: page.path, line, column, excerpt: page.lines[line - 1] ?? "", fix });
  };
  if (entry.tab !== undefined) {
    if (!blocks.some(({ tabs = [] }) => tabs.some((tab) => isTab(tab, entry.tab ?? ""))))
      tell("error", "derive/no-tab", `The section of the topic "${entry.name}" has no tab "${entry.tab}".`, heading);
    return;
  }
  const forms = new Map(examples.map(({ form, fence }) => [fence, form]));
  /** By group of tabs and what they show: a table, or an example of a form. */
  const shown = new Map<string, { readonly value: string; readonly at: JsonPlace }>();
  for (const block of blocks) {
    const tab = block.tabs?.at(-1);
    const what =
      block.kind === "fence" ? forms.get(block) : tables.some((table) => table === block) ? "table" : undefined;
    if (!tab || what === undefined) continue;
    const key = `${tab.group} ${what}`;
    const first = shown.get(key) ?? { value: tab.value, at: block };
    shown.set(key, first);
    if (first.value === tab.value) continue;
    const message = `The tabs "${first.value}" (line ${first.at.line}) and "${tab.value}" both describe the topic "${entry.name}", which names none of them: they are read as one.`;
    tell("warning", "derive/several-tabs", message, block);
    return;
  }
}

function reportNowhere({ row, name, path }: RowClaim, { evidence }: TopicMatch, report: Report): void {
  const { page, examples } = evidence;
  report.add({
    code: "derive/row-nowhere",
    severity: "warning",
    message: `The table has "${name}" below "${path.slice(0, -1).join(".")}", which no other row and no example has; the first example stands in line ${examples[0]?.node.line}.`,
    file: page.path,
    line: row.line,
    column: 1,
    excerpt: row.source,
    fix: "Add the member in an overlay, or correct the page's copy below --docs.",
  });
}

/** A heading that several pages have is not enough to say which one speaks of the topic. */
function reportOtherPages({ entry, page, heading }: TopicSection, pages: readonly DocPage[], report: Report): void {
  if (entry.page !== undefined) return;
  const other = findTopic(
    entry,
    pages.filter((each) => each !== page),
  );
  if (!other) return;
  report.add({
    code: "derive/several-pages",
    severity: "warning",
    message: `The heading "${entry.heading}" of the topic "${entry.name}" stands on another page too, in line ${other.heading.line} of ${other.page.path}: this one is read.`,
    file: page.path,
    line: heading.line,
    column: heading.column,
    excerpt: page.lines[heading.line - 1] ?? "",
    fix: "Name the page as `page` of the topic in line.yaml.",
  });
}

/** The heading may stand on another page than the one that the line file names for the topic. */
function reportNoHeading(entry: TopicEntry, pages: readonly DocPage[], report: Report): void {
  const { page = pages[0]?.path, ...anywhere } = entry;
  const elsewhere = findTopic(anywhere, pages);
  report.add({
    code: "derive/no-heading",
    severity: "error",
    message: elsewhere
      ? `The heading "${entry.heading}" of the topic "${entry.name}" stands on another page, in line ${elsewhere.heading.line} of ${elsewhere.page.path}.`
      : `No page has the heading "${entry.heading}" of the topic "${entry.name}".`,
    ...(page !== undefined && { file: page, line: 1, column: 1 }),
    fix: elsewhere
      ? "Correct `page` of the topic in line.yaml."
      : "Name the heading by its placeholder key or its text in line.yaml.",
  });
}
