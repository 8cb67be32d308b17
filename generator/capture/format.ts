/** What a capture format is: how to know it, how it is cut into records, and how a record is read. */

import type { CutOptions, Cutter } from "./blocks.js";
import type { LineSink } from "./lines.js";
import type { Session } from "./session.js";

/** Seen from the client. `unknown`: the format does not say. */
export type Direction = "sent" | "received" | "unknown";

/** One record, filled in place: a capture has millions. */
export interface CaptureRecord {
  /**
   * `frame`: a text frame. `open`, `close`: the connection. `binary`: a frame that is no text. `other`: what was recorded besides sockets, e.g. the
   * answer to an HTTP request. `none`: a line without content, e.g. a comment. `damaged`: not what the format prescribes.
   */
  kind: "frame" | "open" | "close" | "binary" | "other" | "none" | "damaged";
  direction: Direction;
  /** The frame's bytes, if they stand in the capture as they were sent. */
  start: number;
  end: number;
  /** The frame's text where it had to be decoded; then `start` and `end` mean nothing. */
  text: string | undefined;
  /** Milliseconds since 1970. */
  time: number | undefined;
  /** Tells the connections of one file apart. */
  connection: string;
  /** What is wrong with a damaged record. */
  reason: string;
  /** Where the record stood in a file that is not cut by lines; else undefined. */
  place: { readonly line: number; readonly offset: number } | undefined;
}

/** `Options`: what the format takes from the command line; plain data, which travels to workers. */
export interface FormatDefinition<Options = unknown> {
  /** For `--format-in`. */
  readonly name: string;
  /** One line for people, with an example. */
  readonly title: string;
  /** By the names of its options: `payloadKey` is `--payload-key`. */
  readonly flags?: { readonly [Option in keyof Options]?: FormatFlag<NonNullable<Options[Option]>> };
  /** Looks at the first lines that are not blank, at most 20 and each cut at 4 kB. */
  readonly detect: (lines: readonly string[], options: Options) => boolean;
  /** Absent: each line is a record. */
  readonly cut?: Cut;
  /** Text in every record that changes the session: those are read ahead, so that the parts of a file can be read apart. */
  readonly sessionMarker?: string;
  /** A blank line says something: it is read as the others are. */
  readonly readsBlankLines?: true;
  readonly read: (
    bytes: Buffer,
    start: number,
    end: number,
    record: CaptureRecord,
    session: Session,
    options: Options,
  ) => void;
}

export interface FormatFlag<Value> {
  /** What stands behind the flag: `key`. */
  readonly argument: string;
  readonly description: string;
  /** Undefined for what is none. */
  readonly parse: (text: string) => Value | undefined;
}

/** How a capture whose records are no lines becomes blocks, and a block records. */
export interface Cut {
  readonly createCutter: (options: CutOptions) => Cutter;
  /** Hands on the records of a block as if they were lines; `at` is told on which one of the block the next begins, from 1. Absent: its lines. */
  readonly readRecords?: (bytes: Buffer, sink: LineSink, at: (line: number) => void) => void;
  /** What records have to know and stands behind them; for files, which can be read twice. */
  readonly readAhead?: (pieces: AsyncIterable<Buffer>) => Promise<Session>;
  /** Records say themselves where they stand (`place`), so that counting them counts no lines. */
  readonly isPlaced?: true;
}

export const createRecord = (): CaptureRecord => ({
  kind: "none",
  direction: "unknown",
  start: 0,
  end: 0,
  text: undefined,
  time: undefined,
  connection: "",
  reason: "",
  place: undefined,
});
