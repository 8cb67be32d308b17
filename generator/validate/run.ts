/** Reads captures, has their blocks checked and puts the results together in the order of the captures. */

import type { Readable } from "node:stream";
import { createBlockBuffers } from "../capture/block-buffers.js";
import {
  type Block,
  type BlocksEnd,
  firstLineOf,
  headBlock,
  type OpenCapture,
  openCapture,
} from "../capture/blocks.js";
import type { CaptureFormat, EnvelopeKeys, ReadOptions } from "../capture/format.js";
import { FORMATS } from "../capture/formats.js";
import type { CaptureSource } from "../capture/sources.js";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import type { Spec } from "../spec/spec.js";
import type { BlockResult, FormResult, SourcePlan } from "./block-check.js";
import { decideLine, type LineDecision, nameOf, sampleFrames } from "./decide-line.js";
import { createCollector, type Place, type Tally } from "./findings.js";
import { createFormTable, type FormTable } from "./form-table.js";
import { createLineChecks, type LineChoice } from "./line-check.js";
import { createCheckPool, type Threads } from "./pool.js";
import { compileProofs, type Proofs } from "./proof-module.js";
import { NO_SECRETS, sampleOf } from "./redact.js";
import { scrubOf, scrubRun } from "./scrub-run.js";
import { createSecretCollector } from "./secret-values.js";
import { createReplay } from "./sequence/replay.js";
import { type FormStats, mergeStats } from "./stats.js";
import { createTimeline, mergeTimeline, type Timeline } from "./timeline.js";

export interface RunOptions {
  readonly spec: Spec;
  readonly sources: readonly CaptureSource[];
  /** `--line` */
  readonly line?: LineChoice;
  readonly format?: CaptureFormat;
  readonly envelope: EnvelopeKeys;
  readonly maxLine: number;
  /** Threads; 0: this one. */
  readonly workers: number;
  readonly threads: Threads;
  readonly stats: boolean;
  /** Prove messages from their bytes where that is possible; the report is the same. */
  readonly fast: boolean;
  /** Names of sequence checks that are off. */
  readonly skip: ReadonlySet<string>;
  readonly stdin: Readable;
  readonly signal?: AbortSignal;
  /** Bytes of the files that were read, and of all files where they are known. */
  readonly onProgress?: (read: number, total: number | undefined, messages: number) => void;
}

export interface SourceResult {
  readonly file: string;
  readonly format: string;
  readonly compression: string;
  readonly lines: number;
  readonly frames: number;
  readonly decisions: readonly LineDecision[];
}

export interface RunResult {
  readonly table: FormTable;
  readonly sources: readonly SourceResult[];
  /** By form, in the order of the table; only forms that were seen. */
  readonly forms: readonly (Omit<FormResult, "stats"> & { readonly stats: FormStats })[];
  readonly frames: number;
  readonly sent: number;
  readonly bytes: number;
  /** Milliseconds since 1970 of the first and last frame, over all captures. */
  readonly firstTime: number | undefined;
  readonly lastTime: number | undefined;
  readonly findings: readonly Tally[];
  readonly timeline: Timeline;
  /** Stopped before the end. */
  readonly partial: boolean;
}

/** The events of two megabytes of the smallest messages that have any; what is larger is copied. */
const EVENT_BYTES = 2 * 1024 * 1024;
const MIN_RANGE = 1024 * 1024;
/** Small enough that what waits for its turn is a few megabytes a thread, and that the last ranges end together. */
const MAX_RANGE = 2 * 1024 * 1024;

