/**
 * JSON in bytes for compiled recognisers: the functions of templates/runtime/json-bytes.ts with the same answers (test/recognise holds them together),
 * sixteen bytes of text and eight digits at a time. Each takes the address of a value's first byte and gives the one behind its last, or -1.
 */

import { INTEGER_POWERS, POWERS } from "../../templates/runtime/wasm-memory.js";
import {
  branch,
  type Callee,
  type Code,
  call,
  get,
  i32,
  type Local,
  label,
  loop,
  ret,
  set,
  unreachable,
  when,
} from "./assembler.js";
import {
  advance,
  byteAt,
  byteIs,
  byteIsNot,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  FAIL,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  step,
  textIs,
} from "./bytes.js";
import { addFindMember } from "./find-member.js";
import type { FunctionBuilder, ModuleBuilder } from "./module.js";
import { type NumberKind, scanNumber } from "./scan-number.js";
import { scanRestOfText, scanText } from "./scan-text.js";
import { createScratch } from "./scratch.js";

export interface JsonCore extends Tokens {
  readonly integer: Callee;
  readonly decimal: Callee;
  /** `(address, depth)` */
  readonly anyValue: Callee;
  readonly member: Callee;
  readonly denseMember: Callee;
  /** `(object, key, length of the key, look at the whole object)`: address of the member's value, -1 if it is absent, -2 if that is not clear. */
  readonly findMember: Callee;
}

/** What values are made of. */
interface Tokens {
  readonly text: Callee;
  /** From a byte within text on. */
  readonly restOfText: Callee;
  readonly number: Callee;
  readonly blank: Callee;
}

const MAX_DEPTH = 64;
const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** `lineFeeds`: they are blanks too, as JSON has it; where frames are lines they end one. */
export function addJsonCore(module: ModuleBuilder, { lineFeeds }: { readonly lineFeeds: boolean }): JsonCore {
  addPowers(module);
  const restOfText = addRestOfText(module);
  const text = addText(module, restOfText);
  const integer = addNumber(module, "integer");
  const number = addNumber(module, "number");
  const decimal = addNumber(module, "decimal");
  const blank = addBlank(module, [SPACE, TAB, CARRIAGE_RETURN, ...(lineFeeds ? [LINE_FEED] : [])]);
  const tokens: Tokens = { text, restOfText, number, blank };
  const anyValue = module.function("anyValue", ["i32", "i32"], ["i32"]);
  const member = addMember(module, tokens, anyValue);
  const denseMember = addDenseMember(module, tokens, anyValue);
  writeAnyValue(anyValue, tokens, member);
  const findMember = addFindMember(module, { text, blank, anyValue });
  return { ...tokens, integer, decimal, anyValue, member, denseMember, findMember };
}

function addPowers(module: ModuleBuilder): void {
  const powers = new Float64Array(Array.from({ length: 23 }, (_, power) => 10 ** power));
  module.data(POWERS, new Uint8Array(powers.buffer));
  const integers = new BigInt64Array(Array.from({ length: 9 }, (_, power) => 10n ** BigInt(power)));
  module.data(INTEGER_POWERS, new Uint8Array(integers.buffer));
}

function addRestOfText(module: ModuleBuilder): Callee {
  const own = module.function("restOfText", ["i32"], ["i32"]);
  const [p] = own.arguments;
  own.body(scanRestOfText(createScratch(own), p), get(p));
  return own;
}

function addText(module: ModuleBuilder, restOfText: Callee): Callee {
  const own = module.function("text", ["i32"], ["i32"]);
  const [p] = own.arguments;
  own.body(scanText(createScratch(own), p, restOfText), get(p));
  return own;
}

function addNumber(module: ModuleBuilder, kind: NumberKind): Callee {
  const own = module.function(kind, ["i32"], ["i32"]);
  const [p] = own.arguments;
  own.body(scanNumber(createScratch(own), p, kind), get(p));
  return own;
}

/** The first byte that is no blank. */
function addBlank(module: ModuleBuilder, blanks: readonly number[]): Callee {
  const own = module.function("blank", ["i32"], ["i32"]);
  const [p] = own.arguments;
  const byte = own.local("i32");
  const next = label("next");
  const isBlank = blanks.map((each) => i32.eq(get(byte), i32.const(each))).reduce((all, one) => i32.or(all, one));
  own.body(
    loop(
      next,
      set(byte, byteAt(get(p))),
      when(i32.gtU(get(byte), i32.const(SPACE)), ret(get(p))),
      when(i32.eqz(isBlank), ret(get(p))),
      advance(p, 1),
      branch(next),
    ),
    unreachable,
  );
  return own;
}

/** A key and its value, blanks around the colon allowed. */
function addMember(module: ModuleBuilder, { text, blank }: Tokens, anyValue: Callee): Callee {
  const own = module.function("member", ["i32", "i32"], ["i32"]);
  const [p, depth] = own.arguments;
  own.body(
    step(p, call(text, get(p))),
    set(p, call(blank, get(p))),
    when(byteIsNot(get(p), COLON), FAIL),
    call(anyValue, call(blank, i32.add(get(p), i32.const(1))), get(depth)),
  );
  return own;
}

/** The same without blanks around the colon: a known key behind which there are some must not pass for an unknown one. */
function addDenseMember(module: ModuleBuilder, { text }: Tokens, anyValue: Callee): Callee {
  const own = module.function("denseMember", ["i32"], ["i32"]);
  const [p] = own.arguments;
  own.body(
    step(p, call(text, get(p))),
    when(byteIsNot(get(p), COLON), FAIL),
    call(anyValue, i32.add(get(p), i32.const(1)), i32.const(0)),
  );
  return own;
}

function writeAnyValue(
  anyValue: FunctionBuilder<readonly ["i32", "i32"]>,
  { text, number, blank }: Tokens,
  member: Callee,
): void {
  const [p, depth] = anyValue.arguments;
  const byte = anyValue.local("i32");
  const deeper = i32.add(get(depth), i32.const(1));
  anyValue.body(
    when(i32.gtS(get(depth), i32.const(MAX_DEPTH)), FAIL),
    set(byte, byteAt(get(p))),
    when(i32.eq(get(byte), i32.const(QUOTE)), ret(call(text, get(p)))),
    when(i32.eq(get(byte), i32.const(OPEN_OBJECT)), listed(p, blank, CLOSE_OBJECT, call(member, get(p), deeper))),
    when(i32.eq(get(byte), i32.const(OPEN_LIST)), listed(p, blank, CLOSE_LIST, call(anyValue, get(p), deeper))),
    ["true", "false", "null"].map((word) => wordOrFail(p, byte, word)),
    call(number, get(p)),
  );
}

/** Items or members from an opening byte to the closing one; returns the address behind it. */
function listed(p: Local, blank: Callee, close: number, item: Code): Code {
  const next = label("next");
  const behindByte = set(p, call(blank, i32.add(get(p), i32.const(1))));
  const end = when(byteIs(get(p), close), ret(i32.add(get(p), i32.const(1))));
  return [
    behindByte,
    end,
    loop(
      next,
      step(p, item),
      set(p, call(blank, get(p))),
      end,
      when(byteIsNot(get(p), COMMA), FAIL),
      behindByte,
      branch(next),
    ),
  ];
}

/** Returns, if `byte` is the first of the word. */
const wordOrFail = (p: Local, byte: Local, word: string): Code =>
  when(i32.eq(get(byte), i32.const(word.charCodeAt(0))), [
    when(textIs(get(p), word), ret(i32.add(get(p), i32.const(word.length)))),
    FAIL,
  ]);
