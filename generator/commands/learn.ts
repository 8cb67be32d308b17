/** `wireloom learn`: what traffic proves against the spec, as overlays for review. It never edits the spec. */

import { resolve, sep } from "node:path";
import { stringify } from "yaml";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { checkOutputFolder } from "../host/output-file.js";
import type { OutputTree } from "../host/output-tree.js";
import type { TreeChange } from "../host/tree-change.js";
import { MANIFEST } from "../host/tree-manifest.js";
import { writeTree } from "../host/write-tree.js";
import { entryOf, type Proposal, proposeOverlays } from "../learn/propose.js";
import { loadSpec } from "../spec/load-spec.js";
import type { ValidateReport } from "../validate/report/validate-report.js";
import { readLineFiles } from "./line-files.js";
import { specFolder } from "./spec-folder.js";
import { type CaptureOptions, checkCaptures } from "./validate.js";
import { withOverlays } from "./with-overlays.js";

export interface LearnOptions extends CaptureOptions {
  /** Folder for the overlays; created if needed. */
  readonly write?: string;
  /** Replace overlays in that folder that were edited, or that wireloom did not write. */
  readonly force?: boolean;
  /** What fewer of the values show is not proposed: 0.01 for one in a hundred, the default. */
  readonly minShare?: number;
}

export interface LearnResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly messages: number;
  readonly proposals: readonly Proposal[];
  /** What too few values show, as sentences. */
  readonly rare: readonly string[];
  /** Overlay files by their path below the spec folder. */
  readonly files: OutputTree;
  readonly changes: readonly TreeChange[];
  /** Overlay files that were written, by their path below `write`. */
  readonly written: readonly string[];
  /** Why the others were not, or why there is none; empty if everything was written. */
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  /** Stable, kebab-case. */
  readonly reason: keyof typeof REASONS;
  readonly message: string;
  /** Overlay files, by their path below the spec folder. */
  readonly files: readonly string[];
}

const REASONS = {
  "not-run": "the options or the spec are wrong",
  interrupted: "the run was interrupted",
  "nothing-checked": "nothing was checked",
  "damaged-input": "an input was not read to its end",
  "ambiguous-line": "the frames fit several product lines alike; say which with --line",
  failed: "the run failed",
  "nothing-proposed": "the traffic proves nothing against the spec",
  "not-asked": "--write DIR writes them",
  "cannot-write": "the folder cannot be written",
  unchanged: "they are there already",
} as const;

export async function learn(options: LearnOptions): Promise<LearnResult> {
  const report = createReport();
  const schemas = resolve(specFolder(options.schemas));
  const target = options.write === undefined ? undefined : resolve(options.write);
  if (target !== undefined && (target === schemas || target.startsWith(schemas + sep)))
    report.add({
      code: "usage/option",
      severity: "error",
      message: "--write names the spec folder: proposals are for review first.",
      file: options.write ?? "",
      fix: "Write them elsewhere, then copy those that you accept.",
    });
  if (options.write !== undefined) checkOutputFolder(options.write, report);
  const data = report.failed ? undefined : await checkCaptures(options, { stats: true, known: new Set() }, report);
  if (!data) {
    const skipped = [skip("not-run", [])];
    const nothing = { messages: 0, proposals: [], rare: [], files: new Map(), changes: [], written: [], skipped };
    return { diagnostics: report.diagnostics, ...nothing };
  }
  const loaded = loadSpec(readLineFiles(schemas, undefined, report), schemas, report);
  const spec = await withOverlays(loaded, options.overlays, report);
  const { proposals, rare } = proposeOverlays(data, spec, options.minShare);
  const files = renderOverlays(proposals);
  const result = { messages: data.messages, proposals, rare, files };
  const reason = whyNotWritten(data, files, report);
  if (reason !== undefined || target === undefined) {
    const skipped = [skip(reason ?? "not-asked", [...files.keys()])];
    return { diagnostics: report.diagnostics, ...result, changes: [], written: [], skipped };
  }
  const changes = await writeTree(files, { root: target, force: options.force === true }, report);
  const written = changes.filter(({ kind, path }) => kind !== "removed" && path !== MANIFEST).map(({ path }) => path);
  const others = [...files.keys()].filter((file) => !written.includes(file));
  const skipped = others.length === 0 ? [] : [skip(report.failed ? "cannot-write" : "unchanged", others)];
  return { diagnostics: report.diagnostics, ...result, changes, written, skipped };
}

/** A run that fails writes nothing: what it did not see might prove the opposite. */
function whyNotWritten(data: ValidateReport, files: OutputTree, report: Report): Skipped["reason"] | undefined {
  if (data.partial) return "interrupted";
  if (data.nothingChecked !== undefined) return "nothing-checked";
  if (data.captures.some(({ damage }) => damage !== undefined)) return "damaged-input";
  if (data.captures.some(({ decisions }) => decisions.some(({ alsoFits }) => alsoFits.length > 0)))
    return "ambiguous-line";
  if (report.failed) return "failed";
  return files.size === 0 ? "nothing-proposed" : undefined;
}

const skip = (reason: Skipped["reason"], files: readonly string[]): Skipped => ({
  reason,
  message: REASONS[reason],
  files,
});

/** One file a topic, in the form that derive reads. */
export function renderOverlays(proposals: readonly Proposal[]): OutputTree {
  const files = new Map<string, Proposal[]>();
  for (const proposal of proposals) files.set(proposal.file, [...(files.get(proposal.file) ?? []), proposal]);
  return new Map(
    [...files].map(([file, own]) => {
      const entries = own.map(entryOf);
      const head = "# Proposed by `wireloom learn`: review each entry before it goes into the spec.\n";
      return [file, head + stringify(entries, { lineWidth: 120 })];
    }),
  );
}
