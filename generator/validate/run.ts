/** Reads captures, has their blocks checked and puts the results together in the order of the captures. */

import type { Readable } from "node:stream";
import { type BlockBuffers, createBlockBuffers } from "../capture/block-buffers.js";
import type { Block } from "../capture/blocks.js";
import type { Damage } from "../capture/damage.js";
import type { CaptureFormat, ReadOptions } from "../capture/formats.js";
import { type BlocksEnd, type OpenCapture, openCapture } from "../capture/open-capture.js";
import type { CaptureSource } from "../capture/sources.js";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import type { Spec } from "../spec/spec.js";
import { createBlockChecker } from "./block-checker.js";
import { type BlockQueue, createBlockQueue } from "./block-queue.js";
import type { BlockResult } from "./check/block-result.js";
import { createFindingCollector, type FindingCollector } from "./check/findings.js";
import type { LineChoice } from "./check/line-choice.js";
import type { LineDecision } from "./decide-line.js";
import { createFormTable, type FormTable } from "./form-table.js";
import { createInOrder, type InOrder } from "./in-order.js";
import { type CheckPool, createCheckPool, type Threads } from "./pool.js";
import type { RunResult, SourceResult } from "./run-result.js";
import { scrubOf, scrubRun } from "./scrub-run.js";
import { type BookTotals, createBookTotals } from "./sequence/book-totals.js";
import { createReplay, type Replay } from "./sequence/replay.js";
import { createLinesOf } from "./source-lines.js";
import { createTotals, type TotalsCollector } from "./totals.js";
import { damageDiagnostic, INTERRUPTED, NO_FRAMES, whyUnusable } from "./unusable.js";

