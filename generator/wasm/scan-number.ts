/** Compiled code that moves a position behind a number, in place: eight digits at a time. */

import { INTEGER_POWERS, POWERS } from "../../templates/runtime/wasm-memory.js";
import {
  branchIf,
  type Code,
  f64,
  type Global,
  get,
  getGlobal,
  i32,
  i64,
  type Local,
  label,
  loop,
  set,
  setGlobal,
  when,
} from "./assembler.js";
import { advance, byteAt, byteIs, byteIsNot, FAIL, QUOTE, wordOf } from "./bytes.js";
import type { Scratch } from "./scratch.js";

/** 2^53 has 16 digits and begins with a 9: what has 16 and begins lower is below it. */
const MAX_DIGITS = 16;
/** Of a number that is no integer: far from what a double cannot hold. */
const MAX_LENGTH = 300;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** `decimal`: text that is a number. */
export type NumberKind = "integer" | "number" | "decimal";

interface Scan extends Scratch {
  /** Moved behind the number once it is one. */
  readonly p: Local;
  /** Bytes before the number: the quote of a text. */
  readonly before: number;
  /** Where the number itself goes; then only those that a double holds are taken. */
  readonly value: Global | undefined;
}

/** Moves `p` behind a number. `value`: where the number itself goes; then only those that a double holds are taken. */
export function scanNumber(scratch: Scratch, p: Local, kind: NumberKind, value?: Global): Code {
  const scan: Scan = { ...scratch, p, before: kind === "decimal" ? 1 : 0, value };
  switch (kind) {
    case "integer":
      return [wholeDigits(scan), endOfInteger(scan), keepInteger(scan), set(p, get(scan.at))];
    case "number":
      return [wholeDigits(scan), integerOrFraction(scan), set(p, get(scan.at))];
    case "decimal":
      return [when(byteIsNot(get(p), QUOTE), FAIL), wholeDigits(scan), endOfDecimal(scan)];
  }
}

/** Sets `first`, and moves `at` and `whole` behind the digits from there on. */
const wholeDigits = (scan: Scan): Code => [
  set(scan.first, i32.add(get(scan.p), i32.const(scan.before))),
  when(byteIs(get(scan.first), MINUS), advance(scan.first, 1)),
  set(scan.at, get(scan.first)),
  scan.value ? set(scan.mantissa, i64.const(0n)) : [],
  skipDigits(scan),
  set(scan.whole, get(scan.at)),
];

const lengthOfInteger = ({ at, first }: Scan): Code => i32.sub(get(at), get(first));

const noLeadingZero = (scan: Scan): Code =>
  when(byteIs(get(scan.first), ZERO), when(i32.gtS(lengthOfInteger(scan), i32.const(1)), FAIL));

/** What would make another number of it, an exponent or a fraction, is none of the bytes that may follow a value. */
const endOfInteger = (scan: Scan): Code => [
  when(i32.eq(get(scan.at), get(scan.first)), FAIL),
  when(i32.geS(lengthOfInteger(scan), i32.const(MAX_DIGITS)), [
    when(i32.gtS(lengthOfInteger(scan), i32.const(MAX_DIGITS)), FAIL),
    when(i32.geU(byteAt(get(scan.first)), i32.const(NINE)), FAIL),
  ]),
  noLeadingZero(scan),
];

const integerOrFraction = (scan: Scan): Code =>
  when(
    byteIsNot(get(scan.at), POINT),
    [endOfInteger(scan), keepInteger(scan)],
    [
      when(i32.eq(get(scan.whole), get(scan.first)), FAIL),
      noLeadingZero(scan),
      fractionDigits(scan),
      when(i32.gtS(i32.sub(get(scan.at), get(scan.p)), i32.const(MAX_LENGTH)), FAIL),
      keepFraction(scan),
    ],
  );

