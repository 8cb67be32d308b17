/** The blocks of a capture in their order, and a look at those that come next. */

import type { Block } from "../capture/blocks.js";
import type { BlocksEnd } from "../capture/open-capture.js";

export interface BlockQueue {
  next(): Promise<IteratorResult<Block, BlocksEnd>>;
  /** Those behind a block that is not settled yet, for as long as somebody asks. */
  after(block: Block): AsyncGenerator<Block, void>;
  /** The first one that is held is settled: nobody looks at it any more. */
  settle(): void;
  /** Reads no more. */
  stop(): Promise<void>;
}

/** Not to be asked for two blocks at a time. */
export function createBlockQueue(blocks: AsyncGenerator<Block, BlocksEnd>): BlockQueue {
  /** Not settled yet; the first `given` of them were handed out. */
  const held: Block[] = [];
  let given = 0;
  let end: BlocksEnd | undefined;
  const readTo = async (index: number): Promise<Block | undefined> => {
    while (held.length <= index && !end) {
      const next: IteratorResult<Block, BlocksEnd> = await blocks.next();
      if (next.done === true) end = next.value ?? {};
      else held.push(next.value);
    }
    return held[index];
  };
  return {
    async next() {
      const block = await readTo(given);
      if (!block) return { done: true, value: end ?? {} };
      given += 1;
      return { done: false, value: block };
    },
    async *after(block) {
      for (let index = held.indexOf(block) + 1; ; index += 1) {
        const next = await readTo(index);
        if (!next) return;
        yield next;
      }
    },
    settle() {
      held.shift();
      given -= 1;
    },
    async stop() {
      await blocks.return({});
    },
  };
}