export async function runChecks(options: RunOptions, outer: Report): Promise<RunResult> {
  // What is said of one capture may hold a secret that another one tells.
  const report = createReport();
  const { spec, sources, signal } = options;
  const read: ReadOptions = { envelope: options.envelope };
  const table = createFormTable(spec);
  const checkOf = createLineChecks(spec.lines, table, false);
  const collector = createCollector();
  const secrets = createSecretCollector();
  const timeline = createTimeline();
  const buffers = createBlockBuffers();
  const forms = new Map<number, RunResult["forms"][number]>();
  /** By the number of the capture: those that could not be read have none. */
  const results: SourceResult[] = [];
  let begun = 0;
  const total = { frames: 0, sent: 0, bytes: 0, messages: 0, read: 0 };
  let firstTime: number | undefined;
  let lastTime: number | undefined;
  const sizes = sources.map(({ size }) => size);
  const allBytes = sizes.every((size) => size !== undefined)
    ? sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
    : undefined;
  const books = !options.skip.has("book");
  const pool = await createCheckPool(options.threads, options.workers, {
    spec,
    maxLine: options.maxLine,
    stats: options.stats,
    books,
    read,
  });

  // What statistics count is in the parsed message only.
  const fast = options.fast && !options.stats;
  const compiled = new Map<string, Proofs>();
  const proofsOf = (choices: readonly (LineChoice | undefined)[], spaced: boolean): Record<string, Proofs> => {
    const proofs: Record<string, Proofs> = {};
    for (const choice of fast ? choices : []) {
      const line = choice && spec.lines.find(({ name }) => name === choice.line);
      if (!line) continue;
      const key = `${nameOf(choice)} ${spaced}`;
      const known = compiled.get(key) ?? compileProofs({ line, connection: choice.connection, table, books, spaced });
      compiled.set(key, known);
      proofs[nameOf(choice)] = known;
    }
    return proofs;
  };

  const merge = (result: BlockResult, source: number, line: number): void => {
    total.frames += result.frames;
    total.sent += result.sent;
    total.bytes += result.bytes;
    if (result.firstTime !== undefined) firstTime = Math.min(firstTime ?? result.firstTime, result.firstTime);
    if (result.lastTime !== undefined) lastTime = Math.max(lastTime ?? result.lastTime, result.lastTime);
    const shift = (place: Place): Place => (result.placed ? place : { ...place, source, line: place.line + line });
    collector.merge(result.findings, shift);
    secrets.merge(result.secrets);
    mergeTimeline(timeline, result.timeline);
    for (const { stats, ...form } of result.forms) {
      total.messages += form.messages;
      const known = forms.get(form.form);
      const all = known ?? { ...form, stats: new Map() };
      if (known) {
        known.messages += form.messages;
        known.invalid += form.invalid;
        known.warned += form.warned;
        known.bytes += form.bytes;
        for (const [index, byte] of form.seen.entries()) if (byte !== 0) known.seen[index] = 1;
      } else forms.set(form.form, all);
      if (stats) mergeStats(all.stats, stats);
    }
  };

  // Results in the order of their blocks: each waits for the ones before it, of its own capture and of those before. The next capture is
  // begun meanwhile, so that many small ones keep all threads busy.
  const waiting: {
    readonly block?: Block;
    readonly room?: Uint8Array;
    readonly result: Promise<BlockResult | undefined>;
    settle(result: BlockResult | undefined): void;
  }[] = [];
  const settleNext = async (): Promise<void> => {
    const next = waiting.shift();
    if (!next) return;
    const result = await next.result;
    if (next.block?.content.kind === "bytes") buffers.give(next.block.content.bytes);
    next.settle(result);
    if (next.room) buffers.give(next.room);
  };

  const checkSource = async (capture: OpenCapture): Promise<void> => {
    const { format } = capture;
    if (!format || capture.head.length === 0) return;
    const source = begun++;
    const { plan, decisions } = planSource(capture, format, source);
    const replay = createReplay(table, options.skip, collector);
    const blocks = capture.blocks({
      maxLine: options.maxLine,
      rangeBytes: rangeSize(capture.size ?? 0),
      read,
      buffers,
      onBytes(bytes) {
        total.read += bytes;
        options.onProgress?.(total.read, allBytes, total.messages);
      },
    });
    let lines = 0;
    let frames = 0;
    let endTime: number | undefined;
    let end: BlocksEnd = {};
    for (;;) {
      const next: IteratorResult<Block, BlocksEnd> = await blocks.next();
      if (next.done === true) {
        end = next.value ?? {};
        break;
      }
      if (signal?.aborted === true) {
        await blocks.return({});
        break;
      }
      const room = buffers.take(EVENT_BYTES);
      const checked = pool.check(next.value, plan, new Float64Array(room.buffer, 0, EVENT_BYTES / 8));
      // A failure is our own bug and comes out where the result is awaited.
      checked.catch(() => {});
      waiting.push({
        block: next.value,
        room,
        result: checked,
        settle(result) {
          if (!result) return;
          replay.apply(result.events, source, result.placed ? 0 : lines);
          merge(result, source, lines);
          lines += result.lines;
          frames += result.frames;
          endTime = result.lastTime ?? endTime;
        },
      });
      if (waiting.length >= pool.ahead) await settleNext();
    }
    const { name: file } = capture.source;
    waiting.push({
      result: Promise.resolve(undefined),
      settle() {
        replay.end(endTime);
        if (end.damage)
          report.add({
            code: "input/damaged",
            severity: "error",
            message: `${end.damage.message} What came before was checked: ${lines} lines.`,
            file,
            fix: "Record or copy the file again; a copy that was cut has no sound end.",
          });
        results.push({ file, format: format.name, compression: capture.compression, lines, frames, decisions });
      },
    });
  };

  const planSource = (
    capture: OpenCapture,
    format: CaptureFormat,
    source: number,
  ): { plan: SourcePlan; decisions: LineDecision[] } => {
    const { bytes, session } = headBlock(capture, options.maxLine);
    const frames = sampleFrames(bytes, format, session, read);
    const decisions: LineDecision[] = [];
    const byUrl: Record<string, LineChoice | undefined> = {};
    let choice: LineChoice | undefined;
    const decide = (url: string, texts: readonly string[]): LineChoice | undefined => {
      const { choice: decided, decision } = decideLine(url, texts, {
        lines: spec.lines,
        checkOf,
        ...(options.line ? { option: options.line } : {}),
      });
      decisions.push(decision);
      if (decision.alsoFits.length > 0 && decided)
        report.add({
          code: "validate/ambiguous-line",
          severity: "info",
          message: `The frames fit ${[nameOf(decided), ...decision.alsoFits].join(" and ")} alike; checked against ${nameOf(decided)}.`,
          file: capture.source.name,
          fix: "Say which with --line.",
        });
      return decided;
    };
    for (const [url, texts] of frames) if (url !== "") byUrl[url] = decide(url, texts);
    // Connections whose URL comes later in the file are judged with the first ones.
    const rest = frames.get("");
    if ((rest !== undefined && rest.length > 0) || frames.size === 0) choice = decide("", rest ?? []);
    else choice = Object.values(byUrl).find((each) => each !== undefined);
    const spaced = [...frames.values()].some((texts) => texts.some(isSpaced));
    return {
      plan: { source, format: format.name, choice, byUrl, proofs: proofsOf([choice, ...Object.values(byUrl)], spaced) },
      decisions,
    };
  };

  for (const source of sources) {
    if (signal?.aborted === true) break;
    const capture = await openCapture(source, {
      stdin: options.stdin,
      maxLine: options.maxLine,
      read,
      ...(options.format ? { format: options.format } : {}),
    });
    reportUnreadable(capture, report);
    await checkSource(capture);
  }
  while (waiting.length > 0) await settleNext();
  const scrub = scrubOf(secrets.take(), table);
  for (const { excerpt, ...diagnostic } of report.diagnostics)
    outer.add({ ...diagnostic, ...(excerpt === undefined ? {} : { excerpt: scrub(excerpt) }) });
  const result: RunResult = {
    table,
    sources: results,
    forms: [...forms.values()].sort((a, b) => a.form - b.form),
    frames: total.frames,
    sent: total.sent,
    bytes: total.bytes,
    firstTime,
    lastTime,
    findings: collector.take(),
    timeline,
    partial: signal?.aborted === true,
  };
  return scrubRun(result, scrub);
}

