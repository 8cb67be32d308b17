/** The frames of a capture one after the other, for replaying them. */

import { createBlockBuffers } from "./block-buffers.js";
import { createRecord, type Direction } from "./format.js";
import type { ReadOptions } from "./formats.js";
import type { OpenCapture } from "./open-capture.js";
import { readBlock } from "./read-block.js";

export interface CapturedFrame {
  readonly text: string;
  readonly direction: Direction;
  /** Milliseconds since 1970. */
  readonly time: number | undefined;
}

interface FrameOptions {
  readonly maxLine: number;
  readonly read: ReadOptions;
}

/** Closes the capture at the end. */
export async function* readFrames(capture: OpenCapture, options: FrameOptions): AsyncGenerator<CapturedFrame, void> {
  try {
    yield* framesOf(capture, options);
  } finally {
    capture.close();
  }
}

async function* framesOf(capture: OpenCapture, { maxLine, read }: FrameOptions): AsyncGenerator<CapturedFrame, void> {
  const { format } = capture;
  if (!format) return;
  const buffers = createBlockBuffers();
  const window = Buffer.allocUnsafe(256 * 1024);
  const record = createRecord();
  for await (const block of capture.blocks({ maxLine, rangeBytes: 1024 * 1024, read, buffers })) {
    const frames: CapturedFrame[] = [];
    readBlock(
      block,
      format,
      { maxLine, window },
      {
        line(bytes, start, end) {
          Object.assign(record, { kind: "none", text: undefined, direction: "unknown", time: undefined });
          format.read(bytes, start, end, record, block.session, read);
          if (record.kind !== "frame") return;
          const text = record.text ?? bytes.toString("utf8", record.start, record.end);
          frames.push({ text, direction: record.direction, time: record.time });
        },
        tooLong() {},
      },
      { at() {}, unterminated() {} },
    );
    if (block.content.kind === "bytes") buffers.give(block.content.bytes);
    yield* frames;
  }
}
