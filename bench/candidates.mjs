/**
 * The same checks by everybody: types, required members, decimals in strings, discriminators; objects open, enums not
 * checked. The rules are read from our schema, so that no candidate is helped or hurt by a slip of the pen;
 * the hand-written candidate is the plain code that a careful person would write from it, unrolled.
 */

import { readFileSync } from "node:fs";
import { FormatRegistry, Type } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { type as ark } from "arktype";
import * as v from "valibot";
import { z } from "zod";
import { isDecimal, isDecimalOrEmpty } from "../generated/dist/runtime/decimal.js";

const TARGETS = {
  trade: ["linear/trade", "push", "validateTrade", "isTradeMessage"],
  book: ["linear/orderBookL2_25", "delta", "validateOrderBookL2_25Delta", "isOrderBookL2_25Delta"],
  execution: ["v5/execution", "push", "validateExecution", "isExecutionMessage"],
  instrument: ["linear/instrument_info", "snapshot", "validateInstrumentInfoSnapshot", "isInstrumentInfoSnapshot"],
};

FormatRegistry.Set("decimal", isDecimal);
FormatRegistry.Set("decimal-or-empty", isDecimalOrEmpty);

export async function candidatesOf(shape) {
  const [path, def, name, guard] = TARGETS[shape];
  const root = JSON.parse(readFileSync(new URL(`../schemas/${path}.schema.json`, import.meta.url), "utf8"));
  const resolve = (node) => (node.$ref ? resolve(root.$defs[node.$ref.slice("#/$defs/".length)]) : node);
  const schema = resolve({ $ref: `#/$defs/${def}` });
  const { [name]: ours, [guard]: isOurs } = await import(`../generated/dist/${path}.js`);
  const box = TypeCompiler.Compile(typebox(schema, resolve));
  const zod = zodOf(schema, resolve);
  const valibot = valibotOf(schema, resolve);
  const arktype = arktypeOf(schema, resolve);
  return {
    "hand-written": new Function(
      "isDecimal",
      "isDecimalOrEmpty",
      `return (v0) => ${handOf(schema, resolve, "v0", 0)};`,
    )(isDecimal, isDecimalOrEmpty),
    "ours (is…)": isOurs,
    "ours (.is)": ours.is,
    "ours (result)": (value) => ours(value).valid,
    typebox: (value) => box.Check(value),
    arktype: (value) => arktype.allows(value),
    zod: (value) => zod.safeParse(value).success,
    valibot: (value) => v.safeParse(valibot, value).success,
  };
}

const required = (node, key) => node.required?.includes(key) ?? false;

/** The yardstick: one boolean expression, as a person would write it for speed. */
function handOf(node, resolve, name, depth) {
  const rule = resolve(node);
  if (rule.const !== undefined) return `${name} === ${JSON.stringify(rule.const)}`;
  if (rule.anyOf) return `(${rule.anyOf.map((each) => handOf(each, resolve, name, depth)).join(" || ")})`;
  if (rule.type === "string") {
    const check = { decimal: "isDecimal", "decimal-or-empty": "isDecimalOrEmpty" }[rule.format];
    return `typeof ${name} === "string"${check ? ` && ${check}(${name})` : ""}`;
  }
  if (rule.type === "integer") return `(typeof ${name} === "number" && Number.isInteger(${name}))`;
  if (rule.type === "number") return `(typeof ${name} === "number" && Number.isFinite(${name}))`;
  if (rule.type === "boolean") return `typeof ${name} === "boolean"`;
  if (rule.type === "array")
    return `(Array.isArray(${name}) && ${name}.every((i${depth}) => ${handOf(rule.items, resolve, `i${depth}`, depth + 1)}))`;
  const members = Object.entries(rule.properties).map(([key, inner]) => {
    const place = `${name}.${key}`;
    const check = handOf(inner, resolve, place, depth);
    return required(rule, key) ? check : `(${place} === undefined || (${check}))`;
  });
  return `(typeof ${name} === "object" && ${name} !== null && !Array.isArray(${name}) && ${members.join(" && ")})`;
}

function typebox(node, resolve) {
  const rule = resolve(node);
  if (rule.const !== undefined) return Type.Literal(rule.const);
  if (rule.anyOf) return Type.Union(rule.anyOf.map((each) => typebox(each, resolve)));
  if (rule.type === "string") return Type.String(rule.format ? { format: rule.format } : {});
  if (rule.type === "integer") return Type.Integer();
  if (rule.type === "number") return Type.Number();
  if (rule.type === "boolean") return Type.Boolean();
  if (rule.type === "array") return Type.Array(typebox(rule.items, resolve));
  return Type.Object(
    Object.fromEntries(
      Object.entries(rule.properties).map(([key, inner]) => [
        key,
        required(rule, key) ? typebox(inner, resolve) : Type.Optional(typebox(inner, resolve)),
      ]),
    ),
  );
}

function zodOf(node, resolve) {
  const rule = resolve(node);
  if (rule.const !== undefined) return z.literal(rule.const);
  if (rule.anyOf) return z.union(rule.anyOf.map((each) => zodOf(each, resolve)));
  if (rule.type === "string")
    return rule.format ? z.string().refine(rule.format === "decimal" ? isDecimal : isDecimalOrEmpty) : z.string();
  if (rule.type === "integer") return z.int();
  if (rule.type === "number") return z.number();
  if (rule.type === "boolean") return z.boolean();
  if (rule.type === "array") return z.array(zodOf(rule.items, resolve));
  return z.looseObject(
    Object.fromEntries(
      Object.entries(rule.properties).map(([key, inner]) => [
        key,
        required(rule, key) ? zodOf(inner, resolve) : zodOf(inner, resolve).optional(),
      ]),
    ),
  );
}

function valibotOf(node, resolve) {
  const rule = resolve(node);
  if (rule.const !== undefined) return v.literal(rule.const);
  if (rule.anyOf) return v.union(rule.anyOf.map((each) => valibotOf(each, resolve)));
  if (rule.type === "string")
    return rule.format
      ? v.pipe(v.string(), v.check(rule.format === "decimal" ? isDecimal : isDecimalOrEmpty))
      : v.string();
  if (rule.type === "integer") return v.pipe(v.number(), v.integer());
  if (rule.type === "number") return v.number();
  if (rule.type === "boolean") return v.boolean();
  if (rule.type === "array") return v.array(valibotOf(rule.items, resolve));
  return v.looseObject(
    Object.fromEntries(
      Object.entries(rule.properties).map(([key, inner]) => [
        key,
        required(rule, key) ? valibotOf(inner, resolve) : v.optional(valibotOf(inner, resolve)),
      ]),
    ),
  );
}

function arktypeOf(node, resolve) {
  const rule = resolve(node);
  if (rule.const !== undefined) return ark.unit(rule.const);
  if (rule.anyOf) return rule.anyOf.map((each) => arktypeOf(each, resolve)).reduce((a, b) => a.or(b));
  if (rule.type === "string")
    return rule.format
      ? ark("string").narrow((text) => (rule.format === "decimal" ? isDecimal(text) : isDecimalOrEmpty(text)))
      : ark("string");
  if (rule.type === "integer") return ark("number.integer");
  if (rule.type === "number") return ark("number");
  if (rule.type === "boolean") return ark("boolean");
  if (rule.type === "array") return arktypeOf(rule.items, resolve).array();
  return ark(
    Object.fromEntries(
      Object.entries(rule.properties).map(([key, inner]) => [
        required(rule, key) ? key : `${key}?`,
        arktypeOf(inner, resolve),
      ]),
    ),
  );
}
