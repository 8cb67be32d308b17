/**
 * Compiled code that proves a value from its bytes: it moves a position behind the value, or returns -1. The same decisions as the JavaScript of
 * recognisers/value-code.ts, and hooks for whoever wants to know more of a value than that it is right.
 */

import { valuesLike } from "../schema/enum-values.js";
import { isPlain } from "../schema/plain-text.js";
import { escapePointer } from "../schema/pointer.js";
import {
  areApart,
  type ChoiceType,
  type ConstantType,
  type JsonKind,
  jsonKindsOf,
  type ListType,
  type Member,
  type NumberType,
  type ObjectType,
  shapeOf,
  type TextType,
  type TupleType,
  type ValueType,
} from "../spec/value-type.js";
import {
  block,
  branch,
  type Callee,
  type Code,
  call,
  type FunctionBuilder,
  type Global,
  get,
  i32,
  type Local,
  label,
  loop,
  type ModuleBuilder,
  set,
  setGlobal,
  when,
} from "./assembler.js";
import { advance, byteAt, byteIs, byteIsNot, FAIL, step, textIs } from "./bytes.js";
import type { JsonCore } from "./json-core.js";
import { type NumberKind, scanNumber, scanText } from "./scan.js";

/** What else is done with the values of a type. Pointers have `*` for array indexes. */
export interface ValueHooks {
  /** Scan text and numbers in place instead of by calls: a fifth faster, and twice the code. */
  readonly inPlace: boolean;
  /** Runs once a member that need not be there, or an item, has been proven. */
  mark(pointer: string): Code;
  /** The value is asked for by one of the members below: code that cannot hand it on must not be made. */
  isRead(pointer: string): boolean;
  /** Where the value of a number, or of text that is one, goes. */
  capture(pointer: string): Global | undefined;
  /** Where plain text begins and ends. */
  span(pointer: string): { readonly start: Global; readonly end: Global } | undefined;
  /** Becomes 1 for true and 0 for false. */
  flag(pointer: string): Global | undefined;
  /** Runs if text with documented values is this one. */
  chosen(pointer: string, value: string): Code;
  /** Runs before the items of a list, before each and behind each. */
  list(pointer: string): { readonly begin: Code; readonly before: Code; readonly after: Code } | undefined;
}

export interface ValueCodeOptions {
  readonly module: ModuleBuilder;
  readonly core: JsonCore;
  /** Blanks between tokens are allowed. */
  readonly spaced: boolean;
  /** Functions of the module by what they prove: topics of one line share many shapes. Hooks make each its own. */
  readonly known: Map<string, Callee>;
  /** With hooks only what is documented is taken: no member without a schema, no value beside the list of an enum. */
  readonly hooks?: ValueHooks;
}

/** A type of which bytes alone cannot say what the hooks ask. */
export class Unsupported extends Error {}

/** Bits of one mask. */
const BITS = 31;

