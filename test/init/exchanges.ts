/** Exchanges that nobody has seen, from their pages to clients on loopback: `init`, `derive`, `generate`, a strict compiler, `mock`. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import WebSocket from "ws";
import { derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { init } from "../../generator/commands/init.js";
import { MOCK_CREDENTIALS, type Mock, startMock } from "../../generator/commands/mock.js";
import { createReport, type Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import { readTree } from "../../generator/host/folders.js";
import { type AnyClient, QUICK } from "../client/clients.js";
import { compileProject } from "../compile.js";

export interface Pages {
  /** Folder that has the folder of the pages. */
  readonly docs: string;
  readonly folder: string;
  readonly line: string;
  /** What a person changes in the proposed line file: a text of it, and what it becomes. */
  readonly edits?: readonly (readonly [text: string, edited: string])[];
}

export interface MadeLine {
  /** Spec folder. */
  readonly schemas: string;
  readonly mock: Mock;
  readonly client: AnyClient;
  /** Is it a push of the line, and as its schema says? */
  isValid(message: unknown): boolean;
}

export interface MadeExchanges {
  /** By line. */
  readonly lines: ReadonlyMap<string, MadeLine>;
  /** What the compiler has to say of the packages. */
  readonly compilerErrors: readonly string[];
  end(): Promise<void>;
}

/** The packages are compiled as one: their runtime is the same. @throws Error with what a step found wrong. */
export async function makeExchanges(all: readonly Pages[]): Promise<MadeExchanges> {
  const folder = mkdtempSync(join(tmpdir(), "wireloom-exchanges-"));
  const packages = join(folder, "package");
  for (const pages of all) await makePackage(pages, join(folder, pages.line), packages);
  const compilerErrors = compileProject(packages);
  const lines = new Map<string, MadeLine>();
  for (const { line } of all) lines.set(line, await connect(line, join(folder, line, "schemas"), packages));
  return {
    lines,
    compilerErrors,
    async end() {
      for (const { client, mock } of lines.values()) {
        await client.close();
        await mock.close();
      }
      rmSync(folder, { recursive: true });
    },
  };
}

async function makePackage(
  { docs, folder: pages, line, edits = [] }: Pages,
  own: string,
  target: string,
): Promise<void> {
  const [schemas, out] = [join(own, "schemas"), join(own, "package")];
  const proposed = await init({ docs, pages: [pages], out: schemas, line });
  if (edits.length === 0) ensureClean("init", proposed.diagnostics);
  edit(join(schemas, line, "line.yaml"), edits);
  ensureClean("derive", (await derive({ docs, schemas })).diagnostics);
  ensureClean("generate", (await generate({ schemas, out })).diagnostics);
  for (const [path, text] of readTree(out, createReport(), (name) => /\.(?:ts|json)$/.test(name))) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
}

function ensureClean(step: string, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`${step}: ${errors.map(({ message }) => message).join("\n")}`);
}

function edit(path: string, edits: Required<Pages>["edits"]): void {
  let text = readFileSync(path, "utf8");
  for (const [before, after] of edits) {
    if (!text.includes(before)) throw new Error(`The line file has no ${before}:\n${text}`);
    text = text.replace(before, after);
  }
  writeFileSync(path, text);
}

async function connect(line: string, schemas: string, packages: string): Promise<MadeLine> {
  const entry = async (name: string) => import(pathToFileURL(join(packages, "dist", line, `${name}.js`)).href);
  const [{ parseFrame, validateFrame }, exports] = [await entry("index"), await entry("client")];
  const Client = exports[Object.keys(exports).find((name) => name.endsWith("Client") && name !== "Client") ?? ""];
  const mock = await startMock({ schemas, line, seed: 1, intervalMs: 20 });
  const url = (connection: string): string => mock.url(connection, line);
  const client: AnyClient = new Client({ WebSocket, credentials: MOCK_CREDENTIALS, url, ...QUICK });
  return {
    schemas,
    mock,
    client,
    isValid(message) {
      const frame = parseFrame(JSON.stringify(message));
      return frame.kind === "push" && validateFrame(frame).valid;
    },
  };
}
