/** `wireloom validate`: captured traffic against the documented protocol. */

import { availableParallelism } from "node:os";
import type { Readable } from "node:stream";
import { type ReadOptions, readOptionsOf } from "../capture/formats.js";
import { expandSources } from "../capture/sources.js";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { openOutput } from "../host/output-file.js";
import { isoTime } from "../spec/iso-time.js";
import { loadSpec } from "../spec/load-spec.js";
import type { Spec } from "../spec/spec.js";
import { lineAt } from "../spec/topic-revisions.js";
import type { LineChoice } from "../validate/check/line-choice.js";
import { startThreads, stopThreads } from "../validate/pool.js";
import { acceptedOn, readBaseline, reportExpired, writeBaseline } from "../validate/report/baseline.js";
import { NOT_REMEMBERED, problemsOf } from "../validate/report/problems.js";
import { createReportData } from "../validate/report/report-data.js";
import type { ValidateReport } from "../validate/report/validate-report.js";
import { countText, severityCount } from "../validate/report/verdict.js";
import { type RunOptions, runChecks } from "../validate/run.js";
import { SEQUENCE_CHECKS } from "../validate/sequence/check.js";
import { DEFAULT_MAX_LINE, findFormat } from "./capture-settings.js";
import { readLineFiles } from "./line-files.js";
import type { CommandContext } from "./options.js";
import { specFolder } from "./spec-folder.js";
import { withOverlays } from "./with-overlays.js";

export interface CaptureOptions extends CommandContext, ReadOptions {
  /** Files, folders, globs, or `-` for standard input. */
  readonly files: readonly string[];
  /** Product line, or line and connection: `futures`, `options/v2`. Default: found out. */
  readonly line?: string;
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** When the capture was made, `2022-05-01` or `2022-05-01T12:00:00Z`: all of it is judged by what topics were then. Default: frame by frame. */
  readonly at?: string;
  /** Folder of overlays that are applied for this run, as `learn --write` makes them. */
  readonly overlays?: string;
  /** Name of the capture format; default: found out. */
  readonly formatIn?: string;
  /** Threads; 0: none besides this one. Default: by the size of the captures and the machine. */
  readonly workers?: number;
  /** Longest line, bytes. */
  readonly maxLine?: number;
  /** False: parse every message, for comparison; the report is the same. */
  readonly fast?: boolean;
  /** Checks across messages that are off: keys of SEQUENCE_CHECKS. */
  readonly skip?: readonly string[];
  /** What `-` reads. */
  readonly stdin?: Readable;
}

export interface ValidateOptions extends CaptureOptions {
  /** Count what is in each field. */
  readonly stats?: boolean;
  readonly failOn?: "error" | "warning" | "never";
  /** File of known findings. */
  readonly baseline?: string;
  /** Add the findings of this run to `baseline`. */
  readonly updateBaseline?: boolean;
  /** The day on which entries of the baseline count or do not: `2026-11-22`. Default: that of the machine, in UTC. */
  readonly today?: string;
}

export interface ValidateResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent if the options or the spec were wrong. */
  readonly report?: ValidateReport;
}

export async function validate(options: ValidateOptions): Promise<ValidateResult> {
  const report = createReport();
  if (options.updateBaseline === true && options.baseline === undefined)
    usage(report, "--update-baseline needs --baseline FILE.", "Say which file.");
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const entries =
    options.baseline === undefined ? [] : readBaseline(options.baseline, options.updateBaseline === true, report);
  const known = acceptedOn(today, entries);
  const baseline =
    options.updateBaseline === true && options.baseline !== undefined
      ? openOutput(options.baseline, report)
      : undefined;
  const data = report.failed
    ? undefined
    : await checkCaptures(options, { stats: options.stats === true, known }, report);
  if (!data) return { diagnostics: report.diagnostics };
  // What was not checked is no reason to accept less, or more.
  if (baseline && !data.partial && !report.failed) writeBaseline(baseline, entries, data.findings, { today, report });
  else if (options.baseline !== undefined)
    reportExpired(entries, data.findings, { file: options.baseline, today, report });
  const failOn = options.failOn ?? "error";
  const [errors, warnings] = [severityCount(data.findings, "error"), severityCount(data.findings, "warning")];
  const failing = failOn === "never" ? 0 : failOn === "warning" ? errors + warnings : errors;
  if (failing > 0 && options.updateBaseline !== true)
    report.add({
      code: "validate/findings",
      severity: "error",
      message: `${countText(errors, warnings)}; the report has them.`,
    });
  return { diagnostics: report.diagnostics, report: data };
}

/** What `validate` and `learn` share. Undefined if nothing could be checked; the report says why. */
export async function checkCaptures(
  options: CaptureOptions,
  { stats, known }: { stats: boolean; known: ReadonlySet<string> },
  report: Report,
): Promise<ValidateReport | undefined> {
  const sources = expandSources(options.files, report);
  if (options.files.length === 0)
    usage(report, "No capture is named.", "Name files, folders, globs, or - for standard input.");
  const workers = options.workers ?? defaultWorkers(sources.reduce((sum, { size }) => sum + (size ?? 0), 0));
  const threads = sources.length === 0 ? undefined : startThreads(workers);
  try {
    const settings = await readSettings(options, report);
    if (!settings || sources.length === 0) return undefined;
    const progress = createProgress(options.progress);
    const run = await runChecks(
      {
        ...settings,
        sources,
        workers,
        threads,
        stats,
        fast: options.fast !== false,
        stdin: options.stdin ?? process.stdin,
        ...(options.signal ? { signal: options.signal } : {}),
        ...(progress ? { onProgress: progress } : {}),
      },
      report,
    );
    const data = createReportData(run, known, stats);
    reportProblems(data, report);
    return data;
  } finally {
    await stopThreads(threads);
  }
}

