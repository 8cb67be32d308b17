/**
 * Compiled code that proves a value from its bytes: it moves a position behind the value, or returns -1. The same decisions as the JavaScript of
 * recognisers/value-code.ts, and hooks for whoever wants to know more of a value than that it is right.
 */

import { invariant } from "../../diagnostics/diagnostic.js";
import type { JsonSchema, TypeName } from "../../schema/json-schema.js";
import { escapePointer } from "../../schema/pointer.js";
import { MAX_SCHEMA_DEPTH, resolve, shapeOf, typesOf, valuesLike } from "../../schema/resolve.js";
import { areApart, byFirstByte, firstTypes, isPlain } from "../recognisers/literal-bytes.js";
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

/** What else is done with the values of a schema. Pointers have `*` for array indexes. */
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
  readonly root: JsonSchema;
  /** Blanks between tokens are allowed. */
  readonly spaced: boolean;
  /** Functions of the module by what they prove: topics of one line share many shapes. Hooks make each its own. */
  readonly known: Map<string, Callee>;
  /** With hooks only what is documented is taken: no member without a schema, no value beside the list of an enum. */
  readonly hooks?: ValueHooks;
}

/** A schema of which bytes alone cannot say what the hooks ask. */
export class Unsupported extends Error {}

/** Bits of one mask. */
const BITS = 31;

