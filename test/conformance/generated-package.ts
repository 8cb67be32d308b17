/** The built package as its users import it, and the spec that it was made from. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readLineFiles } from "../../generator/commands/line-files.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { loadSpec } from "../../generator/spec/load-spec.js";
import type { LineSpec, Spec } from "../../generator/spec/spec.js";
import { ROOT } from "../real-docs.js";

export interface Issue {
  readonly pointer: string;
  readonly keyword: string;
  readonly expected: string;
  readonly got: string;
  readonly message: string;
  readonly source?: { readonly page: string; readonly line?: number };
}

export interface Result {
  readonly valid: boolean;
  readonly issues?: readonly Issue[];
}

export interface Frame {
  readonly kind: string;
  readonly topic?: string;
  readonly form?: string;
  readonly reply?: string;
  readonly reason?: string;
  readonly slots?: Readonly<Record<string, string>>;
  readonly message?: unknown;
}

export interface PackageModule {
  readonly parseFrame: (text: string, connection?: string) => Frame;
  readonly validateFrame: (frame: Frame) => Result;
  readonly validators: Readonly<Record<string, (value: unknown) => Result>>;
  readonly exports: Readonly<Record<string, unknown>>;
}

export async function loadPackage(line: string): Promise<PackageModule> {
  const exports = await loadEntry(line, "index");
  return { ...(exports as unknown as PackageModule), validators: exports as never, exports };
}

/** An entry of a line: `"client"`, `"recognise"`, a topic. */
export async function loadEntry(line: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  return import(pathToFileURL(join(ROOT, "generated/dist", line, `${name}.js`)).href);
}

let spec: Spec | undefined;

export function loadLineSpec(line: string): LineSpec {
  const root = join(ROOT, "schemas");
  spec ??= loadSpec(readLineFiles(root, undefined, createReport()), root, createReport());
  const found = spec.lines.find(({ name }) => name === line);
  if (!found) throw new Error(`no line ${line}`);
  return found;
}