export interface RunOptions {
  readonly spec: Spec;
  readonly sources: readonly CaptureSource[];
  /** `--line` */
  readonly line?: LineChoice;
  readonly format?: CaptureFormat;
  readonly read: ReadOptions;
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

/** The events of two megabytes of the smallest messages that have any; what is larger is copied. */
const EVENT_BYTES = 2 * 1024 * 1024;
const MIN_RANGE = 1024 * 1024;
/** Small enough that what waits for its turn is a few megabytes a thread, and that the last ranges end together. */
const MAX_RANGE = 2 * 1024 * 1024;

/** What the captures of a run share. */
interface Run {
  readonly options: RunOptions;
  readonly report: Report;
  readonly table: FormTable;
  readonly collector: FindingCollector;
  readonly totals: TotalsCollector;
  readonly books: BookTotals;
  readonly buffers: BlockBuffers;
  readonly pool: CheckPool;
  readonly inOrder: InOrder;
  readonly linesOf: ReturnType<typeof createLinesOf>;
  readonly results: SourceResult[];
  readonly onBytes: (bytes: number) => void;
}

export async function runChecks(options: RunOptions, outer: Report): Promise<RunResult> {
  // What is said of one capture may hold a secret that another one tells.
  const report = createReport();
  const { signal } = options;
  const run = await startRun(options, report);
  /** Those of which blocks are still read: a descriptor each. */
  const open = new Set<OpenCapture>();
  try {
    for (const [index, source] of options.sources.entries()) {
      const damage = source.damage ?? (signal?.aborted === true ? INTERRUPTED : undefined);
      if (damage) {
        const counts = { lines: 0, frames: 0, others: 0, checked: 0, decisions: [] };
        const result = { file: source.name, format: "", compression: "none", ...counts, damage };
        await run.inOrder.addEnd(() => run.results.push(result));
        continue;
      }
      const capture = await openCapture(source, {
        stdin: options.stdin,
        read: options.read,
        ...(options.format ? { format: options.format } : {}),
        ...(signal ? { signal } : {}),
      });
      open.add(capture);
      const result = await checkCapture(capture, index, run);
      await run.inOrder.addEnd(() => {
        run.results.push(result());
        capture.close();
        open.delete(capture);
      });
    }
    await run.inOrder.finish();
  } finally {
    await run.inOrder.abandon();
    for (const capture of open) capture.close();
  }
  const { secrets, ...totals } = run.totals.take();
  const scrub = scrubOf(secrets, run.table);
  for (const { excerpt, ...diagnostic } of report.diagnostics)
    outer.add({ ...diagnostic, ...(excerpt === undefined ? {} : { excerpt: scrub(excerpt) }) });
  const { table, results, books } = run;
  const result = { table, sources: results, books: books.take(), ...totals, partial: signal?.aborted === true };
  return scrubRun(result, scrub);
}

async function startRun(options: RunOptions, report: Report): Promise<Run> {
  const { spec, maxLine, stats, skip, line, sources, read } = options;
  const table = createFormTable(spec);
  const collector = createFindingCollector();
  const totals = createTotals(collector);
  const books = !skip.has("book");
  const pool = await createCheckPool(options.threads, options.workers, { spec, maxLine, stats, books, read });
  // What statistics count is in the parsed message only.
  const fast = options.fast && !stats;
  const sizes = sources.map(({ size, damage }) => (damage ? 0 : size));
  const allBytes = sizes.every((size) => size !== undefined)
    ? sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
    : undefined;
  let bytesRead = 0;
  return {
    options,
    report,
    table,
    collector,
    totals,
    books: createBookTotals(),
    buffers: createBlockBuffers(),
    pool,
    inOrder: createInOrder(pool.ahead),
    linesOf: createLinesOf({ spec, table, maxLine, read, books, fast, ...(line ? { line } : {}) }),
    results: [],
    onBytes(bytes) {
      bytesRead += bytes;
      options.onProgress?.(bytesRead, allBytes, totals.checked);
    },
  };
}

/** What the blocks of a capture come to, as far as they are settled. */
interface CaptureState {
  readonly counts: { lines: number; frames: number; others: number; checked: number };
  decisions: readonly LineDecision[];
  /** Of the last frame that has a time. */
  endTime: number | undefined;
  /** Messages that were not checked across messages. */
  unremembered: number;
  damage: Damage | undefined;
}

/** Begins the checks of all blocks; the result is there once they are settled. */
async function checkCapture(capture: OpenCapture, source: number, run: Run): Promise<() => SourceResult> {
  const state: CaptureState = {
    counts: { lines: 0, frames: 0, others: 0, checked: 0 },
    decisions: [],
    endTime: undefined,
    unremembered: 0,
    damage: whyUnusable(capture, run.options.signal?.aborted === true),
  };
  if (capture.format && !state.damage) await checkBlocks(capture, capture.format, source, state, run);
  return () => sourceResult(capture, state, run.report);
}

async function checkBlocks(
  capture: OpenCapture,
  format: CaptureFormat,
  source: number,
  state: CaptureState,
  run: Run,
): Promise<void> {
  const { inOrder, buffers, pool, options } = run;
  const blocks = createBlockQueue(openBlocks(capture, run));
  const checker = createBlockChecker(pool, format, run.linesOf(format, source), blocks);
  const replay = createReplay(run.table, options.skip, run.collector, run.books);
  const begin = async (block: Block): Promise<void> => {
    const room = buffers.take(EVENT_BYTES);
    const work = await checker.begin(block, room);
    await inOrder.add(work.first, async () => {
      // Behind what could not be read, lines have no numbers and books no state.
      if (!state.damage) settleBlock(await work.settle(), source, state, replay, run.totals);
      if (block.content.kind === "bytes") buffers.give(block.content.bytes);
      blocks.settle();
      buffers.give(room);
    });
  };
  const end = await readBlocks(capture, blocks, run, begin, () => state.damage !== undefined);
  await inOrder.addEnd(() => {
    replay.end(state.endTime, state.counts.lines);
    state.unremembered = replay.unchecked;
    state.decisions = checker.decisions;
    state.damage ??= end.damage;
    if (state.counts.frames === 0) state.damage ??= NO_FRAMES;
  });
}

function settleBlock(
  result: BlockResult,
  source: number,
  state: CaptureState,
  replay: Replay,
  totals: TotalsCollector,
): void {
  const { counts } = state;
  replay.apply(result.events, source, result.placed ? 0 : counts.lines);
  counts.checked += totals.add(result, source, counts.lines);
  counts.lines += result.lines;
  counts.frames += result.frames;
  counts.others += result.others;
  state.endTime = result.lastTime ?? state.endTime;
  state.damage = result.damage;
}

function sourceResult(capture: OpenCapture, state: CaptureState, report: Report): SourceResult {
  const { counts, decisions, unremembered, damage } = state;
  const { source, format, compression } = capture;
  if (damage) report.add(damageDiagnostic(capture, damage, counts.lines));
  const hasLines = counts.lines > 0 && format?.cut?.isPlaced !== true;
  return {
    file: source.name,
    format: format?.name ?? "",
    compression,
    ...counts,
    ...(unremembered > 0 && { unremembered }),
    decisions,
    ...(damage && { damage: { ...damage, ...(hasLines && { line: counts.lines }) } }),
  };
}

function openBlocks(capture: OpenCapture, { options, buffers, onBytes }: Run): AsyncGenerator<Block, BlocksEnd> {
  const rangeBytes = rangeSize(capture.size ?? 0);
  const { maxLine, read } = options;
  return capture.blocks({ maxLine, rangeBytes, read, buffers, onBytes });
}

async function readBlocks(
  capture: OpenCapture,
  blocks: BlockQueue,
  { options }: Run,
  begin: (block: Block) => Promise<void>,
  isOver: () => boolean,
): Promise<BlocksEnd> {
  // A stream ends by itself: what had come of it is checked.
  const isInterrupted = (): boolean => capture.size !== undefined && options.signal?.aborted === true;
  for (;;) {
    const next = await blocks.next();
    if (next.done === true) return options.signal?.aborted === true ? { damage: INTERRUPTED } : next.value;
    if (isInterrupted() || isOver()) {
      await blocks.stop();
      return isInterrupted() ? { damage: INTERRUPTED } : {};
    }
    await begin(next.value);
  }
}

/** By the file alone, so that reports are the same for any number of threads; small enough that each has something to do to the end. */
function rangeSize(size: number): number {
  return Math.min(MAX_RANGE, Math.max(MIN_RANGE, Math.ceil(size / 32)));
}
