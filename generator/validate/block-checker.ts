/** Has blocks checked by what is known before them, and once more where that was not known yet when their turn came. */

import type { Block } from "../capture/blocks.js";
import type { CaptureFormat } from "../capture/formats.js";
import { isOfPlainLines } from "../capture/open-capture.js";
import { createSession, isSameSession } from "../capture/session.js";
import type { BlockQueue } from "./block-queue.js";
import type { BlockResult } from "./check/block-result.js";
import type { LineDecision } from "./decide-line.js";
import type { CheckPool } from "./pool.js";
import type { SourceLines } from "./source-lines.js";

export interface BlockChecker {
  /** Begins the check of the next block. `room`: for its events. */
  begin(block: Block, room: Uint8Array): Promise<BlockWork>;
  readonly decisions: readonly LineDecision[];
}

export interface BlockWork {
  readonly first: Promise<BlockResult>;
  /** Once those before are settled. */
  settle(): Promise<BlockResult>;
}

/** One for each capture. */
export function createBlockChecker(
  pool: CheckPool,
  format: CaptureFormat,
  lines: SourceLines,
  blocks: BlockQueue,
): BlockChecker {
  const isCutAnywhere = isOfPlainLines(format);
  /** Behind the last block that is settled. */
  let session = createSession();
  let isBegun = false;
  /** What is cut anywhere knows nothing of what stands before it. */
  const known = (block: Block): Block => (isCutAnywhere ? { ...block, session } : block);
  return {
    get decisions() {
      return lines.decisions;
    },
    async begin(block, room) {
      const events = new Float64Array(room.buffer, 0, Math.floor(room.length / Float64Array.BYTES_PER_ELEMENT));
      // Most captures have one endpoint, which is decided before any thread asks for it.
      if (!isBegun) await lines.decide(block, blocks.after(block));
      isBegun = true;
      let given = known(block);
      const first = pool.check(given, lines.plan, events);
      return {
        first,
        async settle() {
          let result = await first;
          if (!isSameSession(given.session, known(block).session)) {
            given = known(block);
            result = await pool.check(given, lines.plan, events);
          }
          if (result.isUndecided) {
            await lines.decide(given, blocks.after(block));
            // A file that is written while it is read may show others by then.
            const { plan, rest } = lines;
            result = await pool.check(given, { ...plan, rest }, events);
          }
          session = result.session;
          return result;
        },
      };
    },
  };
}
