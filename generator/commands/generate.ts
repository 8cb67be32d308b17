/** `wireloom generate`: schemas to the TypeScript package. */

import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { folderDigest } from "../host/folders.js";
import { type OutputMemo, openMemo } from "../host/output-memo.js";
import type { OutputTree } from "../host/output-tree.js";
import { ownCode } from "../host/own-code.js";
import type { TreeChange } from "../host/tree-change.js";
import { compareTree, writeTree } from "../host/write-tree.js";
import { type CommandContext, DEFAULT_OUT, OWN_TEMPLATES } from "./options.js";
import type { PackageOptions } from "./package-spec.js";
import { specFolder } from "./spec-folder.js";
import { reportStale } from "./stale.js";

export interface GenerateOptions extends CommandContext, PackageOptions {
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** Folder of the package; default: `generated` in the working directory. */
  readonly out?: string;
  /** Compare instead of write. */
  readonly check?: boolean;
  /** Replace files in the folder that wireloom did not write, or that were edited. */
  readonly force?: boolean;
}

interface GeneratedLine {
  readonly line: string;
  readonly topics: number;
  readonly replies: number;
  readonly enums: number;
}

export interface GenerateResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
  readonly bytes: number;
  readonly lines: readonly GeneratedLine[];
  readonly changes: readonly TreeChange[];
}

export async function generate(options: GenerateOptions = {}): Promise<GenerateResult> {
  const report = createReport();
  const schemas = specFolder(options.schemas);
  const out = options.out ?? DEFAULT_OUT;
  // Nobody knows by its text what a function of the user does.
  const memo = openMemo(out, options.transform === undefined ? ownCode() : undefined);
  const input = inputOf(schemas, options);
  const made = keptPackage(memo, input) ?? (await makePackage(schemas, input, { memo, options }, report));
  if (!made) return { diagnostics: report.diagnostics, files: 0, bytes: 0, lines: [], changes: [] };
  const { tree, lines } = made;
  options.signal?.throwIfAborted();
  const target = {
    root: out,
    free: (path: string) => /^src\/[^/]+\/sources\.ts$/.test(path),
    force: options.force === true,
    ...(options.signal && { signal: options.signal }),
  };
  const changes = options.check ? compareTree(tree, target) : await writeTree(tree, target, report);
  if (options.check) reportStale(changes, out, "generate", report);
  else if (!report.failed) memo.save();
  return {
    diagnostics: report.diagnostics,
    files: tree.size,
    bytes: [...tree.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    lines,
    changes,
  };
}

interface GeneratedPackage {
  readonly tree: OutputTree;
  readonly lines: readonly GeneratedLine[];
}

/** Digest of all that is read; undefined where a run cannot tell. */
function inputOf(schemas: string, { templates, package: name = "" }: PackageOptions): string | undefined {
  const folders = [schemas, OWN_TEMPLATES, ...(templates === undefined ? [] : [templates])];
  const digests = folders.map(folderDigest);
  return digests.includes(undefined) ? undefined : [...digests, name].join(" ");
}

/** Where every byte that is read is as it was, the spec is not even parsed. */
function keptPackage(memo: OutputMemo, input: string | undefined): GeneratedPackage | undefined {
  const tree = input === undefined ? undefined : memo.get(input);
  return input === undefined || !tree ? undefined : { tree, lines: memo.about(input) as readonly GeneratedLine[] };
}

interface Surroundings {
  readonly memo: OutputMemo;
  readonly options: GenerateOptions;
}

/** Undefined if the spec has a fault. */
async function makePackage(
  schemas: string,
  input: string | undefined,
  { memo, options }: Surroundings,
  report: Report,
): Promise<GeneratedPackage | undefined> {
  const { readPackageSpec } = await import("./package-spec.js");
  const { spec, releases, templates } = readPackageSpec(schemas, options, report);
  if (report.failed) return undefined;
  options.progress?.("generate");
  const { emitPackage } = await import("../emit/emit-package.js");
  let tree: OutputTree;
  try {
    tree = await emitPackage(spec, templates, { releases, emitted: memo });
  } catch (error) {
    // Of templates and a spec of our own it would be our bug.
    if (options.templates === undefined && options.transform === undefined) throw error;
    report.add({
      code: "config/package",
      severity: "error",
      message: `The package cannot be made: ${String(error).split("\n")[0]}`,
      fix: "Correct `templates` or `transform`: without them it is made of the spec as it is.",
    });
    return undefined;
  }
  const lines = spec.lines.map(({ name, topics, replies, enums }) => ({
    line: name,
    topics: topics.length,
    replies: replies.length,
    enums: enums.length,
  }));
  // What there is to say of a spec is said by each run.
  if (input !== undefined && report.diagnostics.length === 0) memo.set(input, tree, lines);
  return { tree, lines };
}
