/**
 * JSON in bytes for compiled recognisers: the functions of templates/runtime/json-bytes.ts with the same answers (test/recognise holds them together),
 * sixteen bytes of text and eight digits at a time. Each takes the address of a value's first byte and gives the one behind its last, or -1.
 */

import { ENTRY, INTEGER_POWERS, POWERS, PROBES, SLOT_COUNT, SLOTS } from "../../../templates/runtime/wasm-memory.js";
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
  type ModuleBuilder,
  ret,
  set,
  setGlobal,
  tee,
  unreachable,
  when,
} from "./assembler.js";

export interface JsonCore {
  readonly text: Callee;
  /** From a byte within text on. */
  readonly restOfText: Callee;
  readonly integer: Callee;
  readonly number: Callee;
  readonly decimal: Callee;
  readonly blank: Callee;
  /** `(address, depth)` */
  readonly anyValue: Callee;
  readonly member: Callee;
  readonly denseMember: Callee;
  /** `(object, key, length of the key, look at the whole object)`: address of the member's value, -1 if it is absent, -2 if that is not clear. */
  readonly findMember: Callee;
}

export const ABSENT = -1;
export const UNCLEAR = -2;

const MAX_DIGITS = 16;
const MAX_LENGTH = 300;
const MAX_DEPTH = 64;
const QUOTE = 0x22;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

export const FAIL: Code = ret(i32.const(-1));
export const byteAt = (address: Code, offset = 0): Code => i32.load8(address, offset);
export const byteIs = (address: Code, byte: number, offset = 0): Code =>
  i32.eq(i32.load8(address, offset), i32.const(byte));
export const byteIsNot = (address: Code, byte: number, offset = 0): Code =>
  i32.ne(i32.load8(address, offset), i32.const(byte));
export const advance = (position: Local, bytes: number): Code =>
  set(position, i32.add(get(position), i32.const(bytes)));
/** Moves on to what a function gives, or fails with it. */
export const step = (position: Local, next: Code): Code => when(i32.ltS(tee(position, next), i32.const(0)), FAIL);

const wordOf = (bytes: Uint8Array, at: number, length = 8): bigint => {
  let word = 0n;
  for (let index = 0; index < length; index += 1) word |= BigInt(bytes[at + index] as number) << BigInt(8 * index);
  return word;
};

/** A condition: the ASCII `text` stands at the address. Eight bytes are compared at a time. */
export function textIs(address: Code, text: string, offset = 0): Code {
  const bytes = Buffer.from(text, "latin1");
  const { length } = bytes;
  if (length === 1) return byteIs(address, bytes[0] as number, offset);
  if (length < 8) {
    const mask = (1n << BigInt(8 * length)) - 1n;
    return i64.eq(i64.and(i64.load(address, offset), i64.const(mask)), i64.const(wordOf(bytes, 0, length)));
  }
  const starts: number[] = [];
  for (let at = 0; at + 8 <= length; at += 8) starts.push(at);
  // The last ones together with some that were compared already.
  if (length % 8 !== 0) starts.push(length - 8);
  return starts
    .map((at) => i64.eq(i64.load(address, offset + at), i64.const(wordOf(bytes, at))))
    .reduce((all, one) => i32.and(all, one));
}

