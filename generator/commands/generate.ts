/** `wireloom generate`: schemas to the TypeScript package. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { emitPackage } from "../emit/emit-package.js";
import { compareTree, type TreeChange, writeTree } from "../host/write-tree.js";
import { loadSpec } from "../spec/load-spec.js";
import { readLineFiles } from "./line-files.js";
import { type CommandContext, OWN_GENERATED, OWN_SCHEMAS, OWN_TEMPLATES } from "./options.js";
import { reportStale } from "./stale.js";

export interface GenerateOptions extends CommandContext {
  /** The spec folder; default: the one that ships. */
  readonly schemas?: string;
  /** Folder of the package; default: `generated` beside the shipped schemas. */
  readonly out?: string;
  /** Compare instead of write. */
  readonly check?: boolean;
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
  const schemas = options.schemas ?? OWN_SCHEMAS;
  const out = options.out ?? OWN_GENERATED;
  const spec = loadSpec(readLineFiles(schemas, undefined, report), schemas, report);
  if (report.failed) return { diagnostics: report.diagnostics, files: 0, bytes: 0, lines: [], changes: [] };
  options.progress?.("generate");
  const tree = await emitPackage(spec, readTemplates(OWN_TEMPLATES));
  options.signal?.throwIfAborted();
  const target = { root: out, owns: (path: string) => path.startsWith("src/") };
  const changes = options.check ? compareTree(tree, target) : writeTree(tree, target, report);
  if (options.check) reportStale(changes, out, "wireloom generate", report);
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

export function readTemplates(root: string, below = ""): Map<string, string> {
  const templates = new Map<string, string>();
  if (!existsSync(join(root, below))) return templates;
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) for (const [name, text] of readTemplates(root, path)) templates.set(name, text);
    else templates.set(path, readFileSync(join(root, path), "utf8"));
  }
  return templates;
}
