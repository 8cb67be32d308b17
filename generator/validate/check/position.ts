/** Where in its capture the record at hand stands. */

import type { CaptureRecord } from "../../capture/format.js";
import type { Place } from "./findings.js";

/** Set anew for each line. */
export interface Position {
  /** Lines of the block that have begun, or of the capture if the block tells them. */
  line: number;
  /** Of the first byte of the last one, in the decompressed capture. */
  offset: number;
  /** Places tell lines of the capture, not of the block. */
  isFinal: boolean;
  /** The line at hand is the last one and has no end. */
  isCut: boolean;
}

export const createPosition = (): Position => ({ line: 0, offset: 0, isFinal: false, isCut: false });

/** `source`: number of the capture. */
export function placeOf(source: number, { place, time }: CaptureRecord, position: Position): Place {
  const { line, offset } = place ?? position;
  return { source, line, offset, ...(time === undefined ? {} : { time }) };
}
