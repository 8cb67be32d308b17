/** Compiled code that moves a position behind text or a number, in place: sixteen bytes of text and eight digits at a time. */

import { INTEGER_POWERS, POWERS } from "../../templates/runtime/wasm-memory.js";
import {
  block,
  branch,
  branchIf,
  type Callee,
  type Code,
  call,
  type FunctionBuilder,
  f64,
  type Global,
  get,
  getGlobal,
  i8x16,
  i32,
  i64,
  type Local,
  label,
  loop,
  set,
  setGlobal,
  when,
} from "./assembler.js";
import { advance, byteAt, byteIs, byteIsNot, FAIL, step, wordOf } from "./bytes.js";

const MAX_DIGITS = 16;
const MAX_LENGTH = 300;
const QUOTE = 0x22;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

const repeated = (byte: number): bigint => wordOf(new Uint8Array(8).fill(byte), 0);

interface Scratch {
  readonly first: Local;
  readonly at: Local;
  readonly whole: Local;
  readonly digits: Local;
  readonly bytes: Local;
  readonly others: Local;
  readonly mantissa: Local;
  readonly sixteen: Local;
  readonly found: Local;
}

const scratches = new WeakMap<FunctionBuilder, Scratch>();

/** Locals of a function that each scan in it uses anew. */
function scratchOf(own: FunctionBuilder): Scratch {
  const known = scratches.get(own) ?? {
    first: own.local("i32"),
    at: own.local("i32"),
    whole: own.local("i32"),
    digits: own.local("i32"),
    bytes: own.local("i64"),
    others: own.local("i64"),
    mantissa: own.local("i64"),
    sixteen: own.local("v128"),
    found: own.local("i32"),
  };
  scratches.set(own, known);
  return known;
}

/** Moves `p` behind text. `rest`: the function that goes on behind the first sixteen bytes; without, the code does so itself. */
export function scanText(own: FunctionBuilder, p: Local, rest: Callee | undefined): Code {
  const { sixteen, found } = scratchOf(own);
  const next = label("text");
  const look = (offset: number): Code => [
    set(sixteen, i8x16.load(get(p), offset)),
    // A quote, a backslash, a control byte or one above ASCII, which is negative.
    set(
      found,
      i8x16.bitmask(
        i8x16.or(
          i8x16.or(i8x16.eq(get(sixteen), i8x16.const(QUOTE)), i8x16.eq(get(sixteen), i8x16.const(0x5c))),
          i8x16.ltS(get(sixteen), i8x16.const(0x20)),
        ),
      ),
    ),
  ];
  const end: Code = [
    set(p, i32.add(get(p), i32.ctz(get(found)))),
    when(byteIsNot(get(p), QUOTE, rest ? 1 : 0), FAIL),
    advance(p, rest ? 2 : 1),
  ];
  const begin = when(byteIsNot(get(p), QUOTE), FAIL);
  if (rest) return [begin, look(1), when(get(found), end, step(p, call(rest, i32.add(get(p), i32.const(17)))))];
  const done = label("end");
  return block(done, loop(next, look(0), when(get(found), [end, branch(done)]), advance(p, 16), branch(next)));
}

export type NumberKind = "integer" | "number" | "decimal";

/**
 * Moves `p` behind a number, or behind text that is one. `value`: where the number itself goes; then only those that a double holds are taken.
 */
export function scanNumber(own: FunctionBuilder, p: Local, kind: NumberKind, value?: Global): Code {
  const { first, at, whole, digits, bytes, others, mantissa } = scratchOf(own);
  const quoted = kind === "decimal";

  /** Moves `at` behind the digits. The lowest byte that is no digit has the lowest bit; what lies above it may be wrong and does not count. */
  const skipDigits = (): Code => {
    const next = label("digits");
    const gather: Code = when(get(digits), [
      set(bytes, i64.shl(get(bytes), i64.extendU(i32.shl(i32.sub(i32.const(8), get(digits)), i32.const(3))))),
      // Eight digits in three multiplications: pairs, fours, all. https://lemire.me/blog/2022/01/21/swar-explained-parsing-eight-digits/
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
    return loop(
      next,
      set(bytes, i64.xor(i64.load(get(at)), i64.const(repeated(ZERO)))),
      set(
        others,
        i64.and(i64.or(i64.add(get(bytes), i64.const(repeated(0x06))), get(bytes)), i64.const(repeated(0xf0))),
      ),
      set(digits, i32.shrU(i32.wrap(i64.ctz(get(others))), i32.const(3))),
      value ? gather : [],
      set(at, i32.add(get(at), get(digits))),
      branchIf(next, i32.eq(get(digits), i32.const(8))),
    );
  };
  const length = i32.sub(get(at), get(first));
  const leadingZero = when(byteIs(get(first), ZERO), when(i32.gtS(length, i32.const(1)), FAIL));
  // What would make another number of it, an exponent or a fraction, is none of the bytes that may follow a value.
  const endOfInteger: Code = [
    when(i32.eq(get(at), get(first)), FAIL),
    when(i32.geS(length, i32.const(MAX_DIGITS)), [
      when(i32.gtS(length, i32.const(MAX_DIGITS)), FAIL),
      when(i32.geU(byteAt(get(first)), i32.const(ZERO + 9)), FAIL),
    ]),
    leadingZero,
  ];
  /** `fraction`: where it begins; at the end where there is none. */
  const keep = (fraction: Code): Code => {
    if (!value) return [];
    const scale = i32.sub(get(at), fraction);
    const hasPoint = i32.ne(get(whole), get(at));
    return [
      when(i32.gtS(i32.sub(i32.sub(get(at), get(first)), hasPoint), i32.const(MAX_DIGITS)), FAIL),
      when(i64.gtU(get(mantissa), i64.const(BigInt(Number.MAX_SAFE_INTEGER))), FAIL),
      setGlobal(value, f64.div(f64.fromI64(get(mantissa)), f64.load(i32.shl(scale, i32.const(3)), POWERS))),
      when(byteIs(get(p), MINUS, quoted ? 1 : 0), setGlobal(value, f64.neg(getGlobal(value)))),
    ];
  };

  const begin: Code = [
    quoted ? when(byteIsNot(get(p), QUOTE), FAIL) : [],
    set(first, i32.add(get(p), i32.const(quoted ? 1 : 0))),
    when(byteIs(get(first), MINUS), advance(first, 1)),
    set(at, get(first)),
    value ? set(mantissa, i64.const(0n)) : [],
    skipDigits(),
    set(whole, get(at)),
  ];
  const fractionDigits: Code = [
    advance(at, 1),
    skipDigits(),
    when(i32.eq(get(at), i32.add(get(whole), i32.const(1))), FAIL),
  ];
  const fraction = i32.add(get(whole), i32.const(1));
  if (kind === "integer") return [begin, endOfInteger, keep(get(at)), set(p, get(at))];
  if (kind === "number")
    return [
      begin,
      when(
        byteIsNot(get(at), POINT),
        [endOfInteger, keep(get(at))],
        [
          when(i32.eq(get(whole), get(first)), FAIL),
          leadingZero,
          fractionDigits,
          when(i32.gtS(i32.sub(get(at), get(p)), i32.const(MAX_LENGTH)), FAIL),
          keep(fraction),
        ],
      ),
      set(p, get(at)),
    ];
  return [
    begin,
    when(i32.eq(get(at), get(first)), FAIL),
    when(byteIs(get(at), POINT), [fractionDigits, keep(fraction)], keep(get(at))),
    when(byteIsNot(get(at), QUOTE), FAIL),
    set(p, i32.add(get(at), i32.const(1))),
  ];
}
