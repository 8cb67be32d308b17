/** `wireloom derive --watch`: what an edit of a page or of the spec does to the protocol, as soon as it is saved. */

import { relative, sep } from "node:path";
import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { diffSpecs, type SpecDiff } from "../diff/diff.js";
import type { SpecRevision } from "../diff/revision.js";
import { watchFolders } from "../host/watch-folders.js";
import { EXCHANGE_FILE } from "../spec/exchange-file.js";
import { pagePaths } from "../spec/line-file.js";
import { type DeriveOptions, type DeriveResult, derive } from "./derive.js";
import { type GenerateResult, generate } from "./generate.js";
import { readLineFiles } from "./line-files.js";
import { DEFAULT_SCHEMAS } from "./options.js";
import type { PackageOptions } from "./package-spec.js";
import { lineNames } from "./spec-folder.js";
import { openRevision } from "./spec-revision.js";

export interface WatchOptions extends Omit<DeriveOptions, "signal" | "check">, PackageOptions {
  /** Folder of the package; default: `generated` in the working directory. */
  readonly out?: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** After the first run, and after each that an edit caused. */
  readonly ran: (run: WatchRun) => void;
}

export interface WatchRun {
  /** Lines that were derived anew. */
  readonly lines: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly derived: DeriveResult;
  /** Absent where a fault of the spec stands in the way. */
  readonly generated?: GenerateResult;
  /** Against the run before; absent for the first. */
  readonly diff?: SpecDiff;
}

/** Until the signal aborts. What was said of a run is in that run; what is returned ends the watch. */
export async function watch(options: WatchOptions): Promise<readonly Diagnostic[]> {
  const report = createReport();
  const schemas = options.schemas ?? DEFAULT_SCHEMAS;
  let before: SpecRevision | undefined;
  const run = async (lines: readonly string[] | undefined): Promise<void> => {
    const derived = await derive({ ...options, ...(lines && { lines }) });
    const generated = await generate({ ...options, schemas });
    const after = await openRevision(schemas, {}, createReport());
    const diagnostics = [...derived.diagnostics, ...generated.diagnostics];
    const diff = before && after && diffSpecs(before, after);
    before = after ?? before;
    const names = derived.lines.map(({ line }) => line);
    options.ran({ lines: names, diagnostics, derived, generated, ...(diff && { diff }) });
  };
  await run(options.lines);
  await watchFolders(
    [options.docs, schemas],
    async (paths) => {
      const lines = concernedLines(paths, options, schemas);
      if (lines.length > 0) await run(lines);
    },
    options.signal,
    report,
  );
  return report.diagnostics;
}

/** Lines that read one of the files. What derive itself writes concerns none. */
function concernedLines(
  paths: readonly string[],
  { docs, lines }: Pick<WatchOptions, "docs" | "lines">,
  schemas: string,
): readonly string[] {
  const below = (folder: string): string[] =>
    paths.flatMap((path) => {
      const inside = relative(folder, path).split(sep).join("/");
      return inside === "" || inside.startsWith("../") ? [] : [inside];
    });
  const [pages, spec] = [below(docs), below(schemas)];
  const isAll = spec.some((path) => path === EXCHANGE_FILE || path === "glossary.yaml");
  // A line file that was just broken cannot say which pages it reads.
  const files = readLineFiles(schemas, undefined, createReport());
  return lineNames(schemas).filter(
    (line) =>
      (lines === undefined || lines.includes(line)) &&
      (isAll ||
        files.some((file) => file.line === line && pagePaths(file).some((page) => pages.includes(page))) ||
        spec.some((path) => path.startsWith(`${line}/`) && /(?:\/line|\.overlay)\.yaml$/.test(path))),
  );
}
