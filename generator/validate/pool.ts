/** Where blocks are checked: in this thread, or in a pool of them. */

import { fileURLToPath } from "node:url";
import type { Piscina as Pool } from "piscina";
import type { Block } from "../capture/blocks.js";
import { type BlockResult, type CheckSetup, createBlockCheck, type SourcePlan } from "./block-check.js";

export interface CheckPool {
  check(block: Block, plan: SourcePlan): Promise<BlockResult>;
  /** Blocks that may wait for a thread or for their turn. */
  readonly ahead: number;
  close(): Promise<void>;
}

export async function createCheckPool(workers: number, setup: CheckSetup): Promise<CheckPool> {
  if (workers === 0) {
    const check = createBlockCheck(setup);
    return { check: async (block, plan) => check(block, plan), ahead: 1, close: async () => {} };
  }
  const { Piscina } = await import("piscina");
  const pool: Pool = new Piscina({
    filename: workerFile(),
    minThreads: workers,
    maxThreads: workers,
    // A block takes milliseconds: a worker that has to be asked for its next one waits longer than that.
    concurrentTasksPerWorker: 1,
    workerData: setup,
    atomics: "disabled",
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  return {
    ahead: workers * 2 + 1,
    check(block, plan) {
      const transferList = block.content.kind === "bytes" ? [block.content.bytes.buffer] : [];
      return pool.run({ block, plan }, { transferList }) as Promise<BlockResult>;
    },
    close: () => pool.destroy(),
  };
}

/** Parsed messages die young. More memory for them makes a thread larger and not faster. */
const YOUNG_MB = 16;

/** The compiled worker, also when this module is run from its source: a thread of Node 20 loads no TypeScript. */
function workerFile(): string {
  const own = fileURLToPath(import.meta.url);
  return own.endsWith(".ts") ? WORKER_OF_SOURCE : fileURLToPath(new URL("./worker.js", import.meta.url));
}
const WORKER_OF_SOURCE = fileURLToPath(new URL("../../dist/generator/validate/worker.js", import.meta.url));
