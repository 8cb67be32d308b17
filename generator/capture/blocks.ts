/** Parts of a capture that can be checked apart and in any order. */

import type { BlockBuffers } from "./block-buffers.js";
import type { ContainerDamage } from "./damage.js";
import type { Session } from "./session.js";

export interface Block {
  /** Offset of the first byte in the decompressed capture. */
  readonly offset: number;
  readonly session: Session;
  readonly content:
    | { readonly kind: "bytes"; readonly bytes: Uint8Array }
    /** `fd`: open until the capture is closed; descriptors are the process's, so any thread can read it. */
    | { readonly kind: "range"; readonly fd: number; readonly to: number; readonly size: number }
    /** A record above the limit: nothing of it is kept. */
    | { readonly kind: "too-long"; readonly length: number; readonly line?: number };
}

/** Makes blocks of a capture whose bytes come in order. */
export interface Cutter {
  /** The blocks that are whole now. The bytes are the cutter's from here on. */
  push(bytes: Buffer): Iterable<Block>;
  /** The last blocks, and what was wrong with the document. */
  end(): Generator<Block, ContainerDamage | undefined>;
}

export interface CutOptions {
  /** What is known before the first record. */
  readonly session: Session;
  /** Longest record, bytes. */
  readonly maxLine: number;
  /** A block ends with the first record that makes it as long, bytes. */
  readonly blockBytes: number;
  /** Where the bytes of blocks come from. */
  readonly buffers: BlockBuffers;
}

/** Bytes that are one once there are enough of them. */
export interface Parts {
  readonly length: number;
  add(...bytes: readonly Buffer[]): void;
  /** Everything that was added; it is gone from here. */
  take(): Buffer[];
}

export function createParts(): Parts {
  let parts: Buffer[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(...bytes) {
      for (const part of bytes) {
        parts.push(part);
        length += part.length;
      }
    },
    take() {
      const taken = parts;
      parts = [];
      length = 0;
      return taken;
    },
  };
}

/** Everything that was added, in one of the buffers. */
export function takeBytes(parts: Parts, buffers: BlockBuffers): Uint8Array {
  const bytes = buffers.take(parts.length);
  let position = 0;
  for (const part of parts.take()) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}
