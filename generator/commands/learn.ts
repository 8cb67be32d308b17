/** `wireloom learn`: what traffic proves against the spec, as overlays for review. It never edits the spec. */

import { resolve, sep } from "node:path";
import { stringify } from "yaml";
import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { checkOutputFolder } from "../host/output-file.js";
import type { TreeChange } from "../host/tree-change.js";
import { writeTree } from "../host/write-tree.js";
import { type Proposal, proposeOverlays } from "../learn/propose.js";
import { loadSpec } from "../spec/load-spec.js";
import type { OutputTree } from "../spec/spec.js";
import { readLineFiles } from "./line-files.js";
import { specFolder } from "./spec-folder.js";
import { type CaptureOptions, checkCaptures } from "./validate.js";

export interface LearnOptions extends CaptureOptions {
  /** Folder for the overlays; created if needed. */
  readonly write?: string;
  /** Replace overlays in that folder that were edited, or that wireloom did not write. */
  readonly force?: boolean;
}

export interface LearnResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly messages: number;
  readonly proposals: readonly Proposal[];
  /** Overlay files by their path below the spec folder. */
  readonly files: OutputTree;
  readonly changes: readonly TreeChange[];
}

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
  if (!data) return { diagnostics: report.diagnostics, messages: 0, proposals: [], files: new Map(), changes: [] };
  const spec = loadSpec(readLineFiles(schemas, undefined, report), schemas, report);
  const proposals = proposeOverlays(data, spec);
  const files = renderOverlays(proposals);
  const changes =
    target === undefined || files.size === 0 || data.partial
      ? []
      : await writeTree(files, { root: target, force: options.force === true }, report);
  return { diagnostics: report.diagnostics, messages: data.messages, proposals, files, changes };
}

/** One file a topic, in the form that derive reads. */
export function renderOverlays(proposals: readonly Proposal[]): OutputTree {
  const files = new Map<string, Proposal[]>();
  for (const proposal of proposals) files.set(proposal.file, [...(files.get(proposal.file) ?? []), proposal]);
  return new Map(
    [...files].map(([file, own]) => {
      const entries = own.map(({ at, set, because, evidence }) => ({ at, set, because, evidence }));
      const head = "# Proposed by `wireloom learn`: review each entry before it goes into the spec.\n";
      return [file, head + stringify(entries, { lineWidth: 120 })];
    }),
  );
}
