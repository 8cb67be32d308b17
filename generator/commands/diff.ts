/** `wireloom diff`: what has changed between two revisions of a spec, and for whom it matters. */

import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { diffSpecs, type SpecDiff, summed } from "../diff/diff.js";
import { applyIgnores, type Judged } from "../diff/ignores.js";
import { LEVELS, type Level } from "../spec/level.js";
import { counted } from "../text/words.js";
import { readIgnores } from "./ignore-file.js";
import type { CommandContext } from "./options.js";
import { specFolder } from "./spec-folder.js";
import { deriveRevision, openRevision } from "./spec-revision.js";

export interface DiffOptions extends CommandContext {
  /** A spec folder, `REVISION` or `REVISION:FOLDER`; with `docs` a folder of checkouts of the documentation. */
  readonly before: string;
  /** The same; default: the spec folder of the working directory. */
  readonly after?: string;
  /** Both are documentation, which is derived with the spec folder's line files and overlays. */
  readonly docs?: boolean;
  /** The spec folder, for `docs` and as the default of `after`. */
  readonly schemas?: string;
  readonly lines?: readonly string[];
  /** From which level on the result is a finding; default: breaking. */
  readonly failOn?: FailOn;
  /** File with the changes that are accepted. */
  readonly ignores?: string;
  /** The day on which ignores hold, `2026-11-22`; default: today, UTC. */
  readonly today?: string;
}

export type FailOn = Level | "never";

export interface DiffResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent if one of the two cannot be read. */
  readonly diff?: SpecDiff;
  readonly ignored: Judged["ignored"];
}

export async function diff(options: DiffOptions): Promise<DiffResult> {
  const report = createReport();
  const schemas = specFolder(options.schemas);
  const open = (name: string) =>
    options.docs === true ? deriveRevision(name, schemas, options, report) : openRevision(name, options, report);
  options.progress?.(`read ${options.before}`);
  const before = await open(options.before);
  const ignores = options.ignores === undefined ? [] : readIgnores(options.ignores, report);
  options.signal?.throwIfAborted();
  if (!before || !ignores) return { diagnostics: report.diagnostics, ignored: [] };
  const name = options.after ?? schemas;
  options.progress?.(`read ${name}`);
  const after = await open(name);
  if (!after) return { diagnostics: report.diagnostics, ignored: [] };
  options.progress?.("compare");
  const whole = diffSpecs(before, after);
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const judged = applyIgnores(whole.changes, { ignores, file: options.ignores ?? "", today });
  for (const diagnostic of judged.diagnostics) report.add(diagnostic);
  const result = summed(before.name, after.name, judged.changes, whole.defects);
  const failure = failureOf(result, options.failOn ?? "breaking");
  if (failure) report.add(failure);
  return { diagnostics: report.diagnostics, diff: result, ignored: judged.ignored };
}

/** A finding, if there are changes of the level or worse. */
export function failureOf({ counts, bump }: SpecDiff, failOn: FailOn): Diagnostic | undefined {
  if (failOn === "never") return undefined;
  const levels = LEVELS.slice(0, LEVELS.indexOf(failOn) + 1).filter((level) => counts[level] > 0);
  if (levels.length === 0) return undefined;
  const words = levels.map((level) => counted(counts[level], `${level} change`)).join(", ");
  return {
    code: "diff/changes",
    severity: "error",
    message: `${words}: the generated package needs a ${bump} version.`,
    fix: "Accept them one by one with --ignores, or choose another --fail-on.",
  };
}
