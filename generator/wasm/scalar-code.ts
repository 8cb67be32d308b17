/** Compiled code that proves a value without parts: null, a boolean, a constant, a number, text. */

import { valuesLike } from "../schema/enum-values.js";
import { isPlain } from "../schema/plain-text.js";
import type { ConstantType, NumberType, TextType } from "../spec/value-type.js";
import { type Code, call, type Global, get, i32, type Local, setGlobal, when } from "./assembler.js";
import { advance, FAIL, step, textIs } from "./bytes.js";
import { type NumberKind, scanNumber } from "./scan-number.js";
import { scanText } from "./scan-text.js";
import { type CodeContext, type Place, refuse } from "./value-context.js";
import { Unsupported } from "./value-hooks.js";

export const nullCode = ({ p }: Place): Code => word(p, "null", FAIL);

/** Moves behind the word, if it stands there. */
const word = (p: Local, text: string, otherwise: Code, then: Code = []): Code =>
  when(textIs(get(p), text), [advance(p, text.length), then], otherwise);

export function booleanCode({ hooks }: CodeContext, { p, pointer }: Place): Code {
  const flag = hooks?.flag(pointer);
  if (!flag && hooks?.isRead(pointer)) throw new Unsupported();
  const become = (value: number): Code => (flag ? setGlobal(flag, i32.const(value)) : []);
  return word(p, "true", word(p, "false", FAIL, become(0)), become(1));
}

export function constantCode(context: CodeContext, { p, pointer }: Place, { value }: ConstantType): Code {
  if (context.hooks?.isRead(pointer)) throw new Unsupported();
  if (typeof value === "string" && !isPlain(value)) return refuse(context);
  if (typeof value === "number" && !Number.isSafeInteger(value)) return refuse(context);
  const text = JSON.stringify(value);
  return [
    when(i32.eqz(textIs(get(p), text)), FAIL),
    // Another number may begin like this one.
    typeof value === "number" ? when(i32.ne(call(context.core.integer, get(p)), behind(p, text)), FAIL) : [],
    advance(p, text.length),
  ];
}

const behind = (p: Local, text: string): Code => i32.add(get(p), i32.const(text.length));

/** Moves behind a number, in place or by a call. `value`: where it goes. */
const number = ({ core, hooks }: CodeContext, { p, scratch }: Place, kind: NumberKind, value?: Global): Code =>
  value || hooks?.inPlace ? scanNumber(scratch(), p, kind, value) : step(p, call(core[kind], get(p)));

export function numberCode(context: CodeContext, place: Place, { whole, enum: keyword }: NumberType): Code {
  const { hooks, ignored } = context;
  const { p, pointer } = place;
  const target = hooks?.capture(pointer);
  const values = hooks && keyword ? valuesLike(keyword, "number") : [];
  if (values.length === 0)
    // Above 2^53 the text has to be looked at, and the scan with a value tells.
    return number(context, place, whole ? "integer" : "number", target ?? (whole ? undefined : ignored));
  if (target) throw new Unsupported();
  return values.filter(Number.isSafeInteger).reduceRight<Code>((otherwise, each) => {
    const text = JSON.stringify(each);
    const isIt = i32.and(textIs(get(p), text), i32.eq(call(context.core.integer, get(p)), behind(p, text)));
    return when(isIt, advance(p, text.length), otherwise);
  }, FAIL);
}

export function textCode(context: CodeContext, place: Place, type: TextType): Code {
  const { hooks } = context;
  const target = hooks?.capture(place.pointer);
  const values = hooks && type.enum ? valuesLike(type.enum, "string") : [];
  if (values.length > 0) {
    if (type.format !== undefined || target || hooks?.span(place.pointer)) throw new Unsupported();
    return documentedText(context, place, values);
  }
  if (type.format === "decimal") return number(context, place, "decimal", target);
  // An empty text is no number.
  if (target) throw new Unsupported();
  if (type.format === "decimal-or-empty") return word(place.p, '""', number(context, place, "decimal"));
  return anyText(context, place);
}

const documentedText = ({ hooks }: CodeContext, { p, pointer }: Place, values: readonly string[]): Code =>
  values
    .filter(isPlain)
    .reduceRight<Code>(
      (otherwise, each) => word(p, JSON.stringify(each), otherwise, hooks?.chosen(pointer, each)),
      FAIL,
    );

function anyText({ core, hooks }: CodeContext, { p, scratch, pointer }: Place): Code {
  const span = hooks?.span(pointer);
  if (!span && hooks?.isRead(pointer)) throw new Unsupported();
  return [
    span ? setGlobal(span.start, i32.add(get(p), i32.const(1))) : [],
    hooks?.inPlace ? scanText(scratch(), p, core.restOfText) : step(p, call(core.text, get(p))),
    span ? setGlobal(span.end, i32.sub(get(p), i32.const(1))) : [],
  ];
}
