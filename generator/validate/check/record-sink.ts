/** Takes the lines of a block, reads the record in each, and has its frame proven or checked. */

import type { CaptureRecord } from "../../capture/format.js";
import type { LineSink } from "../../capture/lines.js";
import { ndjson } from "../../capture/ndjson.js";
import { readRecord } from "../../capture/read-record.js";
import { urlOf } from "../../capture/session.js";
import { countFrame, countInTime, countTime } from "./block-counts.js";
import { addUnrouted, checkFrame } from "./frame-check.js";
import { tooLongKey } from "./frame-findings.js";
import type { OpenBlock } from "./open-block.js";
import { placeOf } from "./position.js";
import { LONGEST_SAMPLED } from "./samples.js";

export function createRecordSink(block: OpenBlock): LineSink {
  const { format, position } = block;
  return {
    ...(format === ndjson && { many: (bytes, start, offset) => proveLines(block, bytes, start, offset) }),
    line(bytes, start, end, offset) {
      if (block.isUndecided) return;
      position.line += 1;
      position.offset = offset;
      const { setup, session, record } = block;
      if (!readRecord(format, bytes, start, end, offset, record, session, setup.read)) return;
      if (record.place !== undefined) position.isFinal = true;
      checkRecord(block, bytes);
    },
    tooLong(offset, length) {
      const { setup, plan, record, counts, findings } = block;
      position.line += 1;
      position.offset = offset;
      countFrame(counts, length);
      record.place = undefined;
      record.time = undefined;
      findings.add(tooLongKey(setup.maxLine), placeOf(plan.source, record, position));
    },
  };
}

/** Bare lines are proven many at a time. Behind the last one that is proven. */
function proveLines(block: OpenBlock, bytes: Buffer, start: number, offset: number): number {
  const { session, record, position, connections, provers } = block;
  const prover = provers.use(connections(session.connection).proofs);
  if (!prover) return start;
  record.connection = session.connection;
  position.offset = offset;
  return prover.run(bytes, start, position, session.connection);
}

function checkRecord(block: OpenBlock, bytes: Buffer): void {
  const { record, session, counts, events } = block;
  block.readAddress(urlOf(session.urls, record.connection));
  switch (record.kind) {
    case "none":
      return;
    case "other":
      counts.others += 1;
      return;
    case "frame":
      block.isUndecided = block.connections(record.connection, record.time).isUndecided;
      if (block.isUndecided) return;
      if (record.text !== undefined) checkFrame(block, record.text, record.text.length);
      else if (record.direction === "sent" || !isProven(block, bytes)) checkBytes(block, bytes);
      return;
    case "open":
    case "close":
      events[record.kind]();
      return;
    case "binary":
      countFrame(counts, 0);
      addUnrouted(block, "binary", "", "");
      return;
    case "damaged":
      countFrame(counts, 0);
      addUnrouted(block, "damaged-record", "", beginOf(bytes, record));
  }
}

function isProven({ record, position, connections, provers, counts }: OpenBlock, bytes: Buffer): boolean {
  const { start, end, time, connection } = record;
  const prover = provers.use(connections(connection, time).proofs);
  const form = prover?.prove(bytes, start, end, time, record.place ?? position, connection);
  if (form === undefined) return false;
  countTime(counts, time);
  countInTime(counts, time, form);
  return true;
}

function checkBytes(block: OpenBlock, bytes: Buffer): void {
  const { record } = block;
  const { start, end } = record;
  const text = block.textOf(bytes, start, end);
  if (text !== undefined) {
    checkFrame(block, text, end - start);
    return;
  }
  countFrame(block.counts, end - start);
  addUnrouted(block, "not-utf-8", "", beginOf(bytes, record));
}

/** Of what cannot be read: as much as is shown. */
const beginOf = (bytes: Buffer, { start, end }: Pick<CaptureRecord, "start" | "end">): string =>
  bytes.toString("latin1", start, Math.min(end, start + LONGEST_SAMPLED));