/** `lineFeeds`: they are blanks too, as JSON has it; where frames are lines they end one. */
export function addJsonCore(module: ModuleBuilder, { lineFeeds }: { readonly lineFeeds: boolean }): JsonCore {
  const powers = new Float64Array(Array.from({ length: 23 }, (_, power) => 10 ** power));
  module.data(POWERS, new Uint8Array(powers.buffer));
  const integers = new BigInt64Array(Array.from({ length: 9 }, (_, power) => 10n ** BigInt(power)));
  module.data(INTEGER_POWERS, new Uint8Array(integers.buffer));

  const restOfText = module.function("restOfText", ["i32"], ["i32"]);
  {
    const p = restOfText.arguments[0] as Local;
    restOfText.body(scanText(restOfText, p, undefined), get(p));
  }
  const text = module.function("text", ["i32"], ["i32"]);
  {
    const p = text.arguments[0] as Local;
    text.body(scanText(text, p, restOfText), get(p));
  }

  const numberFunction = (kind: NumberKind): Callee => {
    const own = module.function(kind, ["i32"], ["i32"]);
    const p = own.arguments[0] as Local;
    own.body(scanNumber(own, p, kind), get(p));
    return own;
  };
  const numbers = {
    integer: numberFunction("integer"),
    number: numberFunction("number"),
    decimal: numberFunction("decimal"),
  };

  const blank = module.function("blank", ["i32"], ["i32"]);
  {
    const p = blank.arguments[0] as Local;
    const byte = blank.local("i32");
    const next = label("next");
    blank.body(
      loop(
        next,
        set(byte, byteAt(get(p))),
        when(i32.gtU(get(byte), i32.const(0x20)), ret(get(p))),
        when(
          i32.eqz(
            i32.or(
              i32.or(i32.eq(get(byte), i32.const(0x20)), i32.eq(get(byte), i32.const(0x09))),
              i32.or(i32.eq(get(byte), i32.const(lineFeeds ? 0x0a : 0x0d)), i32.eq(get(byte), i32.const(0x0d))),
            ),
          ),
          ret(get(p)),
        ),
        advance(p, 1),
        branch(next),
      ),
      unreachable,
    );
  }

  const anyValue = module.function("anyValue", ["i32", "i32"], ["i32"]);
  const member = module.function("member", ["i32", "i32"], ["i32"]);
  {
    const [p, depth] = member.arguments as readonly [Local, Local];
    member.body(
      step(p, call(text, get(p))),
      set(p, call(blank, get(p))),
      when(byteIsNot(get(p), 0x3a), FAIL),
      call(anyValue, call(blank, i32.add(get(p), i32.const(1))), get(depth)),
    );
  }
  const denseMember = module.function("denseMember", ["i32"], ["i32"]);
  {
    const p = denseMember.arguments[0] as Local;
    denseMember.body(
      step(p, call(text, get(p))),
      when(byteIsNot(get(p), 0x3a), FAIL),
      call(anyValue, i32.add(get(p), i32.const(1)), i32.const(0)),
    );
  }
  {
    const [p, depth] = anyValue.arguments as readonly [Local, Local];
    const byte = anyValue.local("i32");
    const list = (close: number, item: Code): Code => {
      const next = label("next");
      return [
        set(p, call(blank, i32.add(get(p), i32.const(1)))),
        when(byteIs(get(p), close), ret(i32.add(get(p), i32.const(1)))),
        loop(
          next,
          step(p, item),
          set(p, call(blank, get(p))),
          when(byteIs(get(p), close), ret(i32.add(get(p), i32.const(1)))),
          when(byteIsNot(get(p), 0x2c), FAIL),
          set(p, call(blank, i32.add(get(p), i32.const(1)))),
          branch(next),
        ),
      ];
    };
    const deeper = i32.add(get(depth), i32.const(1));
    const word = (each: string): Code =>
      when(i32.eq(get(byte), i32.const(each.charCodeAt(0))), [
        when(textIs(get(p), each), ret(i32.add(get(p), i32.const(each.length)))),
        FAIL,
      ]);
    anyValue.body(
      when(i32.gtS(get(depth), i32.const(MAX_DEPTH)), FAIL),
      set(byte, byteAt(get(p))),
      when(i32.eq(get(byte), i32.const(QUOTE)), ret(call(text, get(p)))),
      when(i32.eq(get(byte), i32.const(0x7b)), list(0x7d, call(member, get(p), deeper))),
      when(i32.eq(get(byte), i32.const(0x5b)), list(0x5d, call(anyValue, get(p), deeper))),
      ["true", "false", "null"].map(word),
      call(numbers.number, get(p)),
    );
  }

  const findMember = module.function("findMember", ["i32", "i32", "i32", "i32"], ["i32"]);
  {
    const [p, key, length, whole] = findMember.arguments as readonly [Local, Local, Local, Local];
    const [found, end, matches, index] = ["i32", "i32", "i32", "i32"].map((type) =>
      findMember.local(type as "i32"),
    ) as unknown as readonly [Local, Local, Local, Local];
    const [next, same, compared] = [label("next"), label("same"), label("compared")];
    const unclear = ret(i32.const(UNCLEAR));
    findMember.body(
      set(found, i32.const(ABSENT)),
      when(byteIsNot(get(p), 0x7b), ret(i32.const(ABSENT))),
      set(p, call(blank, i32.add(get(p), i32.const(1)))),
      when(byteIs(get(p), 0x7d), ret(i32.const(ABSENT))),
      loop(
        next,
        when(i32.ltS(tee(end, call(text, get(p))), i32.const(0)), unclear),
        set(matches, i32.eq(i32.sub(get(end), get(p)), i32.add(get(length), i32.const(2)))),
        when(get(matches), [
          set(index, i32.const(0)),
          block(
            compared,
            loop(
              same,
              branchIf(compared, i32.geS(get(index), get(length))),
              when(i32.ne(byteAt(i32.add(get(p), get(index)), 1), byteAt(i32.add(get(key), get(index)))), [
                set(matches, i32.const(0)),
                branch(compared),
              ]),
              advance(index, 1),
              branch(same),
            ),
          ),
        ]),
        set(p, call(blank, get(end))),
        when(byteIsNot(get(p), 0x3a), unclear),
        set(p, call(blank, i32.add(get(p), i32.const(1)))),
        when(get(matches), [
          when(i32.eqz(get(whole)), ret(get(p))),
          when(i32.ne(get(found), i32.const(ABSENT)), unclear),
          set(found, get(p)),
        ]),
        when(i32.ltS(tee(p, call(anyValue, get(p), i32.const(0))), i32.const(0)), unclear),
        set(p, call(blank, get(p))),
        when(byteIs(get(p), 0x7d), ret(get(found))),
        when(byteIsNot(get(p), 0x2c), unclear),
        set(p, call(blank, i32.add(get(p), i32.const(1)))),
        branch(next),
      ),
      unreachable,
    );
  }
  return { text, restOfText, ...numbers, blank, anyValue, member, denseMember, findMember };
}

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

