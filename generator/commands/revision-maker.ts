/** Derives revisions of a line's pages in memory, one after the other: what does not change is derived once. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { type NumberedRows, toRows } from "../derive/defect-rows.js";
import type { DerivedLine } from "../derive/derive-line.js";
import type { Glossary } from "../derive/glossary.js";
import type { Overlay } from "../derive/overlay.js";
import { createReport, type Diagnostic, failedTopics, type Report } from "../diagnostics/diagnostic.js";
import { createRecall } from "../diagnostics/recall.js";
import { givenTexts } from "../host/text-source.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { stableJson } from "../schema/stable-json.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";
import { modulePathOf } from "../spec/module-path.js";
import type { SchemaLines } from "../spec/source-map.js";
import { deriveChecked } from "./derive-check.js";
import { readOwnGlossary } from "./glossary-file.js";
import { readOverlays } from "./overlay-files.js";
import { pagesIn } from "./page-files.js";
import { lenientReport } from "./stale-overlays.js";
import { CONTROL } from "./topic-results.js";

/** What all revisions are derived with. It is data, and goes to other threads as it is. */
export interface RevisionSetting {
  readonly file: LineFile;
  readonly exchange: ExchangeFile;
  readonly glossary: Glossary;
  readonly overlays: ReadonlyMap<string, Overlay>;
}

/** Contents of the line's pages, by the path that the line file gives. */
export type PageTexts = ReadonlyMap<string, Buffer>;

/** What the pages of a revision make by themselves; it is data too. */
export interface MadeRevision {
  /** By path below the line: what could be derived. */
  readonly schemas: ReadonlyMap<string, MadeSchema>;
  /** Errors, each with the page and line of this revision. */
  readonly diagnostics: readonly Diagnostic[];
  readonly defects: NumberedRows;
}

/** The same object as in another revision where nothing of it has changed. */
export interface MadeSchema {
  /** Its text. */
  readonly schema: string;
  readonly sources: SchemaLines;
}

export type RevisionMaker = (pages: PageTexts) => MadeRevision;

/** Glossary and overlays are those that `schemas` has today; undefined if they cannot be read. */
export function readRevisionSetting(
  file: LineFile,
  exchange: ExchangeFile,
  schemas: string,
  report: Report,
): RevisionSetting | undefined {
  const glossary = readOwnGlossary(schemas, report);
  const overlays = readOverlays(join(schemas, file.line), file.line, report);
  return glossary && !report.failed ? { file, exchange, glossary, overlays } : undefined;
}

/** Paths below the line of all that may be made, the replies first. */
export const madePaths = (file: LineFile): string[] => [
  CONTROL,
  ...file.topics.map((entry) => modulePathOf(entry, file)),
];

export function createRevisionMaker({ file, exchange, glossary, overlays }: RevisionSetting): RevisionMaker {
  const paths = madePaths(file);
  const recall = createRecall();
  const made = new Map<string, MadeRevision>();
  return (pages) => {
    const key = keyOf(pages);
    const now = made.get(key) ?? make(pages);
    made.set(key, now);
    return now;
  };

  function make(pages: PageTexts): MadeRevision {
    const own = createReport();
    const line = deriveLenient(pages, own);
    const failed = failedTopics(own);
    const schemas = new Map<string, MadeSchema>();
    for (const path of paths) {
      const schema = line?.schemas.get(`${path}.schema.json`);
      if (!line || schema === undefined || failed.has(`${file.line}/${path}`)) continue;
      const sources = line.lines.get(`${path}.schema.json`) ?? {};
      schemas.set(path, recall(writeSchema, path, [schema, sources], own));
    }
    const diagnostics = own.diagnostics.filter(({ severity }) => severity === "error");
    return { schemas, diagnostics, defects: toRows(file.line, line?.defects ?? []) };
  }

  function deriveLenient(pages: PageTexts, own: Report): DerivedLine | undefined {
    const read = pagesIn(file, exchange, { texts: givenTexts(pages), docs: "" }, own);
    if (!read) return undefined;
    const lenient = lenientReport();
    const line = deriveChecked({ exchange, file, ...read, glossary, overlays, docText: false, recall }, lenient);
    for (const diagnostic of lenient.diagnostics) own.add(diagnostic);
    return line;
  }
}

const writeSchema = (schema: JsonSchema, sources: SchemaLines): MadeSchema => ({
  schema: stableJson(schema),
  sources,
});

function keyOf(pages: PageTexts): string {
  const hash = createHash("sha256");
  for (const [path, text] of pages) hash.update(`${path}\0${text.length}\0`).update(text);
  return hash.digest("hex");
}
