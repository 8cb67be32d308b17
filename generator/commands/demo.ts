/**
 * `wireloom demo`: the main job on what ships: spec, package, a small capture checked with it. It writes to a temporary
 * folder only, which is gone at the end.
 */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DefectRow } from "../derive/defect-rows.js";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { writeFiles } from "../host/create-folder.js";
import { readTree } from "../host/folders.js";
import { readText } from "../host/read-text.js";
import { inTemporaryFolder } from "../host/temporary-folder.js";
import { typescript } from "../host/typescript.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { counted } from "../text/words.js";
import { type GenerateResult, generate } from "./generate.js";
import { type CommandContext, OWN_SCHEMAS } from "./options.js";

export interface DemoResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}

/** What the demo uses of a generated line module. */
interface LineModule {
  parseFrame(
    text: string,
    connection?: string,
  ): { kind: string; topic?: string; form?: string; reply?: string; reason?: string };
  validateFrame(frame: unknown): { valid: boolean; issues?: readonly Issue[] };
}

interface Issue {
  readonly message: string;
  readonly source?: { readonly page: string; readonly line?: number };
}

export const demo = (context: CommandContext): Promise<DemoResult> =>
  inTemporaryFolder("wireloom-demo-", (folder) => demoIn(folder, context));

async function demoIn(folder: string, context: CommandContext): Promise<DemoResult> {
  const report = createReport();
  const result = await generate({ ...context, schemas: OWN_SCHEMAS, out: folder });
  for (const diagnostic of result.diagnostics) report.add(diagnostic);
  const defects = readOwn("defects.json", report);
  const sample = readOwn("sample.ndjson", report);
  if (report.failed) return { diagnostics: report.diagnostics, text: "" };
  context.progress?.("build the package");
  buildPackage(folder, context, report);
  const checked = report.failed ? [] : await checkSample(folder, sample);
  const text = demoText(result, JSON.parse(defects) as DefectRow[], checked);
  return { diagnostics: report.diagnostics, text };
}

/** What ships beside the schemas; empty where it cannot be read, and the report says so. */
const readOwn = (name: string, report: Report): string =>
  readText(join(OWN_SCHEMAS, name), { name, fix: "Install wireloom again." }, report) ?? "";

function demoText(result: GenerateResult, defects: readonly DefectRow[], checked: readonly string[]): string {
  const lines = result.lines.map(({ line, topics, replies, enums }) => {
    const own = defects.filter(({ productLine }) => productLine === line);
    return `  ${line.padEnd(15)} ${counted(topics, "topic")}, ${counted(replies, "kind")} of reply, ${counted(enums, "enum")}; ${counted(own.length, "defect")} found in its docs`;
  });
  return [
    "The spec (schemas/)",
    ...lines,
    "",
    "What the docs get wrong, most frequent first (schemas/defects.json has each with its line)",
    ...topKinds(defects),
    "",
    "The package, generated into a temporary folder",
    `  ${result.files} files, ${Math.round(result.bytes / 1024)} kB`,
    "",
    "A sample capture, checked with the package (schemas/sample.ndjson)",
    ...checked,
    "",
    `Next: ${COMMAND_LINE} --help`,
    "",
  ].join("\n");
}

function topKinds(defects: readonly DefectRow[]): string[] {
  const kinds = new Map<string, number>();
  for (const { code } of defects) kinds.set(code, (kinds.get(code) ?? 0) + 1);
  const sorted = [...kinds].sort((a, b) => b[1] - a[1]);
  const rows = sorted.slice(0, 8).map(([code, number]) => `  ${String(number).padStart(4)} ${code}`);
  const rest = sorted.slice(8).reduce((sum, [, number]) => sum + number, 0);
  return rest === 0 ? rows : [...rows, `  ${String(rest).padStart(4)} of ${sorted.length - 8} other kinds`];
}

/** Types off, file by file: who installs the tool has no TypeScript compiler but the one within ts-morph. */
function buildPackage(folder: string, { signal }: CommandContext, report: Report): void {
  const compilerOptions = {
    target: typescript.ScriptTarget.ES2022,
    module: typescript.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  const modules = new Map<string, string>();
  for (const [path, source] of readTree(join(folder, "src"), report)) {
    signal?.throwIfAborted();
    modules.set(path.replace(/\.ts$/, ".js"), typescript.transpileModule(source, { compilerOptions }).outputText);
  }
  writeFiles(join(folder, "dist"), modules);
}

async function checkSample(folder: string, sample: string): Promise<string[]> {
  const modules = new Map<string, LineModule>();
  const rows: string[] = [];
  for (const line of sample.split("\n")) {
    if (line === "") continue;
    const { line: name, connection, frame } = JSON.parse(line) as { line: string; connection?: string; frame: string };
    const path = pathToFileURL(join(folder, "dist", name, "index.js")).href;
    const module = modules.get(name) ?? ((await import(path)) as LineModule);
    modules.set(name, module);
    const parsed = module.parseFrame(frame, connection);
    const result = module.validateFrame(parsed);
    const what = [name, parsed.topic ?? parsed.reply ?? parsed.kind, parsed.form]
      .filter((part) => part !== undefined)
      .join(" ");
    const [issue] = result.issues ?? [];
    rows.push(`  ${result.valid ? "ok  " : "BAD "} ${what}${issue ? `: ${issue.message}` : ""}`);
    if (issue?.source) rows.push(`       rule: ${issue.source.page}:${issue.source.line ?? ""}`);
  }
  return rows;
}
