/**
 * The product lines of one capture, and what its blocks are checked by. An endpoint is decided once, by the frames that follow its first one, when the
 * first block that shows it is settled: what is decided is a matter of the capture alone, however it is cut and on however many threads it is checked.
 */

import type { Block } from "../capture/blocks.js";
import { createRecord, type Direction } from "../capture/format.js";
import type { CaptureFormat, ReadOptions } from "../capture/formats.js";
import type { LineSink } from "../capture/lines.js";
import { isOfPlainLines } from "../capture/open-capture.js";
import { readBlock } from "../capture/read-block.js";
import { readRecord } from "../capture/read-record.js";
import { copySession, type Session, urlOf } from "../capture/session.js";
import type { Spec } from "../spec/spec.js";
import type { SourcePlan } from "./check/block-result.js";
import { endpointKey, endpointOfKey } from "./check/endpoint.js";
import { type CheckOf, checkName, createLineChecks, type LineCheck } from "./check/line-check.js";
import type { LineChoice } from "./check/line-choice.js";
import { whyTooHeavy } from "./check/scan-text.js";
import {
  type Candidates,
  candidatesOf,
  createTrial,
  decideLine,
  isClear,
  joinDecisions,
  type LineDecision,
  type Trial,
} from "./decide-line.js";
import type { FormTable } from "./form-table.js";
import { compileProofs, type Proofs } from "./proof/proof-module.js";

export interface LinesSetup {
  readonly spec: Spec;
  readonly table: FormTable;
  /** `--line` */
  readonly line?: LineChoice;
  readonly maxLine: number;
  readonly read: ReadOptions;
  readonly books: boolean;
  /** Prove messages from their bytes. */
  readonly fast: boolean;
}

export interface SourceLines {
  /** By what was decided so far. */
  readonly plan: SourcePlan;
  /** Of endpoints that nobody decides. */
  readonly rest: { readonly choice: LineChoice | undefined };
  /** In the order in which their endpoints came. */
  readonly decisions: readonly LineDecision[];
  /** Decides the endpoints that the block is the first to show. `following`: the blocks behind it, as far as somebody asks. */
  decide(block: Block, following: AsyncIterable<Block>): Promise<void>;
}

/** Of an endpoint, frames that are looked at, and how far behind the first of them, in bytes of the capture. */
const MOST_FRAMES = 100;
/** As many are enough where one line takes them all as they are, and no other one does. */
const ENOUGH_FRAMES = 20;
const MOST_BYTES = 1024 * 1024;
/** Of one capture; what comes later is of no line, unless --line names one. */
const MOST_ENDPOINTS = 1000;
const WINDOW_BYTES = 256 * 1024;

/** What the captures of a run share: line checks and proofs are compiled once. */
export function createLinesOf(setup: LinesSetup): (format: CaptureFormat, source: number) => SourceLines {
  const { spec, table } = setup;
  const checkOf = createLineChecks(spec.lines, table, false);
  const proofsOf = createProofs(setup);
  const window = Buffer.allocUnsafe(WINDOW_BYTES);
  return (format, source) => {
    const choices = new Map<string, LineChoice | undefined>();
    const proofs = new Map<string, Proofs>();
    const decisions: LineDecision[] = [];
    const rest = { choice: setup.line };
    const settle = (key: string, sample: Sample): void => {
      const url = endpointOfKey(key);
      const { choice, decision } = decideLine(url, sample.by, sample.trials, sample.frames);
      choices.set(key, choice);
      decisions.push(decision);
      const check = choice && checkOf(choice, sample.time);
      const name = check && checkName(choice, check.era);
      const compiled = check && proofsOf(check, sample.isSpaced);
      // Frames of another time than the first ones are parsed.
      if (name !== undefined && compiled && !proofs.has(name)) proofs.set(name, compiled);
    };
    return {
      rest,
      get plan() {
        const isFull = choices.size >= MOST_ENDPOINTS;
        return {
          source,
          format: format.name,
          choices: new Map(choices),
          proofs: new Map(proofs),
          ...(isFull && { rest }),
        };
      },
      get decisions() {
        return joinDecisions(decisions);
      },
      async decide(block, following) {
        const samples = await takeSamples(block, following, {
          format,
          setup,
          window,
          checkOf,
          isNew: (key, others) => !choices.has(key) && choices.size + others < MOST_ENDPOINTS,
        });
        for (const [key, sample] of samples) settle(key, sample);
      },
    };
  };
}

