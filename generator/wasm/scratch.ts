/** Locals of a function that each scan in it uses anew. */

import type { Local } from "./assembler.js";
import type { FunctionBuilder } from "./module.js";

export interface Scratch {
  /** The first digit of a number, and behind the last one that was looked at. */
  readonly first: Local;
  readonly at: Local;
  /** Behind the digits before the point. */
  readonly whole: Local;
  /** Of the eight bytes at hand: how many are digits, their values, and which are none. */
  readonly digits: Local;
  readonly bytes: Local;
  readonly others: Local;
  /** The digits as one integer. */
  readonly mantissa: Local;
  /** The sixteen bytes of a text at hand, and a bit for each that text does not go on with. */
  readonly sixteen: Local;
  readonly found: Local;
}

export const createScratch = (own: FunctionBuilder): Scratch => ({
  first: own.local("i32"),
  at: own.local("i32"),
  whole: own.local("i32"),
  digits: own.local("i32"),
  bytes: own.local("i64"),
  others: own.local("i64"),
  mantissa: own.local("i64"),
  sixteen: own.local("v128"),
  found: own.local("i32"),
});
