/** Compiled code that finds out which reply a frame is, in the order of recognisers/emit-recognisers.ts. */

import type { Json } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";
import type { LineSpec } from "../spec/spec.js";
import { block, branchIf, type Code, call, get, i32, type Label, type Local, label, set, when } from "./assembler.js";
import { byteIsNot, FAIL, QUOTE, step, textIs } from "./bytes.js";
import { ABSENT, type FindPath } from "./find-member.js";
import { firstByteIs } from "./first-byte.js";
import type { JsonCore } from "./json-core.js";

interface ReplyParts {
  readonly core: JsonCore;
  /** At the first byte of the frame. */
  readonly p: Local;
  readonly findPath: FindPath;
  readonly fresh: () => Local;
}

type Reply = LineSpec["replies"][number];

/** A block for each reply, in their order: the first whose match holds decides. `prove`: code that returns the outcome. */
export const replyBlocks = (replies: readonly Reply[], parts: ReplyParts, prove: (reply: Reply) => Code): Code =>
  replies.map((each) => {
    const other = label(each.reply.name);
    const conditions = Object.entries(each.reply.match).map(([pointer, value]) =>
      matches(parts, pointer, value as Json, other),
    );
    return block(other, conditions, prove(each));
  });

/** Leaves the block if the pointer leads to something else than the value. */
function matches(parts: ReplyParts, pointer: string, value: Json, other: Label): Code {
  const { p, findPath, fresh } = parts;
  const at = fresh();
  return [
    findPath(at, p, segmentsOf(pointer), true),
    branchIf(other, i32.eq(get(at), i32.const(ABSENT))),
    when(i32.ltS(get(at), i32.const(0)), FAIL),
    isValue(parts, at, value, other),
  ];
}

/** An object matches anything. */
function isValue(parts: ReplyParts, at: Local, value: Json, other: Label): Code {
  if (value !== null && typeof value === "object") return [];
  if (typeof value === "string") return isText(parts, at, value, other);
  if (typeof value === "number") return isNumber(parts, at, value, other);
  return branchIf(other, i32.eqz(textIs(get(at), JSON.stringify(value))));
}

function isText({ core, fresh }: ReplyParts, at: Local, value: string, other: Label): Code {
  const text = JSON.stringify(value);
  const end = fresh();
  return [
    branchIf(other, byteIsNot(get(at), QUOTE)),
    set(end, get(at)),
    step(end, call(core.text, get(end))),
    branchIf(other, i32.ne(i32.sub(get(end), get(at)), i32.const(text.length))),
    branchIf(other, i32.eqz(textIs(get(at), text))),
  ];
}

/** A number that is written otherwise may be the same: 10 is 10.0, too. */
function isNumber({ core }: ReplyParts, at: Local, value: number, other: Label): Code {
  const text = JSON.stringify(value);
  return [
    branchIf(other, i32.eqz(firstByteIs(at, "number"))),
    when(i32.ne(call(core.number, get(at)), i32.add(get(at), i32.const(text.length))), FAIL),
    when(i32.eqz(textIs(get(at), text)), FAIL),
  ];
}
