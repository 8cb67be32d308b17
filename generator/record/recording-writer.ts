/** Writes a recording: what came since the last batch is compressed and appended at once, in files that end by size or by time. */

import { createGrowingFile, type GrowingFile } from "../host/growing-file.js";
import type { Compress } from "./compress.js";
import { nameAt, nthName } from "./file-names.js";

export interface WriterOptions {
  readonly path: string;
  readonly compress: Compress;
  /** What each file begins with. */
  readonly head: string;
  /** A file that has so many bytes is followed by another one. */
  readonly rotateSize?: number;
  /** Another file begins with each multiple of so many ms since 1970. */
  readonly rotateTime?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface RecordingWriter {
  add(line: string): void;
  /** Characters that wait for the next batch. */
  readonly waiting: number;
  /** Writes what was added. @throws WriteError */
  flush(): Promise<void>;
  /** Writes the rest as well. */
  close(): Promise<void>;
  /** Bytes of all files. */
  readonly size: number;
  readonly files: readonly string[];
}

/** The disk does not take it. */
export class WriteError extends Error {
  readonly file: string;
  constructor(file: string, reason: string) {
    super(reason);
    this.file = file;
  }
}

interface Current {
  readonly path: string;
  readonly file: GrowingFile;
  /** Number of its span of `rotateTime`. */
  readonly span: number;
}

/** Opens the first file. @throws WriteError */
export async function createRecordingWriter(options: WriterOptions): Promise<RecordingWriter> {
  const { compress, head, rotateSize = Number.POSITIVE_INFINITY, rotateTime = Number.POSITIVE_INFINITY } = options;
  const files: string[] = [];
  let lines: string[] = [];
  let waiting = 0;
  let finished = 0;
  const open = async (): Promise<Current> => {
    const time = options.now();
    const current = { ...(await createFile(options, time)), span: Math.floor(time / rotateTime) };
    files.push(current.path);
    await append(current, head);
    return current;
  };
  const append = async ({ path, file }: Current, text: string): Promise<void> => {
    const bytes = await compress(Buffer.from(text)).catch(({ message }: Error) => {
      throw new WriteError(path, message);
    });
    const reason = await file.append(bytes);
    if (reason !== undefined) throw new WriteError(path, reason);
  };
  let current = await open();
  const write = async (): Promise<void> => {
    if (lines.length === 0) return;
    const text = lines.join("");
    lines = [];
    waiting = 0;
    if (current.file.size >= rotateSize || Math.floor(options.now() / rotateTime) !== current.span) {
      await current.file.close();
      finished += current.file.size;
      current = await open();
    }
    await append(current, text);
  };
  // One batch after the other, and one that waits for its turn takes what comes until then.
  let last: Promise<void> = Promise.resolve();
  let isWaiting = false;
  const flush = (): Promise<void> => {
    if (isWaiting) return last;
    isWaiting = true;
    last = last.then(() => {
      isWaiting = false;
      return write();
    });
    return last;
  };
  return {
    add(line) {
      lines.push(line);
      waiting += line.length;
    },
    get waiting() {
      return waiting;
    },
    flush,
    async close() {
      try {
        await flush();
      } finally {
        await current.file.close();
      }
    },
    get size() {
      return finished + current.file.size;
    },
    files,
  };
}

async function createFile(options: WriterOptions, time: number): Promise<Pick<Current, "path" | "file">> {
  const rotates = options.rotateSize !== undefined || options.rotateTime !== undefined;
  const named = rotates ? nameAt(options.path, time) : options.path;
  for (let n = 1; ; n += 1) {
    const path = n === 1 ? named : nthName(named, n);
    const file = await createGrowingFile(path);
    if (!("reason" in file)) return { path, file };
    if (!rotates || !file.isTaken) throw new WriteError(path, file.reason);
  }
}
