/** Derives revisions of a line's pages in memory, one after the other: what does not change is derived once. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { type NumberedRows, toRows } from "../derive/defect-rows.js";
import type { DerivedLine } from "../derive/derive-line.js";
import { createReport, type Diagnostic, failedTopics, type Report } from "../diagnostics/diagnostic.js";
import { createRecall } from "../diagnostics/recall.js";
import type { SpecRevision } from "../diff/revision.js";
import { givenTexts } from "../host/text-source.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { stableJson } from "../schema/stable-json.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";
import { specOf } from "../spec/load-spec.js";
import { modulePathOf } from "../spec/module-path.js";
import type { SourceMap } from "../spec/source-map.js";
import { deriveChecked } from "./derive-check.js";
import { readOwnGlossary } from "./glossary-file.js";
import { readOverlays } from "./overlay-files.js";
import { pagesIn } from "./page-files.js";
import { lenientReport } from "./stale-overlays.js";
import { CONTROL } from "./topic-results.js";

export interface DerivedRevision {
  readonly revision: SpecRevision;
  /** Topics that could not be derived: what they were in the revision before stands for them, or nothing. */
  readonly underived: readonly string[];
  /** Errors, each with the page and line of this revision. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface RevisionDeriver {
  /** `pages`: contents of the line's pages, by the path that the line file gives. */
  derive(name: string, pages: ReadonlyMap<string, Buffer>): DerivedRevision;
}

interface Setting {
  readonly file: LineFile;
  readonly exchange: ExchangeFile;
  /** The spec folder: glossary and overlays are those of today. */
  readonly schemas: string;
}

/** Undefined if glossary or overlays cannot be read. */
export function createRevisionDeriver(
  { file, exchange, schemas }: Setting,
  report: Report,
): RevisionDeriver | undefined {
  const glossary = readOwnGlossary(schemas, report);
  const overlays = readOverlays(join(schemas, file.line), file.line, report);
  if (!glossary || report.failed) return undefined;
  const paths = [CONTROL, ...file.topics.map((entry) => modulePathOf(entry, file))];
  const recall = createRecall();
  const made = new Map<string, MadeRevision>();
  /** Of the revision before, by path. */
  const former = new Map<string, MadeSchema>();
  return {
    derive(name, pages) {
      const key = keyOf(pages);
      const now = made.get(key) ?? make(pages);
      made.set(key, now);
      for (const [path, schema] of now.schemas) former.set(path, schema);
      return {
        revision: revisionOf(name, now, former),
        underived: underivedOf(now),
        diagnostics: now.diagnostics,
      };
    },
  };

  function underivedOf({ schemas }: MadeRevision): string[] {
    return paths.filter((path) => path !== CONTROL && !schemas.has(path));
  }

  function make(pages: ReadonlyMap<string, Buffer>): MadeRevision {
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

  function deriveLenient(pages: ReadonlyMap<string, Buffer>, own: Report): DerivedLine | undefined {
    const read = pagesIn(file, exchange, { texts: givenTexts(pages), docs: "" }, own);
    if (!read || !glossary) return undefined;
    // Overlays are those of today.
    const lenient = lenientReport();
    const line = deriveChecked({ exchange, file, ...read, glossary, overlays, docText: false, recall }, lenient);
    for (const diagnostic of lenient.diagnostics) own.add(diagnostic);
    return line;
  }

  function revisionOf(name: string, now: MadeRevision, schemas: ReadonlyMap<string, MadeSchema>): SpecRevision {
    const { rows, lines } = now.defects;
    const underived = underivedOf(now).map((path) => `${file.line}/${path}`);
    const missing = paths.filter((path) => !schemas.has(path));
    const sources: SourceMap = {
      schemas: Object.fromEntries([...schemas].map(([path, { sources: own }]) => [`${path}.schema.json`, own])),
      defects: lines,
      underived: Object.fromEntries(missing.map((path) => [path, "left-out"])),
    };
    const texts = givenTexts(
      new Map([...schemas].map(([path, { schema }]) => [`${file.line}/${path}.schema.json`, schema])),
    );
    const sourceMaps = new Map([[file.line, sources]]);
    return {
      name,
      spec: specOf([file], exchange, { texts, sourceMaps, recall }, createReport()),
      releases: [],
      underived,
      defects: rows,
      defectLines: { [file.line]: lines },
    };
  }
}

interface MadeSchema {
  /** Its text. */
  readonly schema: string;
  readonly sources: SourceMap["schemas"][string];
}

interface MadeRevision {
  /** By path below the line: what could be derived. */
  readonly schemas: ReadonlyMap<string, MadeSchema>;
  /** Errors. */
  readonly diagnostics: readonly Diagnostic[];
  readonly defects: NumberedRows;
}

const writeSchema = (schema: JsonSchema, sources: MadeSchema["sources"]): MadeSchema => ({
  schema: stableJson(schema),
  sources,
});

function keyOf(pages: ReadonlyMap<string, Buffer>): string {
  const hash = createHash("sha256");
  for (const [path, text] of pages) hash.update(`${path}\0${text.length}\0`).update(text);
  return hash.digest("hex");
}
