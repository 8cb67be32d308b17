/** What a capture format is: how to know it, how it is cut into records, and how a record is read. */

/** Seen from the client. `unknown`: the format does not say. */
export type Direction = "sent" | "received" | "unknown";

/** One record, filled in place: a capture has millions. */
export interface CaptureRecord {
  /**
   * `frame`: a text frame. `open`, `close`: the connection. `binary`: a frame that is no text. `none`: a line without content,
   * e.g. a comment. `damaged`: not what the format prescribes.
   */
  kind: "frame" | "open" | "close" | "binary" | "none" | "damaged";
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

/** What earlier records say about later ones. Plain data: it travels to workers. */
export interface Session {
  /** Connection of the records that name none. */
  connection: string;
  /** Endpoint URL by connection. */
  readonly urls: Record<string, string>;
}

export interface EnvelopeKeys {
  readonly payload: readonly string[];
  readonly time: readonly string[];
  readonly direction: readonly string[];
}

export interface ReadOptions {
  readonly envelope: EnvelopeKeys;
}

export type ReadRecord = (
  bytes: Buffer,
  start: number,
  end: number,
  record: CaptureRecord,
  session: Session,
  options: ReadOptions,
) => void;

export interface CaptureFormat {
  /** For `--format-in`. */
  readonly name: string;
  /** One line for people, with an example. */
  readonly title: string;
  /** Looks at the first lines that are not blank, at most 20 and each cut at 4 kB. */
  readonly detect: (lines: readonly string[], options: ReadOptions) => boolean;
  /**
   * `lines`: one record a line. `dialogue`: a record begins with `>`, `<` or `=` at the start of a line.
   * `har`: one JSON document; the cutter makes lines of its messages.
   */
  readonly cut: "lines" | "dialogue" | "har";
  /** Text in every record that changes the session: those are read ahead, so that the parts of a file can be read apart. */
  readonly sessionMarker?: string;
  readonly read: ReadRecord;
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

export const createSession = (): Session => ({ connection: "1", urls: {} });

export const DEFAULT_ENVELOPE: EnvelopeKeys = {
  payload: ["message", "msg", "payload", "frame", "raw", "data", "body", "text"],
  time: ["ts", "time", "timestamp", "received_at", "receivedAt", "local_timestamp", "localTimestamp", "t"],
  direction: ["direction", "dir", "type", "event"],
};
