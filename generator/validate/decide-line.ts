/** Which product line a capture speaks: by the endpoint's URL, by what the user said, else by which line's router knows its topics. */

import { createRecord } from "../capture/format.js";
import type { CaptureFormat, ReadOptions } from "../capture/formats.js";
import { readRecords } from "../capture/read-block.js";
import type { Session } from "../capture/session.js";
import type { LineSpec } from "../spec/spec.js";
import type { LineCheck } from "./check/line-check.js";
import { choicesOf, type LineChoice, nameOf } from "./check/line-choice.js";
import { isAuthenticationRequest } from "./redact/authentication.js";
import { redactText } from "./redact/redact-text.js";

export interface LineDecision {
  /** Without its query; absent for frames of connections without a known URL. */
  readonly url?: string;
  /** Absent: no line knows a frame of it. */
  readonly line?: string;
  readonly connection?: string;
  readonly by: "option" | "endpoint" | "topics";
  /** Frames looked at, and how many of them the line knows. */
  readonly frames: number;
  readonly known: number;
  /** Other lines that fit as well. */
  readonly alsoFits: readonly string[];
}

/** Frames of one URL that are looked at. */
const MAX_FRAMES = 50;
const MAX_LENGTH = 256 * 1024;

/** Received frames by URL (empty: unknown), from the first records of a capture. */
export function sampleFrames(
  bytes: Buffer,
  format: CaptureFormat,
  session: Session,
  options: ReadOptions,
): Map<string, string[]> {
  const frames = new Map<string, string[]>();
  const record = createRecord();
  // The last record may be cut where the head ends.
  readRecords(bytes, format, {
    line(line, start, end) {
      Object.assign(record, { kind: "none", text: undefined });
      format.read(line, start, end, record, session, options);
      const url = session.urls[record.connection] ?? "";
      const known = frames.get(url) ?? [];
      frames.set(url, known);
      if (record.kind !== "frame" || record.direction === "sent" || known.length >= MAX_FRAMES) return;
      const text = record.text ?? line.toString("utf8", record.start, Math.min(record.end, record.start + MAX_LENGTH));
      known.push(text);
    },
    tooLong() {},
  });
  return frames;
}

export interface DecideOptions {
  readonly lines: readonly LineSpec[];
  readonly checkOf: (choice: LineChoice) => LineCheck | undefined;
  /** `--line`: `futures`, or `options/v2`. */
  readonly option?: LineChoice;
}

export function decideLine(
  url: string,
  frames: readonly string[],
  { lines, checkOf, option }: DecideOptions,
): { choice: LineChoice | undefined; decision: LineDecision } {
  const shown = url === "" ? {} : { url: redactText(endpointOf(url)) };
  const byEndpoint = url === "" ? [] : choicesOfUrl(url, lines);
  const all = lines.flatMap(choicesOf);
  const asked = option && all.filter((choice) => fitsOption(choice, option));
  const wanted = asked ?? (byEndpoint.length > 0 ? byEndpoint : all);
  // Both known: the option names the line, the endpoint its connection.
  const both = asked && byEndpoint.filter((choice) => fitsOption(choice, option));
  const candidates = both && both.length > 0 ? both : wanted;
  const scored = candidates.map((choice) => ({ choice, ...score(checkOf(choice), frames) }));
  const best = Math.max(...scored.map(({ points }) => points), 0);
  const winners = scored.filter(({ points }) => points === best);
  const winner = winners[0];
  const by = option ? "option" : byEndpoint.length > 0 ? "endpoint" : "topics";
  const choice = best > 0 || option || byEndpoint.length > 0 ? winner?.choice : undefined;
  return {
    choice,
    decision: {
      ...shown,
      ...(choice && { line: choice.line }),
      ...(choice?.connection === undefined ? {} : { connection: choice.connection }),
      by,
      frames: frames.length,
      known: winner?.known ?? 0,
      alsoFits: best > 0 ? winners.slice(1).map((other) => nameOf(other.choice)) : [],
    },
  };
}

const fitsOption = (choice: LineChoice, option: LineChoice): boolean =>
  choice.line === option.line &&
  (option.connection === undefined || choice.connection === undefined || choice.connection === option.connection);

function choicesOfUrl(url: string, lines: readonly LineSpec[]): LineChoice[] {
  const wanted = endpointOf(url).replace(/\/$/, "");
  return lines.flatMap((line) =>
    Object.entries(line.file.connections)
      .filter(([, { endpoints }]) => Object.values(endpoints).some((urls) => urls.includes(wanted)))
      .map(([connection]) => ({ line: line.name, connection })),
  );
}

/** Without its query and whoever asks: credentials stand there. */
const endpointOf = (url: string): string =>
  url.replace(/[?#].*$/s, "").replace(/^([a-z][a-z\d+.-]*:\/\/)[^/]*@/i, "$1");

/** Documented and valid counts most; documented says which line is meant. */
function score(check: LineCheck | undefined, frames: readonly string[]): { points: number; known: number } {
  let points = 0;
  let known = 0;
  if (!check) return { points, known };
  for (const text of frames) {
    const frame = check.route(text);
    const form = check.formOf(frame);
    if (!form || frame.kind === "unknown" || isAuthenticationRequest(frame.message)) continue;
    // A reply of one line often has the shape of another's.
    const weight = frame.kind === "push" ? 10 : 1;
    known += 1;
    const valid =
      form.clean(frame.message, form.seen) >= 0 ||
      form.explain(frame.message, text).every(({ severity }) => severity !== "error");
    points += valid ? 2 * weight : weight;
  }
  return { points, known };
}
