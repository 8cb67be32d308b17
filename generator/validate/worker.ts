/** A thread of the pool: checks blocks, one after the other. */

import { workerData } from "node:worker_threads";
import type { Block } from "../capture/blocks.js";
import { type BlockResult, type CheckSetup, createBlockCheck, type SourcePlan } from "./block-check.js";

// piscina hands over `[its own data, ours]`.
const setup = (Array.isArray(workerData) ? workerData[1] : workerData) as CheckSetup;
const check = createBlockCheck(setup);

export interface BlockTask {
  readonly block: Block;
  readonly plan: SourcePlan;
}

export default function checkBlock({ block, plan }: BlockTask): BlockResult {
  return check(block, plan);
}
