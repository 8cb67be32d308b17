/**
 * Memory for the bytes of blocks, used again and again. Shared between threads: what is copied or handed over is garbage on both sides, and a
 * thread that has little else to clean up lets a hundred megabytes of it lie.
 */

export interface BlockBuffers {
  /** At least `length` bytes; what they hold is left over from before. */
  take(length: number): Uint8Array;
  /** Nobody looks at these bytes any more. */
  give(bytes: Uint8Array): void;
}

/** Larger buffers come from single long lines; keeping them would keep the longest forever. */
const KEPT_BYTES = 2 * 1024 * 1024;

export function createBlockBuffers(): BlockBuffers {
  const free: SharedArrayBuffer[] = [];
  return {
    take(length) {
      const buffer =
        length <= KEPT_BYTES ? (free.pop() ?? new SharedArrayBuffer(KEPT_BYTES)) : new SharedArrayBuffer(length);
      return new Uint8Array(buffer, 0, length);
    },
    give({ buffer }) {
      if (buffer instanceof SharedArrayBuffer && buffer.byteLength === KEPT_BYTES) free.push(buffer);
    },
  };
}
