/** From a line, or what stands for one, to its record. */

import type { CaptureRecord } from "./format.js";
import { BOM, type CaptureFormat, type ReadOptions } from "./formats.js";
import type { Session } from "./session.js";

/** `offset`: of the line in the capture. False for a line that says nothing. */
export function readRecord(
  format: CaptureFormat,
  bytes: Buffer,
  start: number,
  end: number,
  offset: number,
  record: CaptureRecord,
  session: Session,
  options: ReadOptions,
): boolean {
  // A byte order mark is not part of the first line.
  const from = offset === 0 && bytes.subarray(start, start + BOM.length).equals(BOM) ? start + BOM.length : start;
  if (from === end && format.readsBlankLines !== true) return false;
  record.kind = "none";
  record.place = undefined;
  record.start = from;
  record.end = end;
  record.time = undefined;
  record.connection = session.connection;
  format.read(bytes, from, end, record, session, options);
  return true;
}