/** The first frames of an endpoint, held against each line that it may be. */
interface Sample {
  readonly by: Candidates["by"];
  readonly trials: readonly Trial[];
  /** Of the first frame; undefined where the capture has none. */
  readonly time: number | undefined;
  /** Offset behind which nothing is looked at. */
  readonly end: number;
  frames: number;
  /** Nothing more is looked at. */
  isWhole: boolean;
  isSpaced: boolean;
}

function addFrame(sample: Sample, text: string, direction: Direction): void {
  sample.frames += 1;
  sample.isSpaced ||= isSpaced(text);
  if (whyTooHeavy(text) === undefined) for (const trial of sample.trials) trial.add(text, direction);
  sample.isWhole = sample.frames >= MOST_FRAMES || (sample.frames >= ENOUGH_FRAMES && isClear(sample.trials));
}

interface Sampling {
  readonly format: CaptureFormat;
  readonly setup: LinesSetup;
  readonly window: Buffer;
  readonly checkOf: CheckOf;
  /** Of an endpoint that is not decided yet, if there is room for `others` and one more. */
  readonly isNew: (key: string, others: number) => boolean;
}

async function takeSamples(
  first: Block,
  following: AsyncIterable<Block>,
  sampling: Sampling,
): Promise<ReadonlyMap<string, Sample>> {
  const { format, setup, window } = sampling;
  const samples = new Map<string, Sample>();
  const read = (block: Block, session: Session): boolean => {
    const sink = createSampleSink(samples, session, block === first, sampling);
    readBlock(block, format, { maxLine: setup.maxLine, window }, sink, { at() {}, unterminated() {} });
    // A block within a long line has no record.
    const offset = Math.max(block.offset, sink.offset);
    return [...samples.values()].every((sample) => sample.isWhole || offset >= sample.end);
  };
  const session = copySession(first.session);
  if (read(first, session)) return samples;
  for await (const block of following) {
    // Where it can be cut anywhere, the session is what was read so far.
    if (read(block, isOfPlainLines(format) ? session : copySession(block.session))) break;
  }
  return samples;
}

/** `isFirst`: endpoints that it shows are looked at; in what follows only those are. `offset`: of the last record. */
function createSampleSink(
  samples: Map<string, Sample>,
  session: Session,
  isFirst: boolean,
  { format, setup, checkOf, isNew }: Sampling,
): LineSink & { readonly offset: number } {
  const { spec, line, read } = setup;
  const record = createRecord();
  let last = 0;
  let asked: { connection?: string; url?: string | undefined; sample?: Sample | undefined } = {};
  const begin = (key: string, offset: number, time: number | undefined): Sample => {
    const { by, choices } = candidatesOf(endpointOfKey(key), spec.lines, line);
    const checks = choices.flatMap((choice) => checkOf(choice, time) ?? []);
    const trials = checks.map((check) => createTrial(check, spec.exchange));
    const sample = { by, trials, time, end: offset + MOST_BYTES, frames: 0, isWhole: false, isSpaced: false };
    samples.set(key, sample);
    return sample;
  };
  return {
    get offset() {
      return last;
    },
    line(bytes, start, end, offset) {
      const isRead = readRecord(format, bytes, start, end, offset, record, session, read);
      last = record.place?.offset ?? offset;
      if (!isRead || record.kind !== "frame") return;
      const { connection } = record;
      const url = urlOf(session.urls, connection);
      // Frames of one connection follow each other.
      if (connection !== asked.connection || url !== asked.url) {
        const key = endpointKey(connection, url);
        const sample =
          samples.get(key) ?? (isFirst && isNew(key, samples.size) ? begin(key, last, record.time) : undefined);
        asked = { connection, url, sample };
      }
      const { sample } = asked;
      if (!sample || sample.isWhole || last >= sample.end) return;
      addFrame(sample, record.text ?? bytes.toString("utf8", record.start, record.end), record.direction);
    },
    tooLong(offset) {
      last = offset;
    },
  };
}

/** Blanks between tokens, as far as a look at one frame tells; text may hold the same. */
const isSpaced = (text: string): boolean => /^\s*[[{]\s|[:,]\s/.test(text);

/** Undefined where messages are not proven from their bytes. */
function createProofs({ table, books, fast }: LinesSetup): (check: LineCheck, spaced: boolean) => Proofs | undefined {
  const compiled = new Map<string, Proofs>();
  return ({ line, choice, era }, spaced) => {
    if (!fast) return undefined;
    const key = `${checkName(choice, era)} ${spaced}`;
    const options = { line, since: era.from, connection: choice.connection, table, books, spaced };
    const proofs = compiled.get(key) ?? compileProofs(options);
    compiled.set(key, proofs);
    return proofs;
  };
}
