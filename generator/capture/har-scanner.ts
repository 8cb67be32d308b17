/**
 * Finds the WebSocket messages of an HTTP archive without building it: archives of a trading day are larger than any string may be, and
 * 76 MB take a streaming JSON parser 50 seconds. It follows brackets, keys and strings, and copies only what it looks for.
 */

import { parseJson } from "../text/parse-json.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

export interface HarSink {
  /** URL of an entry and where it stands; Chrome writes it behind the entry's messages. */
  url(entry: number, url: string, line: number, offset: number): void;
  /** JSON of one message, and where it began: 1-based line, 0-based offset. */
  message(entry: number, json: Buffer, line: number, offset: number): void;
  tooLong(line: number, offset: number, length: number): void;
}

export interface HarScanner {
  push(bytes: Buffer): void;
  /** False if the document ended early. */
  end(): boolean;
}

/** `maxMessage`: longest message that is kept, bytes. */
export function createHarScanner(maxMessage: number, sink: HarSink): HarScanner {
  const path = createPath();
  let clip: Clip | undefined;
  let line = 1;
  let offset = 0;
  let inString = false;
  let escaped = false;

  const finish = (bytes: Buffer): void => {
    if (!clip) return;
    keep(clip, bytes);
    const { kind, length } = clip;
    const content = Buffer.concat(clip.parts);
    if (kind === "key") path.setKey(readString(content));
    else if (kind === "url") sink.url(path.entry, readString(content), clip.line, clip.offset);
    else if (length > maxMessage) sink.tooLong(clip.line, clip.offset, length);
    else sink.message(path.entry, content, clip.line, clip.offset);
    clip = undefined;
  };
  return {
    push(bytes) {
      let from = 0; // of what is copied, in these bytes
      const begin = (kind: Clip["kind"], index: number): void => {
        const most = kind === "message" ? maxMessage : MAX_TEXT;
        clip = { kind, most, line, offset: offset + index, depth: path.depth, parts: [], length: 0 };
        from = index;
      };
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = bytes[index] as number;
        if (byte === LF) line += 1;
        if (escaped) escaped = false;
        else if (inString) {
          if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) {
            inString = false;
            if (clip && clip.kind !== "message") finish(bytes.subarray(from, index + 1));
          }
        } else if (byte === QUOTE) {
          inString = true;
          const kind = clip ? undefined : path.stringHere();
          if (kind) begin(kind, index);
        } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
          if (!clip && byte === OPEN_OBJECT && path.isMessageHere()) begin("message", index);
          path.open(byte === OPEN_ARRAY);
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
          path.close();
          if (clip?.depth === path.depth) finish(bytes.subarray(from, index + 1));
        } else if (byte === COLON) path.colon();
        else if (byte === COMMA) path.comma();
      }
      if (clip) keep(clip, bytes.subarray(from));
      offset += bytes.length;
    },
    end: () => path.isDone,
  };
}

/** Part of the document that is copied, in however many pieces it comes. */
interface Clip {
  readonly kind: "key" | "url" | "message";
  /** Longest that is kept, bytes. */
  readonly most: number;
  readonly line: number;
  readonly offset: number;
  readonly depth: number;
  parts: Buffer[];
  length: number;
}

/** Keys that are looked for are short; so are URLs that anybody reads. */
const MAX_TEXT = 8191;

function keep(clip: Clip, bytes: Buffer): void {
  clip.length += bytes.length;
  if (clip.length <= clip.most) clip.parts.push(Buffer.from(bytes));
  else clip.parts = [];
}

/** Empty for what was too long. */
function readString(bytes: Buffer): string {
  const text = parseJson(bytes.toString("utf8"));
  return typeof text === "string" ? text : "";
}

interface Level {
  readonly isArray: boolean;
  /** Of the member that is read, in an object. */
  key: string;
}

/** Levels of which anybody asks for more than their number: those above a message. */
const MAX_LEVELS = 5;

/** Where in the document the scanner is. The levels: root (log), log (entries), the list of entries, an entry (its member), … */
function createPath() {
  /** The outermost ones. */
  const levels: Level[] = [];
  let depth = 0;
  let entry = -1;
  let expectsKey = false;
  let isOpened = false;
  const isInEntry = (): boolean =>
    levels[0]?.key === "log" && levels[1]?.key === "entries" && levels[2]?.isArray === true;
  return {
    get entry() {
      return entry;
    },
    get depth() {
      return depth;
    },
    get isDone() {
      return isOpened && depth === 0;
    },
    /** What the string is that begins here, if anybody wants to know. */
    stringHere(): "key" | "url" | undefined {
      if (expectsKey) return "key";
      const isUrl = depth === 5 && levels[3]?.key === "request" && levels[4]?.key === "url" && isInEntry();
      return isUrl ? "url" : undefined;
    },
    isMessageHere: (): boolean => depth === 5 && levels[3]?.key === "_webSocketMessages" && isInEntry(),
    open(isArray: boolean): void {
      if (!isArray && depth === 3 && isInEntry()) entry += 1;
      depth += 1;
      if (depth <= MAX_LEVELS) levels.push({ isArray, key: "" });
      expectsKey = !isArray && depth <= MAX_LEVELS;
      isOpened = true;
    },
    close(): void {
      if (depth <= MAX_LEVELS) levels.pop();
      depth = Math.max(depth - 1, 0);
      expectsKey = false;
    },
    setKey(key: string): void {
      const level = levels.at(-1);
      if (level) level.key = key;
    },
    colon(): void {
      expectsKey = false;
    },
    comma(): void {
      expectsKey = depth <= MAX_LEVELS && levels.at(-1)?.isArray === false;
    },
  };
}
