/** One product line: from its pages to its schemas and defects. A list of stages, no files. */

import type { Report } from "../diagnostics/diagnostic.js";
import { readMarkdownPage } from "../docs/markdown-reader.js";
import { readMdxPage } from "../docs/mdx/mdx-reader.js";
import type { DocPage, Fence, PageReader } from "../docs/page.js";
import { readSlatePage } from "../docs/slate-reader.js";
import type { JsonSchema, SourceLines } from "../schema/json-schema.js";
import { checkSchema } from "../spec/check-schema.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile, TopicEntry } from "../spec/line-file.js";
import { modulePathOf } from "../spec/module-path.js";
import { reportSchemaFaults } from "../spec/report-faults.js";
import { controlSchema } from "./control.js";
import { type Coverage, checkCoverage } from "./coverage.js";
import type { Defect } from "./defect.js";
import type { UnlistedValue } from "./defects/context.js";
import { findDefects } from "./defects/index.js";
import { type EnumSection, readEnumPage } from "./enums.js";
import { type FenceReading, findHeading, readFence, readTopicEvidence } from "./evidence.js";
import type { Glossary } from "./glossary.js";
import { matchTopic, type TopicMatch } from "./match-rows.js";
import { orderSchema } from "./order-schema.js";
import { applyOverlay, type Overlay } from "./overlay.js";
import { linesIn, takeLines } from "./take-lines.js";
import type { Undescribed } from "./to-schema/topic-draft.js";
import { topicSchema } from "./to-schema/topic-schema.js";

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
}

export interface DerivedLine {
  /** By path below the line's folder: `trade.schema.json`. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** Lines of the pages, by schema and pointer. */
  readonly lines: ReadonlyMap<string, Readonly<Record<string, SourceLines>>>;
  readonly defects: readonly Defect[];
  readonly coverage: readonly Coverage[];
  readonly examples: number;
  readonly messages: number;
}

export const PAGE_READERS: Readonly<Record<string, PageReader>> = {
  slate: readSlatePage,
  markdown: readMarkdownPage,
  mdx: readMdxPage,
};

/** A line's pages, read: every fence, and what each topic's rows and examples say. */
export interface LineEvidence {
  readonly pages: readonly DocPage[];
  readonly readings: ReadonlyMap<Fence, FenceReading>;
  readonly topics: readonly TopicMatch[];
}

export function readLine(sources: LineSources, report: Report): LineEvidence {
  const { file, exchange } = sources;
  const pages = file.pages.flatMap((ref) => readPage(ref.page, ref.reader, ref.locale, sources));
  for (const page of pages) reportProblems(page, report);
  const readings = new Map(pages.flatMap((page) => readFences(page, report)));
  return {
    pages,
    readings,
    topics: file.topics.flatMap((entry) => readTopic(entry, exchange, pages, readings, report)),
  };
}

