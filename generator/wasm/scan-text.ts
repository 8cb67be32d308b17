/** Compiled code that moves a position behind text, in place: sixteen bytes at a time. */

import {
  block,
  branch,
  type Callee,
  type Code,
  call,
  get,
  i8x16,
  i32,
  type Local,
  label,
  loop,
  set,
  when,
} from "./assembler.js";
import { advance, byteIsNot, FAIL, QUOTE, step } from "./bytes.js";
import type { Scratch } from "./scratch.js";

const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

/** Moves `p` behind text of which the first sixteen bytes are looked at here, and what follows them by `rest`. */
export function scanText(scratch: Scratch, p: Local, rest: Callee): Code {
  return [
    when(byteIsNot(get(p), QUOTE), FAIL),
    lookAt(scratch, p, 1),
    when(get(scratch.found), endOfText(scratch, p, 1), step(p, call(rest, i32.add(get(p), i32.const(17))))),
  ];
}

/** Moves `p`, which is within text, behind it. */
export function scanRestOfText(scratch: Scratch, p: Local): Code {
  const [next, done] = [label("text"), label("end")];
  return block(
    done,
    loop(
      next,
      lookAt(scratch, p, 0),
      when(get(scratch.found), [endOfText(scratch, p, 0), branch(done)]),
      advance(p, 16),
      branch(next),
    ),
  );
}

/** A quote, a backslash, a control byte or one above ASCII, which is negative: a bit of `found` for each. */
const lookAt = ({ sixteen, found }: Scratch, p: Local, offset: number): Code => [
  set(sixteen, i8x16.load(get(p), offset)),
  set(
    found,
    i8x16.bitmask(
      i8x16.or(
        i8x16.or(i8x16.eq(get(sixteen), i8x16.const(QUOTE)), i8x16.eq(get(sixteen), i8x16.const(BACKSLASH))),
        i8x16.ltS(get(sixteen), i8x16.const(FIRST_PRINTABLE)),
      ),
    ),
  ),
];

/** The first byte that was found has to be the quote that ends the text. `offset`: from `p` to the sixteen bytes. */
const endOfText = ({ found }: Scratch, p: Local, offset: number): Code => [
  set(p, i32.add(get(p), i32.ctz(get(found)))),
  when(byteIsNot(get(p), QUOTE, offset), FAIL),
  advance(p, offset + 1),
];