/** Makes functions `(address)` that prove values from their first byte. */
export function createValueCode(options: ValueCodeOptions): (type: ValueType, reserved?: readonly string[]) => Callee {
  const { module, core, spaced, known, hooks } = options;
  const ignored = hooks && module.global("f64");
  const blank = (p: Local): Code => (spaced ? set(p, call(core.blank, get(p))) : []);

  const value = (own: FunctionBuilder, p: Local, type: ValueType, pointer: string): Code => {
    switch (type.kind) {
      case "any":
        if (hooks) throw new Unsupported();
        return step(p, call(core.anyValue, get(p), i32.const(0)));
      case "null":
        return when(textIs(get(p), "null"), advance(p, 4), FAIL);
      case "boolean":
        return booleanCode(p, pointer);
      case "number":
        return numberCode(own, p, type, pointer);
      case "text":
        return textCode(own, p, type, pointer);
      case "constant":
        return constant(p, type, pointer);
      case "choice":
        return choice(own, p, type, pointer);
      case "list":
        return list(own, p, type, pointer);
      case "tuple":
        return tuple(own, p, type, pointer);
      case "object":
        return step(p, call(objectFunction(type, [], pointer), get(p)));
    }
  };

  const refuse = (): Code => {
    if (hooks) throw new Unsupported();
    return FAIL;
  };

  const constant = (p: Local, { value: wanted }: ConstantType, pointer: string): Code => {
    if (hooks?.isRead(pointer)) throw new Unsupported();
    const text = JSON.stringify(wanted);
    if (typeof wanted === "string" && !isPlain(wanted)) return refuse();
    if (typeof wanted === "number" && !Number.isSafeInteger(wanted)) return refuse();
    const end =
      typeof wanted === "number"
        ? when(i32.ne(call(core.integer, get(p)), i32.add(get(p), i32.const(text.length))), FAIL)
        : [];
    return [when(i32.eqz(textIs(get(p), text)), FAIL), end, advance(p, text.length)];
  };

  /** Told apart by their first byte; what is not, is tried one after the other. */
  const choice = (own: FunctionBuilder, p: Local, { keyword, branches }: ChoiceType, pointer: string): Code => {
    // In place, because functions of their own would not know where in the message they are.
    if (areApart(branches))
      return branches.reduceRight<Code>((otherwise, each) => {
        const begins = jsonKindsOf(each)
          .map((kind) => firstByteIs(p, kind))
          .reduce((all, one) => i32.or(all, one));
        return when(begins, value(own, p, each, pointer), otherwise);
      }, FAIL);
    // With `oneOf` a second branch that holds would make it wrong, and -1 does not say that it does not.
    if (keyword === "oneOf" || hooks) return refuse();
    const attempt = own.local("i32");
    return [
      set(attempt, i32.const(-1)),
      branches.map((each) =>
        when(i32.ltS(get(attempt), i32.const(0)), [
          set(attempt, call(functionOf(each), get(p))),
          // An integer with a fraction behind it: not proven, and another branch may take the whole number.
          when(i32.geS(get(attempt), i32.const(0)), when(byteIs(get(attempt), 0x2e), set(attempt, i32.const(-1)))),
        ]),
      ),
      when(i32.ltS(get(attempt), i32.const(0)), FAIL),
      set(p, get(attempt)),
    ];
  };

  const booleanCode = (p: Local, pointer: string): Code => {
    const flag = hooks?.flag(pointer);
    if (!flag && hooks?.isRead(pointer)) throw new Unsupported();
    return when(
      textIs(get(p), "true"),
      [advance(p, 4), flag ? setGlobal(flag, i32.const(1)) : []],
      when(textIs(get(p), "false"), [advance(p, 5), flag ? setGlobal(flag, i32.const(0)) : []], FAIL),
    );
  };

  const scan = (own: FunctionBuilder, p: Local, kind: NumberKind, target: Global | undefined): Code =>
    target || hooks?.inPlace ? scanNumber(own, p, kind, target) : step(p, call(core[kind], get(p)));

  const textCode = (own: FunctionBuilder, p: Local, { format, enum: keyword }: TextType, pointer: string): Code => {
    const target = hooks?.capture(pointer);
    const values = hooks && keyword ? valuesLike(keyword, "string") : [];
    if (values.length > 0) {
      if (format !== undefined || target || hooks?.span(pointer)) throw new Unsupported();
      return values
        .filter(isPlain)
        .reduceRight<Code>(
          (otherwise, each) =>
            when(
              textIs(get(p), JSON.stringify(each)),
              [advance(p, each.length + 2), hooks?.chosen(pointer, each) ?? []],
              otherwise,
            ),
          FAIL,
        );
    }
    if (format === "decimal") return scan(own, p, "decimal", target);
    // An empty text is no number.
    if (target) throw new Unsupported();
    if (format === "decimal-or-empty")
      return when(textIs(get(p), '""'), advance(p, 2), scan(own, p, "decimal", undefined));
    const span = hooks?.span(pointer);
    if (!span && hooks?.isRead(pointer)) throw new Unsupported();
    return [
      span ? setGlobal(span.start, i32.add(get(p), i32.const(1))) : [],
      hooks?.inPlace ? scanText(own, p, core.restOfText) : step(p, call(core.text, get(p))),
      span ? setGlobal(span.end, i32.sub(get(p), i32.const(1))) : [],
    ];
  };

  const numberCode = (own: FunctionBuilder, p: Local, { whole, enum: keyword }: NumberType, pointer: string): Code => {
    const values = hooks && keyword ? valuesLike(keyword, "number") : [];
    if (values.length > 0) {
      if (hooks?.capture(pointer)) throw new Unsupported();
      return values.filter(Number.isSafeInteger).reduceRight<Code>((otherwise, each) => {
        const text = JSON.stringify(each);
        const isAll = i32.eq(call(core.integer, get(p)), i32.add(get(p), i32.const(text.length)));
        return when(i32.and(textIs(get(p), text), isAll), advance(p, text.length), otherwise);
      }, FAIL);
    }
    // Above 2^53 the text has to be looked at, and the scan with a value tells.
    const target = hooks?.capture(pointer) ?? (hooks && !whole ? ignored : undefined);
    return scan(own, p, whole ? "integer" : "number", target);
  };

  const tuple = (own: FunctionBuilder, p: Local, { items }: TupleType, pointer: string): Code => {
    const below = `${pointer}/*`;
    const around = hooks?.list(pointer);
    return [
      around?.begin ?? [],
      items.map((item, index) => [
        when(byteIsNot(get(p), index === 0 ? 0x5b : 0x2c), FAIL),
        advance(p, 1),
        blank(p),
        around?.before ?? [],
        value(own, p, item, below),
        around?.after ?? [],
        blank(p),
      ]),
      when(byteIsNot(get(p), 0x5d), FAIL),
      advance(p, 1),
      hooks?.mark(below) ?? [],
    ];
  };

  const list = (own: FunctionBuilder, p: Local, type: ListType, pointer: string): Code => {
    const { items, minItems, maxItems } = type;
    const below = `${pointer}/*`;
    const around = hooks?.list(pointer);
    // Nobody described an item: only the empty list says nothing that the hooks would have to look at.
    if (hooks && items.kind === "any")
      return [
        when(byteIsNot(get(p), 0x5b), FAIL),
        advance(p, 1),
        blank(p),
        when(byteIsNot(get(p), 0x5d), FAIL),
        advance(p, 1),
        minItems > 0 ? FAIL : [],
      ];
    const counted = minItems > 0 || maxItems !== undefined;
    const count = counted ? own.local("i32") : undefined;
    const [next, end] = [label("items"), label("list")];
    return [
      when(byteIsNot(get(p), 0x5b), FAIL),
      advance(p, 1),
      blank(p),
      count ? set(count, i32.const(0)) : [],
      around?.begin ?? [],
      block(
        end,
        when(byteIs(get(p), 0x5d), branch(end)),
        loop(
          next,
          around?.before ?? [],
          value(own, p, items, below),
          around?.after ?? [],
          hooks?.mark(below) ?? [],
          blank(p),
          count ? advance(count, 1) : [],
          when(byteIs(get(p), 0x2c), [advance(p, 1), blank(p), branch(next)]),
        ),
      ),
      when(byteIsNot(get(p), 0x5d), FAIL),
      advance(p, 1),
      count ? when(i32.ltS(get(count), i32.const(minItems)), FAIL) : [],
      count && maxItems !== undefined ? when(i32.gtS(get(count), i32.const(maxItems)), FAIL) : [],
    ];
  };

  /** Any type as a function of its own. */
  const functionOf = (type: ValueType): Callee => {
    if (type.kind === "object") return objectFunction(type, [], "");
    const key = `value ${shapeOf(type)}`;
    const before = known.get(key);
    if (before) return before;
    const own = module.function("value", ["i32"], ["i32"]);
    known.set(key, own);
    const [p] = own.arguments;
    write(own, () => own.body(value(own, p, type, ""), get(p)));
    return own;
  };

  const write = (own: FunctionBuilder, body: () => void): void => {
    try {
      body();
    } catch (error) {
      // Nobody calls it: the whole form is given up. A module of which a function has no body cannot be built.
      own.body(i32.const(-1));
      throw error;
    }
  };

  /** `reserved`: keys that must not be there, because with them it would be something else. */
  const objectFunction = (type: ObjectType, reserved: readonly string[], pointer: string): Callee => {
    const key = `object ${JSON.stringify([shapeOf(type), reserved])}`;
    const before = hooks ? undefined : known.get(key);
    if (before) return before;
    const { members } = type;
    // A key that JSON can write in two ways is one that bytes cannot prove to be absent.
    const isOdd = members.some(({ name }) => !isPlain(name));
    if (hooks && (isOdd || members.length === 0)) throw new Unsupported();
    const own = module.function(`object ${pointer}`, ["i32"], ["i32"]);
    if (!hooks) known.set(key, own);
    if (isOdd) {
      own.body(i32.const(-1));
      return own;
    }
    write(own, () => objectBody(own, members, reserved, pointer));
    return own;
  };

  const objectBody = (
    own: FunctionBuilder<readonly ["i32"]>,
    described: readonly Member[],
    reserved: readonly string[],
    pointer: string,
  ): void => {
    const [p] = own.arguments;
    const p0 = own.local("i32");
    const masks = Array.from({ length: Math.ceil(described.length / BITS) }, () => own.local("i32"));
    const [members, end] = [label("members"), label("object")];
    const next: Code = [when(byteIsNot(get(p), 0x2c), branch(end)), advance(p, 1), blank(p)];
    const taken = described.map(({ name, required: must, type }, index): Code => {
      const mask = masks[Math.floor(index / BITS)] as Local;
      const bit = i32.const(1 << (index % BITS));
      const head = spaced ? `"${name}"` : `"${name}":`;
      const below = `${pointer}/${escapePointer(name)}`;
      return when(textIs(get(p), head), [
        advance(p, head.length),
        spaced ? [blank(p), when(byteIsNot(get(p), 0x3a), FAIL), advance(p, 1), blank(p)] : [],
        when(i32.and(get(mask), bit), FAIL),
        set(mask, i32.or(get(mask), bit)),
        value(own, p, type, below),
        hooks && !must ? hooks.mark(below) : [],
        blank(p),
        next,
      ]);
    });
    const forbidden = reserved
      .filter((each) => !described.some(({ name }) => name === each))
      .map((each) => when(textIs(get(p), `"${each}"`), FAIL));
    const unknown = spaced ? call(core.member, get(p), i32.const(0)) : call(core.denseMember, get(p));
    const required = masks.map((mask, word) => {
      const bits = described.reduce(
        (sum, { required: must }, index) =>
          Math.floor(index / BITS) === word && must ? sum | (1 << (index % BITS)) : sum,
        0,
      );
      return bits === 0 ? [] : when(i32.ne(i32.and(get(mask), i32.const(bits)), i32.const(bits)), FAIL);
    });
    own.body(
      when(byteIsNot(get(p), 0x7b), FAIL),
      advance(p, 1),
      blank(p),
      block(
        end,
        when(byteIs(get(p), 0x7d), branch(end)),
        loop(
          members,
          set(p0, get(p)),
          taken,
          when(i32.eq(get(p), get(p0)), hooks ? FAIL : [forbidden, step(p, unknown), blank(p), next]),
          branch(members),
        ),
      ),
      when(byteIsNot(get(p), 0x7d), FAIL),
      required,
      i32.add(get(p), i32.const(1)),
    );
  };

  return (type, reserved = []) => (type.kind === "object" ? objectFunction(type, reserved, "") : functionOf(type));
}

/** A value of the kind may begin at the position. */
function firstByteIs(p: Local, kind: JsonKind): Code {
  const one = (character: string): Code => byteIs(get(p), character.charCodeAt(0));
  switch (kind) {
    case "string":
      return one('"');
    case "object":
      return one("{");
    case "array":
      return one("[");
    case "null":
      return one("n");
    case "boolean":
      return i32.or(one("t"), one("f"));
    case "number":
      return i32.or(one("-"), i32.ltU(i32.sub(byteAt(get(p)), i32.const(0x30)), i32.const(10)));
  }
}
