/**
 * Compiled code that proves a value from its bytes: it moves a position behind the value, or returns -1. The same decisions as the JavaScript of
 * recognisers/value-code.ts, and hooks for whoever wants to know more of a value than that it is right.
 */

import { isPlain } from "../schema/plain-text.js";
import { escapePointer } from "../schema/pointer.js";
import {
  areApart,
  type ChoiceType,
  jsonKindsOf,
  type ListType,
  type Member,
  type ObjectType,
  shapeOf,
  type TupleType,
  type ValueType,
} from "../spec/value-type.js";
import {
  block,
  branch,
  type Callee,
  type Code,
  call,
  get,
  i32,
  type Label,
  type Local,
  label,
  loop,
  set,
  when,
} from "./assembler.js";
import {
  advance,
  byteIs,
  byteIsNot,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  FAIL,
  OPEN_LIST,
  OPEN_OBJECT,
  step,
  take,
  textIs,
} from "./bytes.js";
import { firstByteIs } from "./first-byte.js";
import type { FunctionBuilder } from "./module.js";
import { booleanCode, constantCode, nullCode, numberCode, textCode } from "./scalar-code.js";
import { createScratch, type Scratch } from "./scratch.js";
import { type CodeContext, type Place, refuse, skipBlank, type ValueCodeOptions } from "./value-context.js";
import { Unsupported } from "./value-hooks.js";

/**
 * Makes functions `(address)` that prove values from their first byte. `reserved`: keys that must not be in an object, because with them it would be
 * something else.
 * @throws Unsupported if bytes cannot say of the type what the hooks ask.
 */
export function createValueCode(options: ValueCodeOptions): (type: ValueType, reserved?: readonly string[]) => Callee {
  const context: CodeContext = { ...options, ignored: options.hooks && options.module.global("f64") };
  return (type, reserved = []) =>
    type.kind === "object" ? objectFunction(context, type, reserved, "") : functionOf(context, type);
}

function valueCode(context: CodeContext, place: Place, type: ValueType): Code {
  switch (type.kind) {
    case "any":
      return context.hooks ? refuse(context) : step(place.p, call(context.core.anyValue, get(place.p), i32.const(0)));
    case "null":
      return nullCode(place);
    case "boolean":
      return booleanCode(context, place);
    case "number":
      return numberCode(context, place, type);
    case "text":
      return textCode(context, place, type);
    case "constant":
      return constantCode(context, place, type);
    case "choice":
      return choiceCode(context, place, type);
    case "list":
      return listCode(context, place, type);
    case "tuple":
      return tupleCode(context, place, type);
    case "object":
      return step(place.p, call(objectFunction(context, type, [], place.pointer), get(place.p)));
  }
}

/** Any type as a function of its own. */
function functionOf(context: CodeContext, type: ValueType): Callee {
  if (type.kind === "object") return objectFunction(context, type, [], "");
  const { module, known } = context;
  const key = `value ${shapeOf(type)}`;
  const before = known.get(key);
  if (before) return before;
  const own = module.function("value", ["i32"], ["i32"]);
  known.set(key, own);
  writeBody(own, () => {
    const place = placeOf(own, "");
    return [valueCode(context, place, type), get(place.p)];
  });
  return own;
}

/** The first byte of what the function is to prove. */
function placeOf(own: FunctionBuilder<readonly ["i32"]>, pointer: string): Place {
  const [p] = own.arguments;
  let made: Scratch | undefined;
  const scratch = (): Scratch => {
    made ??= createScratch(own);
    return made;
  };
  return { own, p, scratch, pointer };
}

/** A module of which a function has no body cannot be built: one that could not be written gives -1, and nobody calls it. */
function writeBody(own: FunctionBuilder, code: () => Code): void {
  try {
    own.body(code());
  } catch (error) {
    own.body(i32.const(-1));
    throw error;
  }
}

