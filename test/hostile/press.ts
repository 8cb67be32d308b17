/** Presses a carrier through derive, generate and validate, and says what must not have happened. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { derive } from "../../generator/commands/derive.js";
import { readLineFiles } from "../../generator/commands/line-files.js";
import { OWN_TEMPLATES } from "../../generator/commands/options.js";
import { validate } from "../../generator/commands/validate.js";
import { createReport, type Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import { emitPackage } from "../../generator/emit/emit-package.js";
import { readTree } from "../../generator/host/folders.js";
import type { OutputTree } from "../../generator/host/output-tree.js";
import { loadSpec } from "../../generator/spec/load-spec.js";
import type { Spec } from "../../generator/spec/spec.js";
import { type Carrier, renderEnums, renderLocale, renderPage } from "./carrier.js";

/** Folders of one test file, far enough below the temporary one that `../../` stays in sight. */
export interface Sandbox {
  readonly top: string;
  readonly docs: string;
  readonly schemas: string;
  /** Texts of the last carrier by path. */
  written: ReadonlyMap<string, string>;
}

export function createSandbox(): Sandbox {
  const top = mkdtempSync(join(tmpdir(), "wireloom-hostile-"));
  const root = join(top, "a/b");
  return { top, docs: join(root, "docs"), schemas: join(root, "spec"), written: new Map() };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** False if no file system holds the names that the carrier has. */
export function writeCarrier(sandbox: Sandbox, carrier: Carrier): boolean {
  const { docs, schemas, written } = sandbox;
  const names = [carrier.folder, ...carrier.overlayFile.split("/").slice(-1)];
  if (names.some((name) => name === "" || name.length > 200 || /[\0/\ud800]|^\.\.?$/.test(name))) return false;
  const folder = carrier.overlayFile.split("/").slice(0, -1).join("/");
  if (folder !== "" && folder !== "public") return false;
  const files = new Map([
    [join(docs, "toy/page.md"), renderPage(carrier.page)],
    [join(docs, "toy/locale.yml"), renderLocale(carrier.locale)],
    [join(docs, "toy/enums.md"), renderEnums(carrier.enums)],
    [join(schemas, carrier.folder, "line.yaml"), JSON.stringify(carrier.line)],
    [join(schemas, "exchange.yaml"), JSON.stringify(carrier.exchange)],
    [join(schemas, "glossary.yaml"), JSON.stringify(carrier.glossary)],
    [join(schemas, carrier.folder, carrier.overlayFile), JSON.stringify(carrier.overlay)],
  ]);
  // Only what differs from the last carrier: a fresh folder for each takes longer than its derivation.
  for (const path of written.keys()) if (!files.has(path)) rmSync(path, { force: true });
  for (const [path, text] of files) if (written.get(path) !== text) write(path, text);
  sandbox.written = files;
  return true;
}

export interface Outcome {
  /** What must not be. */
  readonly faults: readonly string[];
  /** Did it end in a package, or in faults of one? */
  readonly generated: boolean;
  readonly codes: readonly string[];
}

/** `derive`, and where it succeeds `generate` and `validate`. */
export async function pressCarrier(sandbox: Sandbox, carrier: Carrier): Promise<Outcome> {
  const { docs, schemas } = sandbox;
  const before = filesBelow(sandbox.top);
  const faults: string[] = [];
  const diagnostics = await attempt("derive", faults, async () => {
    const options = { docs, schemas, docText: carrier.docText, force: true };
    return (await derive(options)).diagnostics;
  });
  faults.push(...faultsOf(diagnostics ?? []));
  const line = `a/b/spec/${carrier.folder}/`;
  const strange = filesBelow(sandbox.top).filter(
    (path) =>
      !before.includes(path) &&
      !/^a\/b\/spec\/(?:(?:defects|manifest)\.json|DEFECTS\.md)$/.test(path) &&
      !path.startsWith(line),
  );
  if (strange.length > 0) faults.push(`derive wrote ${strange.join(", ")}`);
  const failed = !diagnostics || diagnostics.some(({ severity }) => severity === "error");
  const outcome = failed ? { faults: [], generated: false, codes: [] } : await pressSchemas(sandbox);
  return {
    faults: [...faults, ...outcome.faults, ...prototypeFaults()],
    generated: outcome.generated,
    codes: [...(diagnostics ?? []).map(({ code }) => code), ...outcome.codes],
  };
}

let templates: OutputTree | undefined;

/** What `generate` does with a spec folder, but for writing, and a message through `validate`. */
export async function pressSchemas({ schemas, top }: Sandbox): Promise<Outcome> {
  const faults: string[] = [];
  const report = createReport();
  const spec = await attempt("loadSpec", faults, async () =>
    loadSpec(readLineFiles(schemas, undefined, report), schemas, report),
  );
  faults.push(...faultsOf(report.diagnostics));
  const codes = report.diagnostics.map(({ code }) => code);
  if (!spec || report.failed) return { faults, generated: false, codes };
  const outcome = await pressSpec(spec, join(top, "capture.ndjson"), schemas);
  return { faults: [...faults, ...outcome, ...prototypeFaults()], generated: true, codes };
}

/** What was pressed before: most texts only move a description, and specs that say the same make the same package. */
const pressed = new Map<string, readonly string[]>();

async function pressSpec(spec: Spec, capture: string, schemas: string): Promise<readonly string[]> {
  const key = digestOf(JSON.stringify(spec));
  const known = pressed.get(key);
  if (known) return known;
  const faults: string[] = [];
  templates ??= readTree(OWN_TEMPLATES, createReport());
  const texts = templates;
  const tree = await attempt("emitPackage", faults, () => emitPackage(spec, texts));
  if (tree) faults.push(...treeFaults(tree));
  if (!existsSync(capture)) writeFileSync(capture, CAPTURE);
  const checked = await attempt("validate", faults, () =>
    validate({ files: [capture], schemas, workers: 0, fast: true }),
  );
  faults.push(...faultsOf(checked?.diagnostics ?? []));
  pressed.set(key, faults);
  return faults;
}

const CAPTURE = `${[
  '{"topic":"tick.ABC","data":[{"price":"1.5","size":2,"side":"Buy","inner":{"id":1}}],"__proto__":{"evil":1},"constructor":1}',
  '{"topic":"book.ABC","type":"delta","data":{"delete":[],"update":[],"insert":[]},"seq":2}',
  '{"success":true,"request":{"op":"subscribe"}}',
].join("\n")}\n`;

async function attempt<T>(stage: string, faults: string[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    faults.push(`${stage} throws ${error instanceof Error ? error.stack : String(error)}`);
    return undefined;
  }
}

/** An error names a file and what to do. */
export function faultsOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .filter(({ code, file, fix }) => code !== "validate/findings" && (!file || !fix))
    .map(({ code, message }) => `${code} has no file or no fix: ${message}`);
}

