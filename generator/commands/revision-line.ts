/** Puts revisions that were made by themselves in a row: a topic that one of them does not derive stays what it was before. */

import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { createRecall } from "../diagnostics/recall.js";
import type { SpecRevision } from "../diff/revision.js";
import { givenTexts } from "../host/text-source.js";
import { specOf } from "../spec/load-spec.js";
import type { SourceMap } from "../spec/source-map.js";
import { type MadeRevision, type MadeSchema, madePaths, type RevisionSetting } from "./revision-maker.js";
import { CONTROL } from "./topic-results.js";

export interface DerivedRevision {
  readonly revision: SpecRevision;
  /** Topics that could not be derived: what they were in the revision before stands for them, or nothing. */
  readonly underived: readonly string[];
  /** Errors, each with the page and line of this revision. */
  readonly diagnostics: readonly Diagnostic[];
}

/** To be called with one revision after the other, the oldest first. */
export type RevisionLine = (name: string, made: MadeRevision) => DerivedRevision;

export function createRevisionLine({ file, exchange }: Pick<RevisionSetting, "file" | "exchange">): RevisionLine {
  const paths = madePaths(file);
  const recall = createRecall();
  /** By path, of this revision or the last one that had it. */
  const latest = new Map<string, MadeSchema>();
  return (name, { schemas, diagnostics, defects: { rows, lines } }) => {
    for (const [path, schema] of schemas) latest.set(path, schema);
    const underived = paths.filter((path) => path !== CONTROL && !schemas.has(path));
    const missing = paths.filter((path) => !latest.has(path));
    const sources: SourceMap = {
      schemas: Object.fromEntries([...latest].map(([path, { sources: own }]) => [`${path}.schema.json`, own])),
      defects: lines,
      underived: Object.fromEntries(missing.map((path) => [path, "left-out"])),
    };
    const texts = givenTexts(
      new Map([...latest].map(([path, { schema }]) => [`${file.line}/${path}.schema.json`, schema])),
    );
    const sourceMaps = new Map([[file.line, sources]]);
    const revision: SpecRevision = {
      name,
      spec: specOf([file], exchange, { texts, sourceMaps, recall }, createReport()),
      releases: [],
      underived: underived.map((path) => `${file.line}/${path}`),
      defects: rows,
      defectLines: { [file.line]: lines },
    };
    return { revision, underived, diagnostics };
  };
}