/** Told apart by their first byte; what is not, is tried one after the other. */
function choiceCode(context: CodeContext, place: Place, { keyword, branches }: ChoiceType): Code {
  if (areApart(branches)) return choiceByFirstByte(context, place, branches);
  // With `oneOf` a second branch that holds would make it wrong, and -1 does not say that it does not.
  if (keyword === "oneOf" || context.hooks) return refuse(context);
  const { own, p } = place;
  const attempt = own.local("i32");
  const hasFailed = i32.ltS(get(attempt), i32.const(0));
  return [
    set(attempt, i32.const(-1)),
    branches.map((each) =>
      when(hasFailed, [
        set(attempt, call(functionOf(context, each), get(p))),
        // An integer with a fraction behind it: not proven, and another branch may take the whole number.
        when(i32.geS(get(attempt), i32.const(0)), when(byteIs(get(attempt), POINT), set(attempt, i32.const(-1)))),
      ]),
    ),
    when(hasFailed, FAIL),
    set(p, get(attempt)),
  ];
}

const POINT = 0x2e;

/** In place, because functions of their own would not know where in the message they are. */
const choiceByFirstByte = (context: CodeContext, place: Place, branches: readonly ValueType[]): Code =>
  branches.reduceRight<Code>((otherwise, each) => {
    const begins = jsonKindsOf(each)
      .map((kind) => firstByteIs(place.p, kind))
      .reduce((all, one) => i32.or(all, one));
    return when(begins, valueCode(context, place, each), otherwise);
  }, FAIL);

function tupleCode(context: CodeContext, place: Place, { items }: TupleType): Code {
  const { p, pointer } = place;
  const { hooks } = context;
  const item: Place = { ...place, pointer: `${pointer}/*` };
  const around = hooks?.list(pointer);
  return [
    around?.begin ?? [],
    items.map((type, index) => [
      take(p, index === 0 ? OPEN_LIST : COMMA),
      skipBlank(context, p),
      around?.before ?? [],
      valueCode(context, item, type),
      around?.after ?? [],
      skipBlank(context, p),
    ]),
    take(p, CLOSE_LIST),
    hooks?.mark(item.pointer) ?? [],
  ];
}

function listCode(context: CodeContext, place: Place, type: ListType): Code {
  const { own, p, pointer } = place;
  const { hooks } = context;
  // Nobody described an item: only the empty list says nothing that the hooks would have to look at.
  if (hooks && type.items.kind === "any") return emptyListCode(context, place, type);
  const { items, minItems, maxItems } = type;
  const item: Place = { ...place, pointer: `${pointer}/*` };
  const around = hooks?.list(pointer);
  const count = minItems > 0 || maxItems !== undefined ? own.local("i32") : undefined;
  const [next, end] = [label("items"), label("list")];
  return [
    take(p, OPEN_LIST),
    skipBlank(context, p),
    count ? set(count, i32.const(0)) : [],
    around?.begin ?? [],
    block(
      end,
      when(byteIs(get(p), CLOSE_LIST), branch(end)),
      loop(
        next,
        around?.before ?? [],
        valueCode(context, item, items),
        around?.after ?? [],
        hooks?.mark(item.pointer) ?? [],
        skipBlank(context, p),
        count ? advance(count, 1) : [],
        when(byteIs(get(p), COMMA), [advance(p, 1), skipBlank(context, p), branch(next)]),
      ),
    ),
    take(p, CLOSE_LIST),
    count ? when(i32.ltS(get(count), i32.const(minItems)), FAIL) : [],
    count && maxItems !== undefined ? when(i32.gtS(get(count), i32.const(maxItems)), FAIL) : [],
  ];
}

const emptyListCode = (context: CodeContext, { p }: Place, { minItems }: ListType): Code => [
  take(p, OPEN_LIST),
  skipBlank(context, p),
  take(p, CLOSE_LIST),
  minItems > 0 ? FAIL : [],
];

/** The same shape is one function; with hooks each place has its own. */
function objectFunction(context: CodeContext, type: ObjectType, reserved: readonly string[], pointer: string): Callee {
  const { module, known, hooks } = context;
  const key = `object ${JSON.stringify([shapeOf(type), reserved])}`;
  const before = hooks ? undefined : known.get(key);
  if (before) return before;
  // A key that JSON can write in two ways is one that bytes cannot prove to be absent.
  const isOdd = type.members.some(({ name }) => !isPlain(name));
  if (hooks && (isOdd || type.members.length === 0)) throw new Unsupported();
  const own = module.function(`object ${pointer}`, ["i32"], ["i32"]);
  if (!hooks) known.set(key, own);
  writeBody(own, () => (isOdd ? i32.const(-1) : objectBody(context, placeOf(own, pointer), type.members, reserved)));
  return own;
}

