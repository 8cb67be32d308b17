/**
 * Finds the WebSocket messages of an HTTP archive without building it: archives of a trading day are larger than any string may be, and
 * 76 MB take a streaming JSON parser 50 seconds. It follows brackets, keys and strings, and copies only what it looks for.
 */

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
  /** URL of an entry; Chrome writes it behind the entry's messages. */
  url(entry: number, url: string): void;
  /** JSON of one message, and where it began: 1-based line, 0-based offset. */
  message(entry: number, json: Buffer, line: number, offset: number): void;
  tooLong(line: number, offset: number, length: number): void;
}

export interface HarCutter {
  push(bytes: Buffer): void;
  /** False if the document ended early. */
  end(): boolean;
}

interface Level {
  readonly array: boolean;
  /** Key of the member that is read, in an object; only short ones are kept. */
  key: string;
}

export function createHarCutter(maxLine: number, sink: HarSink): HarCutter {
  const levels: Level[] = [];
  let entry = -1;
  let line = 1;
  let offset = 0;
  let inString = false;
  let escaped = false;
  let expectKey = false;
  let started = false;
  // The string or message that is being copied.
  let copying: "key" | "url" | "message" | undefined;
  let parts: Buffer[] = [];
  let copied = 0;
  let copyLine = 0;
  let copyOffset = 0;
  let copyDepth = 0;

  const begin = (kind: typeof copying): void => {
    copying = kind;
    parts = [];
    copied = 0;
    copyLine = line;
    copyOffset = offset;
    copyDepth = levels.length;
  };
  const keep = (bytes: Buffer): void => {
    copied += bytes.length;
    if (copied <= maxLine) parts.push(Buffer.from(bytes));
    else parts = [];
  };
  const finish = (): void => {
    const bytes = Buffer.concat(parts);
    if (copying === "message") {
      if (copied > maxLine) sink.tooLong(copyLine, copyOffset, copied);
      else sink.message(entry, bytes, copyLine, copyOffset);
    } else if (copied < 8192) {
      const text = readString(bytes);
      const level = levels.at(-1);
      if (copying === "url") sink.url(entry, text);
      else if (level) level.key = text.slice(0, 64);
    }
    copying = undefined;
    parts = [];
  };
  // The levels: root (log), log (entries), the list of entries, an entry (its member), …
  const inEntry = (): boolean => levels[0]?.key === "log" && levels[1]?.key === "entries" && levels[2]?.array === true;

  const open = (array: boolean): void => {
    if (!array && levels.length === 3 && inEntry()) entry += 1;
    if (!array && levels.length === 5 && copying === undefined && inEntry() && levels[3]?.key === "_webSocketMessages")
      begin("message");
    levels.push({ array, key: "" });
    expectKey = !array;
    started = true;
  };
  const close = (): boolean => {
    levels.pop();
    expectKey = false;
    return copying === "message" && levels.length === copyDepth;
  };

  return {
    push(bytes) {
      let from = 0; // first byte that is not yet copied
      for (let index = 0; index < bytes.length; index += 1, offset += 1) {
        const byte = bytes[index] as number;
        if (byte === LF) line += 1;
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) {
            inString = false;
            if (copying === "key" || copying === "url") {
              keep(bytes.subarray(from, index + 1));
              finish();
            }
          }
          continue;
        }
        switch (byte) {
          case QUOTE:
            inString = true;
            if (copying !== undefined) break;
            if (expectKey) {
              begin("key");
              from = index;
            } else if (levels.length === 5 && inEntry() && levels[3]?.key === "request" && levels[4]?.key === "url") {
              begin("url");
              from = index;
            }
            break;
          case OPEN_OBJECT:
          case OPEN_ARRAY: {
            const before = copying;
            open(byte === OPEN_ARRAY);
            if (before === undefined && copying !== undefined) from = index;
            break;
          }
          case CLOSE_OBJECT:
          case CLOSE_ARRAY:
            if (close()) {
              keep(bytes.subarray(from, index + 1));
              finish();
            }
            break;
          case COLON:
            expectKey = false;
            break;
          case COMMA:
            expectKey = levels.at(-1)?.array === false;
            break;
          default:
        }
      }
      if (copying !== undefined) keep(bytes.subarray(from));
    },
    end: () => started && levels.length === 0,
  };
}

function readString(bytes: Buffer): string {
  try {
    return String(JSON.parse(bytes.toString("utf8")));
  } catch {
    return "";
  }
}