/** Digits, which may begin with zeros, a fraction or none, and the quote. */
const endOfDecimal = (scan: Scan): Code => [
  when(i32.eq(get(scan.at), get(scan.first)), FAIL),
  when(byteIs(get(scan.at), POINT), [fractionDigits(scan), keepFraction(scan)], keepInteger(scan)),
  when(byteIsNot(get(scan.at), QUOTE), FAIL),
  set(scan.p, i32.add(get(scan.at), i32.const(1))),
];

const beginOfFraction = ({ whole }: Scan): Code => i32.add(get(whole), i32.const(1));

const fractionDigits = (scan: Scan): Code => [
  advance(scan.at, 1),
  skipDigits(scan),
  when(i32.eq(get(scan.at), beginOfFraction(scan)), FAIL),
];

const repeated = (byte: number): Code => i64.const(wordOf(new Uint8Array(8).fill(byte), 0));

/** Moves `at` behind the digits. The lowest byte that is no digit has the lowest bit; what lies above it may be wrong and does not count. */
function skipDigits(scan: Scan): Code {
  const { at, digits, bytes, others } = scan;
  const next = label("digits");
  return loop(
    next,
    set(bytes, i64.xor(i64.load(get(at)), repeated(ZERO))),
    set(others, i64.and(i64.or(i64.add(get(bytes), repeated(0x06)), get(bytes)), repeated(0xf0))),
    set(digits, i32.shrU(i32.wrap(i64.ctz(get(others))), i32.const(3))),
    scan.value ? gatherDigits(scan) : [],
    set(at, i32.add(get(at), get(digits))),
    branchIf(next, i32.eq(get(digits), i32.const(8))),
  );
}

/** Adds the digits at hand to the mantissa: pairs, fours, all. https://lemire.me/blog/2022/01/21/swar-explained-parsing-eight-digits/ */
const gatherDigits = ({ digits, bytes, mantissa }: Scan): Code =>
  when(get(digits), [
    set(bytes, i64.shl(get(bytes), i64.extendU(i32.shl(i32.sub(i32.const(8), get(digits)), i32.const(3))))),
    set(bytes, i64.add(i64.mul(get(bytes), i64.const(10n)), i64.shrU(get(bytes), i64.const(8n)))),
    set(
      bytes,
      i64.shrU(
        i64.add(
          i64.mul(i64.and(get(bytes), i64.const(0x000000ff000000ffn)), i64.const(0x000f424000000064n)),
          i64.mul(
            i64.and(i64.shrU(get(bytes), i64.const(16n)), i64.const(0x000000ff000000ffn)),
            i64.const(0x0000271000000001n),
          ),
        ),
        i64.const(32n),
      ),
    ),
    set(
      mantissa,
      i64.add(i64.mul(get(mantissa), i64.load(i32.shl(get(digits), i32.const(3)), INTEGER_POWERS)), get(bytes)),
    ),
  ]);

const keepInteger = (scan: Scan): Code => keep(scan, get(scan.at));
const keepFraction = (scan: Scan): Code => keep(scan, beginOfFraction(scan));

/** `fraction`: where it begins; at the end where there is none. */
function keep({ p, before, value, first, at, whole, mantissa }: Scan, fraction: Code): Code {
  if (!value) return [];
  const scale = i32.sub(get(at), fraction);
  const hasPoint = i32.ne(get(whole), get(at));
  return [
    when(i32.gtS(i32.sub(i32.sub(get(at), get(first)), hasPoint), i32.const(MAX_DIGITS)), FAIL),
    when(i64.gtU(get(mantissa), i64.const(BigInt(Number.MAX_SAFE_INTEGER))), FAIL),
    setGlobal(value, f64.div(f64.fromI64(get(mantissa)), f64.load(i32.shl(scale, i32.const(3)), POWERS))),
    when(byteIs(get(p), MINUS, before), setGlobal(value, f64.neg(getGlobal(value)))),
  ];
}
