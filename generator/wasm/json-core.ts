/**
 * JSON in bytes for compiled recognisers: the functions of templates/runtime/json-bytes.ts with the same answers (test/recognise holds them together),
 * sixteen bytes of text and eight digits at a time. Each takes the address of a value's first byte and gives the one behind its last, or -1.
 */

import { INTEGER_POWERS, POWERS } from "../../templates/runtime/wasm-memory.js";
import {
  block,
  branch,
  branchIf,
  type Callee,
  type Code,
  call,
  get,
  i32,
  label,
  loop,
  type ModuleBuilder,
  ret,
  set,
  tee,
  unreachable,
  when,
} from "./assembler.js";
import { advance, byteAt, byteIs, byteIsNot, FAIL, step, textIs } from "./bytes.js";
import { type NumberKind, scanNumber, scanText } from "./scan.js";

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

const MAX_DEPTH = 64;
const QUOTE = 0x22;

/** `lineFeeds`: they are blanks too, as JSON has it; where frames are lines they end one. */
export function addJsonCore(module: ModuleBuilder, { lineFeeds }: { readonly lineFeeds: boolean }): JsonCore {
  const powers = new Float64Array(Array.from({ length: 23 }, (_, power) => 10 ** power));
  module.data(POWERS, new Uint8Array(powers.buffer));
  const integers = new BigInt64Array(Array.from({ length: 9 }, (_, power) => 10n ** BigInt(power)));
  module.data(INTEGER_POWERS, new Uint8Array(integers.buffer));

  const restOfText = module.function("restOfText", ["i32"], ["i32"]);
  {
    const [p] = restOfText.arguments;
    restOfText.body(scanText(restOfText, p, undefined), get(p));
  }
  const text = module.function("text", ["i32"], ["i32"]);
  {
    const [p] = text.arguments;
    text.body(scanText(text, p, restOfText), get(p));
  }

  const numberFunction = (kind: NumberKind): Callee => {
    const own = module.function(kind, ["i32"], ["i32"]);
    const [p] = own.arguments;
    own.body(scanNumber(own, p, kind), get(p));
    return own;
  };
  const numbers = {
    integer: numberFunction("integer"),
    number: numberFunction("number"),
    decimal: numberFunction("decimal"),
  };

  const blanks = [0x20, 0x09, 0x0d, ...(lineFeeds ? [0x0a] : [])];
  const blank = module.function("blank", ["i32"], ["i32"]);
  {
    const [p] = blank.arguments;
    const byte = blank.local("i32");
    const next = label("next");
    blank.body(
      loop(
        next,
        set(byte, byteAt(get(p))),
        when(i32.gtU(get(byte), i32.const(0x20)), ret(get(p))),
        when(
          i32.eqz(blanks.map((each) => i32.eq(get(byte), i32.const(each))).reduce((all, one) => i32.or(all, one))),
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
    const [p, depth] = member.arguments;
    member.body(
      step(p, call(text, get(p))),
      set(p, call(blank, get(p))),
      when(byteIsNot(get(p), 0x3a), FAIL),
      call(anyValue, call(blank, i32.add(get(p), i32.const(1))), get(depth)),
    );
  }
  const denseMember = module.function("denseMember", ["i32"], ["i32"]);
  {
    const [p] = denseMember.arguments;
    denseMember.body(
      step(p, call(text, get(p))),
      when(byteIsNot(get(p), 0x3a), FAIL),
      call(anyValue, i32.add(get(p), i32.const(1)), i32.const(0)),
    );
  }
  {
    const [p, depth] = anyValue.arguments;
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
    const [p, key, length, whole] = findMember.arguments;
    const [found, end, matches, index] = findMember.locals("i32", "i32", "i32", "i32");
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
