/**
 * Checks one block: cuts it into records, routes each frame, proves it clean or says why not. What it returns is small, plain and has no order
 * but its own: blocks are checked on any thread, and run.ts puts their results together in the order of the capture.
 */

import type { Block } from "../../capture/blocks.js";
import type { Damage } from "../../capture/damage.js";
import { type BlockProgress, readBlock } from "../../capture/read-block.js";
import type { BlockResult, CheckSetup, SourcePlan } from "./block-result.js";
import { createBlockOpener, type OpenBlock } from "./open-block.js";
import type { Position } from "./position.js";
import { createRecordSink } from "./record-sink.js";

/** `room`: for the events of the block. */
export type BlockCheck = (block: Block, plan: SourcePlan, room: Float64Array) => BlockResult;

const WINDOW_BYTES = 1024 * 1024;

export function createBlockCheck(setup: CheckSetup): BlockCheck {
  const openBlock = createBlockOpener(setup);
  const window = Buffer.allocUnsafe(WINDOW_BYTES);
  return (block, plan, room) => {
    const open = openBlock(block, plan);
    // What is read where its prover has it is not copied.
    const { proofs } = open.connections(open.session.connection);
    const options = { maxLine: setup.maxLine, window: open.provers.use(proofs)?.window ?? window };
    const damage = readBlock(block, open.format, options, createRecordSink(open), progressOf(open.position));
    for (const proven of open.provers.take()) {
      open.counts.frames += proven.messages;
      open.counts.bytes += proven.bytes;
      open.forms.addProven(proven);
    }
    return resultOf(open, room, damage);
  };
}

const progressOf = (position: Position): BlockProgress => ({
  at(line) {
    position.line = line - 1;
    position.isFinal = true;
  },
  unterminated() {
    position.isCut = true;
  },
});

function resultOf(
  { isUndecided, session, position, counts, forms, findings, secrets, log }: OpenBlock,
  room: Float64Array,
  damage: Damage | undefined,
): BlockResult {
  return {
    isUndecided,
    session,
    lines: position.line,
    ...counts,
    forms: forms.take(),
    findings: findings.take(),
    events: log.take(room),
    secrets: secrets.take(),
    placed: position.isFinal,
    ...(damage && { damage }),
  };
}
