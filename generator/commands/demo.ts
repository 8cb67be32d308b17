/**
 * `wireloom demo`: the main job on what ships: spec, package, a small capture checked with it. It writes to a temporary
 * folder only, which is gone at the end.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ts } from "ts-morph";
import type { DefectRow } from "../derive/defect-rows.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { counted } from "../text/words.js";
import { generate } from "./generate.js";
import { type CommandContext, OWN_SCHEMAS } from "./options.js";

export interface DemoResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}

const SAMPLE = join(OWN_SCHEMAS, "sample.ndjson");

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

export async function demo(context: CommandContext): Promise<DemoResult> {
  const folder = mkdtempSync(join(tmpdir(), "wireloom-demo-"));
  try {
    return await demoIn(folder, context);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function demoIn(folder: string, context: CommandContext): Promise<DemoResult> {
  const result = await generate({ ...context, schemas: OWN_SCHEMAS, out: folder });
  if (result.diagnostics.some(({ severity }) => severity === "error"))
    return { diagnostics: result.diagnostics, text: "" };
  context.progress?.("build the package");
  await buildPackage(folder, context);
  const defects = JSON.parse(readFileSync(join(OWN_SCHEMAS, "defects.json"), "utf8")) as DefectRow[];
  const lines = result.lines.map(({ line, topics, replies, enums }) => {
    const own = defects.filter(({ productLine }) => productLine === line);
    return `  ${line.padEnd(15)} ${counted(topics, "topic")}, ${counted(replies, "kind")} of reply, ${counted(enums, "enum")}; ${counted(own.length, "defect")} found in its docs`;
  });
  const text = [
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
    ...(await checkSample(folder)),
    "",
    `Next: ${COMMAND_LINE} --help`,
    "",
  ].join("\n");
  return { diagnostics: result.diagnostics, text };
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
async function buildPackage(folder: string, { signal }: CommandContext): Promise<void> {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  };
  for (const path of readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".ts")) continue;
    signal?.throwIfAborted();
    const { outputText } = ts.transpileModule(await readFile(join(folder, "src", path), "utf8"), { compilerOptions });
    const target = join(folder, "dist", path.replace(/\.ts$/, ".js"));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
}

async function checkSample(folder: string): Promise<string[]> {
  const modules = new Map<string, LineModule>();
  const rows: string[] = [];
  for (const line of readFileSync(SAMPLE, "utf8").split("\n")) {
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