/** Bits of one mask. */
const BITS = 31;

/** A described member of an object that is being proven. */
interface MemberSlot extends Member {
  /** Has the bit once the member was there. */
  readonly mask: Local;
  readonly bit: number;
}

function objectBody(
  context: CodeContext,
  place: Place,
  described: readonly Member[],
  reserved: readonly string[],
): Code {
  const { own, p } = place;
  const p0 = own.local("i32");
  const masks = Array.from({ length: Math.ceil(described.length / BITS) }, () => own.local("i32"));
  const slots = described.map((member, index): MemberSlot => {
    return { ...member, mask: masks[Math.floor(index / BITS)] as Local, bit: 1 << (index % BITS) };
  });
  const [members, end] = [label("members"), label("object")];
  return [
    take(p, OPEN_OBJECT),
    skipBlank(context, p),
    block(
      end,
      when(byteIs(get(p), CLOSE_OBJECT), branch(end)),
      loop(
        members,
        set(p0, get(p)),
        // In the order of the schema, which is that of the wire; in any other the loop comes round again.
        slots.map((slot) => memberCode(context, place, slot, end)),
        when(i32.eq(get(p), get(p0)), otherMember(context, p, described, reserved, end)),
        branch(members),
      ),
    ),
    when(byteIsNot(get(p), CLOSE_OBJECT), FAIL),
    masks.map((mask) => requiredMembers(mask, slots)),
    i32.add(get(p), i32.const(1)),
  ];
}

/** Moves on to the next member, or leaves for the end of the object. */
const nextMember = (context: CodeContext, p: Local, end: Label): Code => [
  when(byteIsNot(get(p), COMMA), branch(end)),
  advance(p, 1),
  skipBlank(context, p),
];

/** Proves the member, if it is the one that stands there. A second time it fails. */
function memberCode(context: CodeContext, place: Place, slot: MemberSlot, end: Label): Code {
  const { spaced, hooks } = context;
  const { p } = place;
  const head = spaced ? `"${slot.name}"` : `"${slot.name}":`;
  const pointer = `${place.pointer}/${escapePointer(slot.name)}`;
  const bit = i32.const(slot.bit);
  return when(textIs(get(p), head), [
    advance(p, head.length),
    spaced ? [skipBlank(context, p), take(p, COLON), skipBlank(context, p)] : [],
    when(i32.and(get(slot.mask), bit), FAIL),
    set(slot.mask, i32.or(get(slot.mask), bit)),
    valueCode(context, { ...place, pointer }, slot.type),
    hooks && !slot.required ? hooks.mark(pointer) : [],
    skipBlank(context, p),
    nextMember(context, p, end),
  ]);
}

/** A member that is not described. */
function otherMember(
  context: CodeContext,
  p: Local,
  described: readonly Member[],
  reserved: readonly string[],
  end: Label,
): Code {
  const { core, spaced, hooks } = context;
  if (hooks) return FAIL;
  const forbidden = reserved.filter((each) => !described.some(({ name }) => name === each));
  return [
    forbidden.map((each) => when(textIs(get(p), `"${each}"`), FAIL)),
    step(p, spaced ? call(core.member, get(p), i32.const(0)) : call(core.denseMember, get(p))),
    skipBlank(context, p),
    nextMember(context, p, end),
  ];
}

/** All required members that have their bit in this mask were there. */
function requiredMembers(mask: Local, slots: readonly MemberSlot[]): Code {
  const bits = slots.reduce((all, slot) => (slot.mask === mask && slot.required ? all | slot.bit : all), 0);
  return bits === 0 ? [] : when(i32.ne(i32.and(get(mask), i32.const(bits)), i32.const(bits)), FAIL);
}