/** Those of an input's own were reported where they came up. */
function reportProblems(data: ValidateReport, report: Report): void {
  const lineFix =
    data.frames === 0
      ? "Name captures that hold messages."
      : "Name the product line (--line) or the format (--format-in); the report says what came.";
  for (const { severity, code, message, file } of problemsOf(data))
    if (!code.startsWith("input/"))
      report.add({
        severity,
        code,
        message,
        ...(file === undefined ? {} : { file }),
        fix: code === NOT_REMEMBERED ? "Record fewer topics into one capture; all else was checked." : lineFix,
      });
}

type Settings = Pick<RunOptions, "spec" | "line" | "format" | "read" | "maxLine" | "skip">;

/** Undefined if an option or the spec is wrong. */
async function readSettings(options: CaptureOptions, report: Report): Promise<Settings | undefined> {
  const before = report.diagnostics.length;
  const schemas = specFolder(options.schemas);
  // The line that is asked for is the only one that is read.
  const only = options.line === undefined ? undefined : [options.line.split("/")[0] ?? ""];
  const loaded = loadSpec(readLineFiles(schemas, only, report), schemas, report);
  const spec = await withOverlays(specAt(loaded, options.at, report), options.overlays, report);
  const format = findFormat(options.formatIn, report);
  const line = findLine(options.line, spec, report);
  const skip = new Set(options.skip ?? []);
  for (const name of skip)
    if (!Object.hasOwn(SEQUENCE_CHECKS, name))
      usage(report, `There is no check "${name}".`, `Checks: ${Object.keys(SEQUENCE_CHECKS).join(", ")}.`);
  if (report.diagnostics.slice(before).some(({ severity }) => severity === "error")) return undefined;
  return {
    spec,
    ...(line ? { line } : {}),
    ...(format ? { format } : {}),
    read: readOptionsOf(options),
    maxLine: options.maxLine ?? DEFAULT_MAX_LINE,
    skip,
  };
}

/** Below it a thread takes longer to start than the work takes. */
const WORTH_A_THREAD = 32 * 1024 * 1024;
/** What each further thread has to have to do: every one compiles and warms up by itself. */
const WORTH_ANOTHER = 100 * 1024 * 1024;

function defaultWorkers(bytes: number): number {
  if (bytes < WORTH_A_THREAD) return 0;
  return Math.min(1 + Math.floor(bytes / WORTH_ANOTHER), availableParallelism(), 8);
}

function usage(report: Report, message: string, fix: string): void {
  report.add({ code: "usage/option", severity: "error", message, fix });
}

function findLine(text: string | undefined, spec: Spec, report: Report): LineChoice | undefined {
  if (text === undefined) return undefined;
  const [name = "", connection, ...rest] = text.split("/");
  const line = spec.lines.find((each) => each.name === name);
  if (line && rest.length === 0 && (connection === undefined || Object.hasOwn(line.file.connections, connection)))
    return { line: name, ...(connection === undefined ? {} : { connection }) };
  // A line that does not exist was reported when it was read.
  if (!line) return undefined;
  const names = spec.lines.flatMap((each) => [
    each.name,
    ...Object.keys(each.file.connections).map((key) => `${each.name}/${key}`),
  ]);
  usage(report, `There is no line "${text}".`, `Lines: ${names.join(", ")}.`);
  return undefined;
}

/** With the revisions of that time in the place of today's. */
function specAt(spec: Spec, at: string | undefined, report: Report): Spec {
  if (at === undefined) return spec;
  const time = isoTime(at);
  if (time !== undefined) return { ...spec, lines: spec.lines.map((line) => lineAt(line, time)) };
  usage(report, `${JSON.stringify(at)} is no date.`, "Write --at 2022-05-01 or 2022-05-01T12:00:00Z, in UTC.");
  return spec;
}

/** At most ten times a second: read, rate, time left. */
function createProgress(
  progress: ((text: string) => void) | undefined,
): ((read: number, total: number | undefined, messages: number) => void) | undefined {
  if (!progress) return undefined;
  const started = Date.now();
  let shown = 0;
  return (read, total, messages) => {
    const now = Date.now();
    if (now - shown < 100) return;
    shown = now;
    const seconds = Math.max((now - started) / 1e3, 0.001);
    const rate = read / seconds;
    const share =
      total === undefined || total === 0 ? "" : ` of ${mega(total)} MB (${Math.floor((read / total) * 100)} %)`;
    const left = total === undefined || rate === 0 ? "" : `, ${Math.ceil(Math.max(total - read, 0) / rate)} s left`;
    progress(`${mega(read)} MB${share}, ${messages} messages, ${mega(rate)} MB/s${left}`);
  };
}

const mega = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
