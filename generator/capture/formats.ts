/** Every capture format, in the order in which they are tried: the particular ones before those that take any JSON line. */

import { cryptofeedRaw } from "./cryptofeed-raw.js";
import { cryptofeedV2 } from "./cryptofeed-v2.js";
import { dialogue } from "./dialogue.js";
import type { FormatDefinition } from "./format.js";
import { har } from "./har.js";
import { hftbacktest } from "./hftbacktest.js";
import { ndjson } from "./ndjson.js";
import { type EnvelopeOptions, ndjsonEnvelope } from "./ndjson-envelope.js";
import { recording } from "./recording.js";
import { tardis } from "./tardis.js";
import { terminalLog } from "./terminal-log.js";

/** What formats take from the command line. */
export type ReadOptions = EnvelopeOptions;

export type CaptureFormat = FormatDefinition<ReadOptions>;

export const FORMATS: readonly CaptureFormat[] = [
  recording,
  har,
  cryptofeedRaw,
  tardis,
  hftbacktest,
  dialogue,
  terminalLog,
  cryptofeedV2,
  ndjsonEnvelope,
  ndjson,
];

/** Those of all options that formats take. */
export function readOptionsOf(options: ReadOptions): ReadOptions {
  const names = FORMATS.flatMap(({ flags }) => Object.keys(flags ?? {}));
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)));
}

const MAX_LINES = 20;
const MAX_LINE = 4096;

/** `head`: the first bytes of the capture, decompressed. */
export function detectFormat(head: Buffer, options: ReadOptions): CaptureFormat | undefined {
  const lines = firstLines(head);
  return FORMATS.find((format) => format.detect(lines, options));
}

function firstLines(head: Buffer): string[] {
  const lines: string[] = [];
  let start = head.subarray(0, 3).equals(BOM) ? BOM.length : 0;
  while (start < head.length && lines.length < MAX_LINES) {
    const newline = head.indexOf(0x0a, start);
    const end = newline < 0 ? head.length : newline;
    // Whole if it is short: envelopes are told by parsing one.
    const text = head.toString("utf8", start, newline < 0 ? Math.min(end, start + MAX_LINE) : end).replace(/\r$/, "");
    if (text.trim() !== "") lines.push(text);
    start = end + 1;
  }
  return lines;
}

/** For people, where the format is not known. */
export const firstLine = (head: Buffer): string => firstLines(head)[0] ?? "";

export const BOM: Buffer = Buffer.from([0xef, 0xbb, 0xbf]);