/** Blanks between tokens, as far as a look at one frame tells; text may hold the same. */
const isSpaced = (text: string): boolean => /^\s*[[{]\s|[:,]\s/.test(text);

/** By the file alone, so that reports are the same for any number of threads; small enough that each has something to do to the end. */
function rangeSize(size: number): number {
  return Math.min(MAX_RANGE, Math.max(MIN_RANGE, Math.ceil(size / 32)));
}

function reportUnreadable({ source, head, format, damage }: OpenCapture, report: Report): void {
  const file = source.name;
  // What could be read before a damaged place is checked, and the damage told behind it.
  if (damage && head.length === 0) {
    const fix = "Check the path and its rights.";
    report.add({ code: "input/unreadable", severity: "error", message: damage.message, file, fix });
  } else if (head.length === 0) {
    const message = "The capture is empty.";
    const fix = "Check what should have written it.";
    report.add({ code: "input/empty", severity: "error", message, file, line: 1, column: 1, fix });
  } else if (!format) {
    report.add({
      code: "input/unknown-format",
      severity: "error",
      message: "The format of the capture is not known.",
      file,
      line: 1,
      column: 1,
      excerpt: sampleOf(firstLineOf(head), undefined, NO_SECRETS, 400),
      fix: `Name it with --format-in. Formats:\n${FORMATS.map(({ name, title }) => `    ${name.padEnd(16)} ${title}`).join("\n")}`,
    });
  }
}
