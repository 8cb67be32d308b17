/** `wireloom check`: one gate. Is what is committed what the pages and the spec make, and whom does it break since a revision? */

import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { SpecDiff } from "../diff/diff.js";
import { isFolder } from "../host/folders.js";
import { isRepository } from "../host/git.js";
import { counted } from "../text/words.js";
import { readDefectRows } from "./defect-files.js";
import { derive } from "./derive.js";
import { diff, type FailOn } from "./diff.js";
import { generate } from "./generate.js";
import { type CommandContext, DEFAULT_DOCS } from "./options.js";
import type { PackageOptions } from "./package-spec.js";
import { docsCommand } from "./page-files.js";
import { specFolder } from "./spec-folder.js";

export interface CheckOptions extends CommandContext, PackageOptions {
  /** Checkouts of the documentation; default: `docs`. Where there are none, that is told, and the rest is checked. */
  readonly docs?: string;
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** Folder of the package; default: `generated` in the working directory. */
  readonly out?: string;
  /** The revision that people use, as `diff` takes it; default: HEAD, where the working directory is in a repository. */
  readonly base?: string;
  /** From which level on a change since the base is a finding; default: breaking. */
  readonly failOn?: FailOn;
  readonly ignores?: string;
  /** Most defects that the documentation may have; absent: any number. */
  readonly maxDefects?: number;
}

export const CHECKS = ["schemas", "package", "changes", "defects"] as const;

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly checks: readonly {
    readonly check: (typeof CHECKS)[number];
    readonly status: "passed" | "failed" | "skipped";
    /** What was found, or why it was not looked for. */
    readonly words: string;
  }[];
  /** Since the base. */
  readonly diff?: SpecDiff;
}

type Check = CheckResult["checks"][number];

export async function check(options: CheckOptions): Promise<CheckResult> {
  const report = createReport();
  const checks: Check[] = [];
  const add = (name: Check["check"], diagnostics: readonly Diagnostic[], words: string): void => {
    for (const diagnostic of diagnostics) report.add(diagnostic);
    const failed = diagnostics.some(({ severity }) => severity === "error");
    checks.push({ check: name, status: failed ? "failed" : "passed", words });
  };
  const skip = (name: Check["check"], words: string): void => {
    checks.push({ check: name, status: "skipped", words });
  };
  const { docs = DEFAULT_DOCS, schemas = specFolder(undefined) } = options;
  if (isFolder(docs)) {
    const { diagnostics, changes } = await derive({ ...options, docs, schemas, check: true });
    add("schemas", diagnostics, `${counted(changes.length, "file")} would change`);
  } else skip("schemas", `no documentation at ${docs}: \`${docsCommand(docs)}\` fetches it`);

  const generated = await generate({ ...options, schemas, check: true });
  add("package", generated.diagnostics, `${counted(generated.changes.length, "file")} would change`);

  const base = options.base ?? ((await isRepository(options.signal)) ? "HEAD" : undefined);
  let since: SpecDiff | undefined;
  if (base === undefined) skip("changes", "the working directory is in no git repository: name a folder with --base");
  else {
    const { diagnostics, diff: found } = await diff({ ...options, before: base, after: schemas, docs: false });
    since = found;
    const words = found ? `${counted(found.changes.length, "change")} since ${base}` : `${base} cannot be read`;
    add("changes", diagnostics, words);
  }

  const own = createReport();
  const rows = readDefectRows(schemas, own)?.length ?? 0;
  if (options.maxDefects !== undefined && rows > options.maxDefects)
    own.add({
      code: "check/defects",
      severity: "error",
      message: `The documentation has ${rows} defects, ${rows - options.maxDefects} more than allowed.`,
      file: `${schemas}/defects.json`,
      fix: "`defects` lists them; correct the pages, or raise --max-defects.",
    });
  add("defects", own.diagnostics, `${counted(rows, "defect")} of the documentation`);
  return { diagnostics: report.diagnostics, checks, ...(since && { diff: since }) };
}