const NAMES = [Object, Array, String, Function, Map].map(({ prototype }) => Object.getOwnPropertyNames(prototype));

function prototypeFaults(): string[] {
  const now = [Object, Array, String, Function, Map].map(({ prototype }) => Object.getOwnPropertyNames(prototype));
  return JSON.stringify(now) === JSON.stringify(NAMES) ? [] : ["a prototype was changed"];
}

/** Digests of modules that were read before: the texts themselves would fill the memory. */
const read = new Set<string>();
const digestOf = (text: string): string => createHash("sha256").update(text).digest("base64");

/** Paths stay below `src/` and `schemas/`, every module parses, and no text of ours became code. */
export function treeFaults(tree: OutputTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    const faults =
      /^(?:src\/[\w/.-]+\.ts|schemas\/[\w/.-]+\.json|llms-full\.txt|[\w.]+)$/.test(path) && !path.includes("..")
        ? []
        : [`the path ${path}`];
    const digest = digestOf(text);
    if (!path.endsWith(".ts") || read.has(digest)) return faults;
    read.add(digest);
    return [...faults, ...codeFaults(path, text)];
  });
}

function codeFaults(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, false) as ts.SourceFile & {
    readonly parseDiagnostics: readonly ts.Diagnostic[];
  };
  const faults = source.parseDiagnostics.map(
    ({ messageText, start = 0 }) =>
      `${path} does not parse: ${ts.flattenDiagnosticMessageText(messageText, " ")} at ${JSON.stringify(text.slice(start - 30, start + 30))}`,
  );
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === "evil") faults.push(`${path} has evil() as code`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

export function filesBelow(root: string, below = ""): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}
