/** Messages of an HTTP archive as lines `line offset entry json`, in blocks; entries that are no sockets as lines without JSON. */

import { type Block, type CutOptions, type Cutter, createParts, takeBytes } from "./blocks.js";
import { createHarScanner } from "./har-scanner.js";
import { copySession, createSession, type Session } from "./session.js";

const LF = 0x0a;
const SPACE = 0x20;
const NO_MESSAGE = Buffer.alloc(0);

export function createHarCutter(options: CutOptions): Cutter {
  const session = copySession(options.session);
  const ready: Block[] = [];
  const lines = createParts();
  let offset = 0;
  const flush = (): void => {
    if (lines.length === 0) return;
    const bytes = takeBytes(lines, options.buffers);
    ready.push({ offset, session: copySession(session), content: { kind: "bytes", bytes } });
  };
  const addLine = (entry: number, json: Buffer, line: number, at: number): void => {
    lines.add(Buffer.from(`${line} ${at} ${entry} `), json, Buffer.from("\n"));
    if (lines.length >= options.blockBytes) flush();
  };
  const scanner = createHarScanner(options.maxLine, {
    url(entry, url, line, at) {
      if (!noteUrl(session, entry, url)) addLine(entry, NO_MESSAGE, line, at);
    },
    message(entry, json, line, at) {
      // Line feeds in JSON stand between its tokens only.
      for (let index = json.indexOf(LF); index >= 0; index = json.indexOf(LF, index)) json[index] = SPACE;
      addLine(entry, json, line, at);
    },
    tooLong(line, at, length) {
      flush();
      ready.push({ offset: at, session: copySession(session), content: { kind: "too-long", length, line } });
    },
  });
  return {
    push(bytes) {
      scanner.push(bytes);
      offset += bytes.length;
      return ready.splice(0);
    },
    *end() {
      flush();
      yield* ready.splice(0);
      return scanner.end() ? undefined : { message: "The HTTP archive ends too early." };
    },
  };
}

/** The URLs of all entries: Chrome writes them behind the messages. */
export async function readHarUrls(pieces: AsyncIterable<Buffer>): Promise<Session> {
  const session = createSession();
  const scanner = createHarScanner(0, {
    url(entry, url) {
      noteUrl(session, entry, url);
    },
    message() {},
    tooLong() {},
  });
  for await (const piece of pieces) scanner.push(piece);
  return session;
}

/** False for what is no socket. */
function noteUrl({ urls }: Session, entry: number, url: string): boolean {
  const isSocket = /^wss?:/.test(url);
  if (isSocket) urls[String(entry)] = url;
  return isSocket;
}