/**
 * `(text, behind it, selector)`: address of the topic's entry, or 0 if it is no topic of the line. `resolve` is asked about topics that were never
 * met: `(text, behind it, selector, slot)`, the slot being 0 where there is no free one.
 */
export function addTopicTable(module: ModuleBuilder, resolve: Callee): Callee {
  const own = module.function("topicOf", ["i32", "i32", "i32"], ["i32"]);
  const [t, q, selector] = own.arguments as readonly [Local, Local, Local];
  const [length, tag, slot, entry, probes, at] = Array.from({ length: 6 }, () =>
    own.local("i32"),
  ) as unknown as readonly [Local, Local, Local, Local, Local, Local];
  const [head, tail] = [own.local("i64"), own.local("i64")];
  const [probe, found, differs, next, free] = ["probe", "found", "differs", "next", "free"].map(label) as unknown as [
    ReturnType<typeof label>,
    ReturnType<typeof label>,
    ReturnType<typeof label>,
    ReturnType<typeof label>,
    ReturnType<typeof label>,
  ];
  const isShort = i32.ltS(get(length), i32.const(8));
  own.body(
    set(length, i32.sub(get(q), get(t))),
    when(i32.leS(get(length), i32.const(0)), ret(i32.const(0))),
    set(tag, i32.or(get(length), i32.shl(get(selector), i32.const(16)))),
    when(
      isShort,
      set(
        head,
        i64.and(
          i64.load(get(t)),
          i64.sub(i64.shl(i64.const(1n), i64.extendU(i32.shl(get(length), i32.const(3)))), i64.const(1n)),
        ),
      ),
      [set(head, i64.load(get(t))), set(tail, i64.load(i32.sub(get(q), i32.const(8))))],
    ),
    set(
      slot,
      i32.wrap(
        i64.shrU(
          i64.mul(
            i64.xor(i64.mul(get(tail), i64.const(0x9e3779b97f4a7c15n)), i64.xor(get(head), i64.extendU(get(tag)))),
            i64.const(0xff51afd7ed558ccdn),
          ),
          i64.const(BigInt(64 - Math.log2(SLOT_COUNT))),
        ),
      ),
    ),
    block(
      free,
      loop(
        probe,
        set(at, i32.shl(i32.and(get(slot), i32.const(SLOT_COUNT - 1)), i32.const(2))),
        branchIf(free, i32.eqz(tee(entry, i32.load(get(at), SLOTS)))),
        block(
          differs,
          branchIf(differs, i32.ne(i32.load(get(entry), ENTRY.tag), get(tag))),
          branchIf(differs, i32.eqz(i64.eq(i64.load(get(entry), ENTRY.text), get(head)))),
          when(isShort, ret(get(entry))),
          // Eight bytes at a time, the last ones together with some before them.
          set(at, i32.const(8)),
          block(
            found,
            loop(
              next,
              branchIf(found, i32.gtS(i32.add(get(at), i32.const(8)), get(length))),
              branchIf(
                differs,
                i32.eqz(i64.eq(i64.load(i32.add(get(t), get(at))), i64.load(i32.add(get(entry), get(at)), ENTRY.text))),
              ),
              set(at, i32.add(get(at), i32.const(8))),
              branch(next),
            ),
          ),
          branchIf(
            differs,
            i32.eqz(i64.eq(get(tail), i64.load(i32.sub(i32.add(get(entry), get(length)), i32.const(8)), ENTRY.text))),
          ),
          ret(get(entry)),
        ),
        advance(slot, 1),
        branchIf(probe, i32.ltS(tee(probes, i32.add(get(probes), i32.const(1))), i32.const(PROBES))),
      ),
      ret(call(resolve, get(t), get(q), get(selector), i32.const(0))),
    ),
    call(resolve, get(t), get(q), get(selector), i32.add(get(at), i32.const(SLOTS))),
  );
  return own;
}