/** Makes functions `(address)` that prove values from their first byte. */
export function createValueCode(
  options: ValueCodeOptions,
): (schema: JsonSchema, reserved?: readonly string[]) => Callee {
  const { module, core, root, spaced, known, hooks } = options;
  const ignored = hooks && module.global("f64");
  const blank = (p: Local): Code => (spaced ? set(p, call(core.blank, get(p))) : []);

  const value = (
    own: FunctionBuilder,
    p: Local,
    schema: JsonSchema | false | undefined,
    pointer: string,
    depth: number,
  ): Code => {
    // A schema that refers to itself has no end; what nobody describes is no value to prove.
    if (!schema || depth > MAX_SCHEMA_DEPTH) return refuse();
    const resolved = resolve(schema, root);
    const branches = resolved.anyOf ?? resolved.oneOf;
    if (branches) return alternatives(own, p, resolved, branches, pointer, depth);
    if (resolved.const !== undefined) return constant(p, resolved.const, pointer);
    const types = typesOf(resolved);
    if (types.length === 0) {
      if (hooks) throw new Unsupported();
      return step(p, call(core.anyValue, get(p), i32.const(0)));
    }
    const [only, ...others] = types;
    if (only !== undefined && others.length === 0) return typeCode(own, p, resolved, only, pointer, depth);
    return byFirstByte(types).reduceRight<Code>(
      (otherwise, type) => when(firstByteIs(p, type), typeCode(own, p, resolved, type, pointer, depth), otherwise),
      FAIL,
    );
  };

  const refuse = (): Code => {
    if (hooks) throw new Unsupported();
    return FAIL;
  };

  const constant = (p: Local, wanted: unknown, pointer: string): Code => {
    if (hooks?.isRead(pointer)) throw new Unsupported();
    const text = JSON.stringify(wanted);
    if (typeof wanted === "object" && wanted !== null) return refuse();
    if (typeof wanted === "string" && !isPlain(wanted)) return refuse();
    if (typeof wanted === "number" && !Number.isSafeInteger(wanted)) return refuse();
    const end =
      typeof wanted === "number"
        ? when(i32.ne(call(core.integer, get(p)), i32.add(get(p), i32.const(text.length))), FAIL)
        : [];
    return [when(i32.eqz(textIs(get(p), text)), FAIL), end, advance(p, text.length)];
  };

  /** Told apart by their first byte; what is not, is tried one after the other. */
  const alternatives = (
    own: FunctionBuilder,
    p: Local,
    resolved: JsonSchema,
    branches: readonly JsonSchema[],
    pointer: string,
    depth: number,
  ): Code => {
    const apart = areApart(branches, root);
    // With `oneOf` a second branch that holds would make it wrong, and -1 does not say that it does not.
    if ((resolved.oneOf || hooks) && !apart) return refuse();
    // In place, because functions of their own would not know where in the message they are.
    if (hooks)
      return branches.reduceRight<Code>((otherwise, each) => {
        const isIt = firstTypes(each, root)
          .map((type) => firstByteIs(p, type))
          .reduce((all, one) => i32.or(all, one));
        return when(isIt, value(own, p, each, pointer, depth + 1), otherwise);
      }, FAIL);
    const attempt = own.local("i32");
    // An integer with a fraction behind it is none, and another branch may take the whole number.
    const noFraction = when(
      i32.geS(get(attempt), i32.const(0)),
      when(byteIs(get(attempt), 0x2e), set(attempt, i32.const(-1))),
    );
    return [
      set(attempt, i32.const(-1)),
      branches.map((each) =>
        when(i32.ltS(get(attempt), i32.const(0)), [
          set(attempt, call(functionOf(each, depth), get(p))),
          firstTypes(each, root).includes("number") ? noFraction : [],
        ]),
      ),
      when(i32.ltS(get(attempt), i32.const(0)), FAIL),
      set(p, get(attempt)),
    ];
  };

  const typeCode = (
    own: FunctionBuilder,
    p: Local,
    resolved: JsonSchema,
    type: TypeName,
    pointer: string,
    depth: number,
  ): Code => {
    switch (type) {
      case "string":
        return textCode(own, p, resolved, pointer);
      case "integer":
      case "number":
        return numberCode(own, p, resolved, type, pointer);
      case "boolean": {
        const flag = hooks?.flag(pointer);
        if (!flag && hooks?.isRead(pointer)) throw new Unsupported();
        return when(
          textIs(get(p), "true"),
          [advance(p, 4), flag ? setGlobal(flag, i32.const(1)) : []],
          when(textIs(get(p), "false"), [advance(p, 5), flag ? setGlobal(flag, i32.const(0)) : []], FAIL),
        );
      }
      case "null":
        return when(textIs(get(p), "null"), advance(p, 4), FAIL);
      case "array":
        return array(own, p, resolved, pointer, depth);
      default:
        return step(p, call(objectFunction(resolved, [], pointer, depth), get(p)));
    }
  };

  const scan = (own: FunctionBuilder, p: Local, kind: NumberKind, target: Global | undefined): Code =>
    target || hooks?.inPlace ? scanNumber(own, p, kind, target) : step(p, call(core[kind], get(p)));

  const textCode = (
    own: FunctionBuilder,
    p: Local,
    { format, "x-enum": keyword }: JsonSchema,
    pointer: string,
  ): Code => {
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

  const numberCode = (
    own: FunctionBuilder,
    p: Local,
    { "x-enum": keyword }: JsonSchema,
    type: "integer" | "number",
    pointer: string,
  ): Code => {
    const values = hooks && keyword ? valuesLike(keyword, "number") : [];
    if (values.length > 0) {
      if (hooks?.capture(pointer)) throw new Unsupported();
      return values.filter(Number.isSafeInteger).reduceRight<Code>((otherwise, each) => {
        const text = JSON.stringify(each);
        const whole = i32.eq(call(core.integer, get(p)), i32.add(get(p), i32.const(text.length)));
        return when(i32.and(textIs(get(p), text), whole), advance(p, text.length), otherwise);
      }, FAIL);
    }
    // Above 2^53 the text has to be looked at, and the scan with a value tells.
    const target = hooks?.capture(pointer) ?? (hooks && type === "number" ? ignored : undefined);
    return scan(own, p, type, target);
  };

  const array = (own: FunctionBuilder, p: Local, resolved: JsonSchema, pointer: string, depth: number): Code => {
    const prefix = resolved.prefixItems ?? [];
    const { minItems = 0, maxItems } = resolved;
    const below = `${pointer}/*`;
    const around = hooks?.list(pointer);
    if (prefix.length > 0) {
      // Tuples of one length only: all that the documentation has.
      if (minItems !== prefix.length || (maxItems !== prefix.length && resolved.items !== false)) return refuse();
      return [
        around?.begin ?? [],
        prefix.map((item, index) => [
          when(byteIsNot(get(p), index === 0 ? 0x5b : 0x2c), FAIL),
          advance(p, 1),
          blank(p),
          around?.before ?? [],
          value(own, p, item, below, depth + 1),
          around?.after ?? [],
          blank(p),
        ]),
        when(byteIsNot(get(p), 0x5d), FAIL),
        advance(p, 1),
        hooks?.mark(below) ?? [],
      ];
    }
    // Nobody described an item: only the empty list says nothing that the hooks would have to look at.
    if (hooks && !resolved.items)
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
    const items =
      resolved.items === undefined
        ? step(p, call(core.anyValue, get(p), i32.const(0)))
        : value(own, p, resolved.items, below, depth + 1);
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
          items,
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

  /** Any schema as a function of its own. */
  const functionOf = (schema: JsonSchema, depth: number): Callee => {
    const resolved = resolve(schema, root);
    if (typesOf(resolved).join() === "object" && !resolved.anyOf && !resolved.oneOf)
      return objectFunction(resolved, [], "", depth);
    const key = `value ${JSON.stringify(shapeOf(resolved, root, 0))}`;
    const before = known.get(key);
    if (before) return before;
    const own = module.function("value", ["i32"], ["i32"]);
    known.set(key, own);
    const [p] = own.arguments;
    write(own, () => own.body(value(own, p, resolved, "", depth), get(p)));
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
  const objectFunction = (
    resolved: JsonSchema,
    reserved: readonly string[],
    pointer: string,
    depth: number,
  ): Callee => {
    const key = `object ${JSON.stringify([shapeOf(resolved, root, 0), reserved])}`;
    const before = hooks ? undefined : known.get(key);
    if (before) return before;
    const properties = Object.entries(resolved.properties ?? {});
    // A key that JSON can write in two ways is one that bytes cannot prove to be absent.
    const isOdd = properties.some(([property]) => !isPlain(property));
    if (hooks && (isOdd || properties.length === 0)) throw new Unsupported();
    const own = module.function(`object ${pointer}`, ["i32"], ["i32"]);
    if (!hooks) known.set(key, own);
    if (isOdd) {
      own.body(i32.const(-1));
      return own;
    }
    write(own, () => objectBody(own, resolved, properties, reserved, pointer, depth));
    return own;
  };

  const objectBody = (
    own: FunctionBuilder<readonly ["i32"]>,
    resolved: JsonSchema,
    properties: readonly (readonly [string, JsonSchema])[],
    reserved: readonly string[],
    pointer: string,
    depth: number,
  ): void => {
    const [p] = own.arguments;
    const p0 = own.local("i32");
    const masks = Array.from({ length: Math.ceil(properties.length / BITS) }, () => own.local("i32"));
    const [members, end] = [label("members"), label("object")];
    const next: Code = [when(byteIsNot(get(p), 0x2c), branch(end)), advance(p, 1), blank(p)];
    const mustHave = new Set(resolved.required);
    const taken = properties.map(([property, schema], index): Code => {
      const mask = masks[Math.floor(index / BITS)] as Local;
      const bit = i32.const(1 << (index % BITS));
      const head = spaced ? `"${property}"` : `"${property}":`;
      const below = `${pointer}/${escapePointer(property)}`;
      return when(textIs(get(p), head), [
        advance(p, head.length),
        spaced ? [blank(p), when(byteIsNot(get(p), 0x3a), FAIL), advance(p, 1), blank(p)] : [],
        when(i32.and(get(mask), bit), FAIL),
        set(mask, i32.or(get(mask), bit)),
        value(own, p, schema, below, depth + 1),
        hooks && !mustHave.has(property) ? hooks.mark(below) : [],
        blank(p),
        next,
      ]);
    });
    const forbidden = reserved
      .filter((each) => !properties.some(([property]) => property === each))
      .map((each) => when(textIs(get(p), `"${each}"`), FAIL));
    const unknown = spaced ? call(core.member, get(p), i32.const(0)) : call(core.denseMember, get(p));
    const undescribed = [...mustHave].filter((each) => !properties.some(([property]) => property === each));
    // What is required but not described may be anything; nothing of ours has that.
    invariant(undescribed.length === 0, `a required member has no schema: ${undescribed.join()}`);
    const required = masks.map((mask, word) => {
      const bits = properties.reduce(
        (sum, [property], index) =>
          Math.floor(index / BITS) === word && mustHave.has(property) ? sum | (1 << (index % BITS)) : sum,
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

  return (schema, reserved = []) => {
    const resolved = resolve(schema, root);
    return typesOf(resolved).join() === "object" && !resolved.anyOf && !resolved.oneOf
      ? objectFunction(resolved, reserved, "", 0)
      : functionOf(resolved, 0);
  };
}

/** A value of the type may begin at the position. */
function firstByteIs(p: Local, type: TypeName): Code {
  const one = (character: string): Code => byteIs(get(p), character.charCodeAt(0));
  switch (type) {
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
    default:
      return i32.or(one("-"), i32.ltU(i32.sub(byteAt(get(p)), i32.const(0x30)), i32.const(10)));
  }
}
