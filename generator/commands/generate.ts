/** `wireloom generate`: schemas to the TypeScript package. */

import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { emitPackage } from "../emit/emit-package.js";
import { readTree } from "../host/folders.js";
import { openMemo } from "../host/output-memo.js";
import { ownCode } from "../host/own-code.js";
import type { TreeChange } from "../host/tree-change.js";
import { compareTree, writeTree } from "../host/write-tree.js";
import { loadSpec } from "../spec/load-spec.js";
import { readReleases } from "../spec/releases.js";
import { readLineFiles } from "./line-files.js";
import { type CommandContext, DEFAULT_OUT, OWN_TEMPLATES } from "./options.js";
import { specFolder } from "./spec-folder.js";
import { reportStale } from "./stale.js";

export interface GenerateOptions extends CommandContext {
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** Folder of the package; default: `generated` in the working directory. */
  readonly out?: string;
  /** Compare instead of write. */
  readonly check?: boolean;
  /** Replace files in the folder that wireloom did not write, or that were edited. */
  readonly force?: boolean;
}

export interface GenerateResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
  readonly bytes: number;
  readonly lines: readonly {
    readonly line: string;
    readonly topics: number;
    readonly replies: number;
    readonly enums: number;
  }[];
  readonly changes: readonly TreeChange[];
}

export async function generate(options: GenerateOptions = {}): Promise<GenerateResult> {
  const report = createReport();
  const schemas = specFolder(options.schemas);
  const out = options.out ?? DEFAULT_OUT;
  const spec = loadSpec(readLineFiles(schemas, undefined, report), schemas, report);
  const releases = readReleases(schemas, report);
  const templates = readTree(OWN_TEMPLATES, report);
  if (report.failed) return { diagnostics: report.diagnostics, files: 0, bytes: 0, lines: [], changes: [] };
  options.progress?.("generate");
  const code = ownCode();
  const emitted = code === undefined ? undefined : openMemo(out, code);
  const tree = await emitPackage(spec, templates, { ...(releases && { releases }), ...(emitted && { emitted }) });
  options.signal?.throwIfAborted();
  const target = {
    root: out,
    free: (path: string) => /^src\/[^/]+\/sources\.ts$/.test(path),
    force: options.force === true,
    ...(options.signal && { signal: options.signal }),
  };
  const changes = options.check ? compareTree(tree, target) : await writeTree(tree, target, report);
  if (options.check) reportStale(changes, out, "generate", report);
  else if (!report.failed) emitted?.save();
  return {
    diagnostics: report.diagnostics,
    files: tree.size,
    bytes: [...tree.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    lines: spec.lines.map(({ name, topics, replies, enums }) => ({
      line: name,
      topics: topics.length,
      replies: replies.length,
      enums: enums.length,
    })),
    changes,
  };
}
