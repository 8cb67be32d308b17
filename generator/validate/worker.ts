/** A thread of the pool: checks blocks, one after the other. */

import { deserialize } from "node:v8";
import type { Block } from "../capture/blocks.js";
import {
  type BlockCheck,
  type BlockResult,
  type CheckSetup,
  createBlockCheck,
  type SourcePlan,
} from "./check/block-check.js";

export interface BlockTask {
  /** `CheckSetup`, serialized in shared memory: it comes with every task and is read once. */
  readonly setup: SharedArrayBuffer;
  readonly block: Block;
  readonly plan: SourcePlan;
  /** Shared, so that events are not copied between threads. */
  readonly room: Float64Array;
}

/** A task that does nothing. */
export const READY = "ready";

let check: BlockCheck | undefined;

export default function checkBlock(task: BlockTask | typeof READY): BlockResult | undefined {
  if (task === READY) return undefined;
  const { setup, block, plan, room } = task;
  check ??= createBlockCheck(deserialize(Buffer.from(setup)) as CheckSetup);
  return check(block, plan, room);
}