export function deriveLine(sources: LineSources, report: Report): DerivedLine {
  const { exchange, file, glossary } = sources;
  const { pages, readings, topics } = readLine(sources, report);
  const enums = file.pages.flatMap((ref) => (ref.enums ?? []).flatMap((path) => readEnums(path, ref.locale, sources)));
  const undescribed: Undescribed[] = [];
  const unlisted: UnlistedValue[] = [];
  const schemas = new Map<string, JsonSchema>();
  const lines = new Map<string, Readonly<Record<string, SourceLines>>>();
  const unusedOverlays = new Set(sources.overlays.keys());
  const finish = (path: string, built: JsonSchema): void => {
    const overlay = sources.overlays.get(path);
    const file = `${path}.schema.json`;
    unusedOverlays.delete(path);
    const { schema, lines: linesOfAll } = takeLines(built);
    const finished = orderSchema(overlay ? applyOverlay(schema, overlay, report) : schema);
    schemas.set(file, finished);
    lines.set(file, linesIn(finished, linesOfAll));
    // An overlay answers for what it writes.
    if (!overlay) reportSchemaFaults(checkSchema(schema).faults, { file: `${sources.file.line}/${file}` }, report);
  };
  for (const match of topics) {
    const path = modulePathOf(match.evidence.entry, file);
    const missing: Undescribed[] = [];
    const { docText } = sources;
    finish(
      path,
      topicSchema(match, { exchange, line: file.line, path, glossary, enums, docText, undescribed: missing, unlisted }),
    );
    undescribed.push(...missing.map(({ key, ...place }) => ({ key: `${file.line}/${path}/${key}`, ...place })));
  }
  finish("control", controlSchema({ file, pages, readings, glossary, undescribed }, report));
  for (const path of unusedOverlays) reportUnusedOverlay(path, sources.overlays.get(path), report);
  reportUndescribed(undescribed, report);
  return {
    schemas,
    lines,
    defects: findDefects({ exchange, file, pages, readings, topics, glossary, unlisted }),
    coverage: pages.map((page) => checkCoverage(page, file, report)),
    examples: topics.reduce((sum, { evidence }) => sum + evidence.examples.length, 0),
    messages: topics.reduce((sum, { forms }) => sum + forms.size, 0),
  };
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

function readPage(path: string, reader: string, locale: string | undefined, sources: LineSources): DocPage[] {
  const source = sources.texts.get(path);
  const read = PAGE_READERS[reader];
  if (source === undefined || !read) return [];
  const { placeholders } = sources.exchange;
  return [
    read({
      path,
      source,
      locale: (locale && sources.locales.get(locale)) || NO_TEXTS,
      ...(placeholders && { placeholders }),
    }),
  ];
}

function reportProblems({ path, lines, problems }: DocPage, report: Report): void {
  for (const { line, column, message, fix } of problems) {
    const excerpt = (lines[line - 1] ?? "").slice(0, MAX_EXCERPT);
    report.add({ code: "input/page", severity: "warning", message, file: path, line, column, excerpt, fix });
  }
}

const MAX_EXCERPT = 400;

function readEnums(path: string, locale: string | undefined, sources: LineSources): EnumSection[] {
  return readPage(path, path.endsWith(".mdx") ? "mdx" : "slate", locale, sources).flatMap((page) =>
    readEnumPage(page, sources.exchange.enums),
  );
}

function readFences(page: DocPage, report: Report): [Fence, FenceReading][] {
  return page.blocks.flatMap((block): [Fence, FenceReading][] => {
    if (block.kind !== "fence") return [];
    if (!block.closed) {
      report.add({
        code: "input/unclosed-fence",
        severity: "error",
        message: "The page ends inside this code block.",
        file: page.path,
        line: block.line,
        column: block.column,
        excerpt: page.lines[block.line - 1] ?? "",
        fix: "Check out the whole page, or close the block.",
      });
      return [];
    }
    const reading = readFence(block);
    if (reading.kind === "unreadable") {
      report.add({
        code: "derive/unreadable-example",
        severity: "error",
        message: reading.message,
        file: page.path,
        line: reading.line,
        column: reading.column,
        excerpt: page.lines[reading.line - 1] ?? "",
        fix: "This cannot be repaired without guessing: correct the page's copy below --docs.",
      });
    }
    return [[block, reading]];
  });
}

function readTopic(
  entry: TopicEntry,
  exchange: ExchangeFile,
  pages: readonly DocPage[],
  readings: ReadonlyMap<Fence, FenceReading>,
  report: Report,
): TopicMatch[] {
  for (const page of pages) {
    const heading = entry.page === undefined || entry.page === page.path ? findHeading(page, entry.heading) : undefined;
    if (!heading) continue;
    const evidence = readTopicEvidence(page, heading, entry, readings, exchange);
    const at = { file: page.path, line: heading.line, column: 1, excerpt: page.lines[heading.line - 1] ?? "" };
    if (evidence.examples.length === 0) {
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
    return [matchTopic(evidence, exchange.records.payload)];
  }
  if (pages.length > 0) {
    report.add({
      code: "derive/no-heading",
      severity: "error",
      message: `No page has the heading "${entry.heading}" of the topic "${entry.name}".`,
      file: pages[0]?.path ?? "",
      line: 1,
      column: 1,
      fix: "Name the heading by its placeholder key or its text in line.yaml.",
    });
  }
  return [];
}

function reportUnusedOverlay(path: string, overlay: Overlay | undefined, report: Report): void {
  report.add({
    code: "config/stale-overlay",
    severity: "error",
    message: `The overlay belongs to no schema: the line has no topic "${path}".`,
    file: overlay?.file ?? path,
    line: 1,
    column: 1,
    fix: "Remove it, or name it after a topic.",
  });
}

function reportUndescribed(members: readonly Undescribed[], report: Report): void {
  for (const { key, page, line } of members) {
    report.add({
      code: "derive/no-description",
      severity: "warning",
      message: `The glossary has no words for "${key}".`,
      file: page.path,
      line,
      column: 1,
      excerpt: page.lines[line - 1] ?? "",
      fix: `Add "${key}" or the bare name below \`fields\` in glossary.yaml.`,
    });
  }
}
