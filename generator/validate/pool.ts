/** Where blocks are checked: in this thread, or in a pool of them. */

import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import type { Block } from "../capture/blocks.js";
import { compiledModule } from "../host/build-output.js";
import { createBlockCheck } from "./check/block-check.js";
import type { BlockResult, CheckSetup, SourcePlan } from "./check/block-result.js";
import { type BlockTask, READY } from "./worker.js";

/** What is used of piscina. Its own declarations do not compile under all strict settings of those who import ours. */
interface ThreadPool {
  readonly threads: readonly unknown[];
  run(task: unknown): Promise<unknown>;
  destroy(): Promise<void>;
}

/** Threads that start while the spec is still being read. */
export type Threads = Promise<ThreadPool> | undefined;

export function startThreads(workers: number): Threads {
  if (workers === 0) return undefined;
  return import("piscina").then(
    ({ Piscina }) =>
      new Piscina({
        filename: fileURLToPath(compiledModule("worker.js", import.meta.url)),
        minThreads: workers,
        maxThreads: workers,
        // What a block leaves behind is garbage: V8 would let 48 MB of it lie, in each thread.
        resourceLimits: { maxYoungGenerationSizeMb: 8 },
        // The next block lies ready while this thread is busy with results: a quarter less time with one worker.
        concurrentTasksPerWorker: 2,
        // Results are awaited in order; a thread that sleeps on shared memory would not see the end.
        atomics: "disabled",
      }),
  );
}

export async function stopThreads(threads: Threads): Promise<void> {
  const pool = await threads;
  if (!pool) return;
  // Node 20 may abort if a thread is ended while it still loads its modules, and one that has answered has loaded them.
  await Promise.all(pool.threads.map(() => pool.run(READY)));
  await pool.destroy();
}

export interface CheckPool {
  /** `room`: for the events of the block, in shared memory. */
  check(block: Block, plan: SourcePlan, room: Float64Array): Promise<BlockResult>;
  /** Blocks that may wait for a thread or for their turn: what is in memory at a time. */
  readonly ahead: number;
}

export async function createCheckPool(threads: Threads, workers: number, setup: CheckSetup): Promise<CheckPool> {
  const pool = await threads;
  if (!pool) {
    const check = createBlockCheck(setup);
    return {
      ahead: 1,
      async check(block, plan, room) {
        // Between two blocks signals and progress have their turn.
        await setImmediate();
        return check(block, plan, room);
      },
    };
  }
  const bytes = serialize(setup);
  const shared = new SharedArrayBuffer(bytes.length);
  Buffer.from(shared).set(bytes);
  return {
    ahead: workers * 3,
    check(block, plan, room) {
      const task: BlockTask = { setup: shared, block, plan, room };
      return pool.run(task) as Promise<BlockResult>;
    },
  };
}
