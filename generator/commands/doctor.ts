/** `wireloom doctor`: what a machine and a project have of all that commands need, and what to do about the rest. */

import { hasOwnZstd } from "../capture/unzstd.js";
import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { exists, isFolder } from "../host/folders.js";
import { createGit, LOCAL_TIMEOUT_MS } from "../host/git.js";
import { ownVersion } from "../host/own-folders.js";
import { findZstd } from "../host/zstd-program.js";
import { readDocsRecord } from "../spec/docs-record.js";
import { loadSpec } from "../spec/load-spec.js";
import { counted } from "../text/words.js";
import { CONFIG_FILES } from "./config-file.js";
import { generate } from "./generate.js";
import { readLineFiles } from "./line-files.js";
import { type CommandContext, DEFAULT_DOCS, DEFAULT_OUT, OWN_SCHEMAS } from "./options.js";
import type { PackageOptions } from "./package-spec.js";
import { docsCommand } from "./page-files.js";
import { specFolder } from "./spec-folder.js";

export interface DoctorOptions extends CommandContext, PackageOptions {
  readonly docs?: string;
  readonly schemas?: string;
  readonly out?: string;
}

export interface Finding {
  readonly about: "wireloom" | "node" | "git" | "zstd" | "config" | "spec" | "docs" | "package";
  /** `missing`: commands that need it say so, the others work. */
  readonly status: "good" | "missing" | "wrong";
  readonly words: string;
  readonly fix?: string;
}

export interface DoctorResult {
  /** What is wrong with the spec and the package, each in its place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly findings: readonly Finding[];
}

export async function doctor(options: DoctorOptions = {}): Promise<DoctorResult> {
  const schemas = specFolder(options.schemas);
  const spec = specFinding(schemas);
  const made = await packageFinding({ ...options, schemas }, spec.finding.status === "good");
  const findings: Finding[] = [
    { about: "wireloom", status: "good", words: ownVersion() },
    { about: "node", status: "good", words: `${process.version}, ${process.platform} ${process.arch}` },
    await gitFinding(options.signal),
    zstdFinding(),
    configFinding(),
    spec.finding,
    docsFinding(options.docs ?? DEFAULT_DOCS, schemas),
    made.finding,
  ];
  const faults = [...spec.diagnostics, ...made.diagnostics];
  return { findings, diagnostics: faults.length > 0 ? faults : findings.flatMap(faultOf) };
}

const faultOf = ({ about, status, words, fix }: Finding): Diagnostic[] =>
  status === "wrong" ? [{ code: `doctor/${about}`, severity: "error", message: `${words}.`, ...(fix && { fix }) }] : [];

async function gitFinding(signal: AbortSignal | undefined): Promise<Finding> {
  const git = createGit({ timeoutMs: LOCAL_TIMEOUT_MS, ...(signal && { signal }) });
  const answer = await git(["--version"]);
  if ("text" in answer) return { about: "git", status: "good", words: answer.text.trim() };
  return {
    about: "git",
    status: "missing",
    words: "docs, history, and diff with revisions run it",
    fix: "Install git, or put it on the PATH.",
  };
}

function zstdFinding(): Finding {
  if (hasOwnZstd) return { about: "zstd", status: "good", words: "Node's own" };
  const program = findZstd();
  if (program !== undefined) return { about: "zstd", status: "good", words: program };
  return {
    about: "zstd",
    status: "missing",
    words: "captures in zstd are read by a slower library, windows up to 8 MB",
    fix: "Install the zstd program, or run Node 22.15 or later.",
  };
}

function configFinding(): Finding {
  const file = CONFIG_FILES.find(exists);
  return { about: "config", status: "good", words: file ?? "none: options and defaults" };
}

function specFinding(schemas: string): { readonly finding: Finding; readonly diagnostics: readonly Diagnostic[] } {
  const report = createReport();
  const { lines } = loadSpec(readLineFiles(schemas, undefined, report), schemas, report);
  const where = schemas === OWN_SCHEMAS ? "the one that ships" : schemas;
  const topics = lines.reduce((sum, line) => sum + line.topics.length, 0);
  const words = `${where}: ${counted(lines.length, "line")}, ${counted(topics, "topic")}`;
  const finding: Finding = report.failed
    ? { about: "spec", status: "wrong", words: `${where} has faults`, fix: "See below." }
    : { about: "spec", status: "good", words };
  return { finding, diagnostics: report.diagnostics.filter(({ severity }) => severity === "error") };
}

function docsFinding(docs: string, schemas: string): Finding {
  if (!isFolder(docs))
    return {
      about: "docs",
      status: "missing",
      words: `no documentation at ${docs}: derive reads it`,
      fix: `${docsCommand(docs)}, or --docs where it stands.`,
    };
  const record = readDocsRecord(schemas, createReport()) ?? {};
  const revisions = Object.entries(record).map(([name, { revision }]) => `${name} ${revision.slice(0, 12)}`);
  return { about: "docs", status: "good", words: [docs, ...revisions].join(", ") };
}

async function packageFinding(
  options: DoctorOptions,
  isReadable: boolean,
): Promise<{ readonly finding: Finding; readonly diagnostics: readonly Diagnostic[] }> {
  const out = options.out ?? DEFAULT_OUT;
  if (!isFolder(out))
    return {
      finding: { about: "package", status: "missing", words: `no package at ${out}`, fix: "Run generate." },
      diagnostics: [],
    };
  if (!isReadable)
    return { finding: { about: "package", status: "wrong", words: "the spec has faults" }, diagnostics: [] };
  const { changes, diagnostics } = await generate({ ...options, check: true });
  const faults = diagnostics.filter(({ severity, code }) => severity === "error" && code !== "check/stale");
  if (faults.length > 0)
    return {
      finding: { about: "package", status: "wrong", words: `${out} cannot be made`, fix: "See below." },
      diagnostics: faults,
    };
  const finding: Finding =
    changes.length === 0
      ? { about: "package", status: "good", words: `${out} is what the spec says` }
      : {
          about: "package",
          status: "wrong",
          words: `${counted(changes.length, "file")} of ${out} would change`,
          fix: "Run generate.",
        };
  return { finding, diagnostics: [] };
}
