/** A plausible value for a schema: what the generated traffic is made of. */

import type { Json, JsonSchema } from "../schema/json-schema.js";
import { resolve, typesOf } from "../schema/resolve.js";
import type { Random } from "./random.js";

export interface ValueContext {
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Values of members by their name, wherever they stand: the symbol of the topic. */
  readonly named: Readonly<Record<string, string>>;
}

/** `name`: of the member that holds it. */
export function sampleOf(
  schema: JsonSchema | false | undefined,
  root: JsonSchema,
  context: ValueContext,
  name = "",
): Json {
  if (!schema) return null;
  const own = resolve(schema, root);
  if (own.const !== undefined) return own.const as Json;
  const branch = (own.oneOf ?? own.anyOf)?.[0];
  if (branch) return sampleOf(branch, root, context, name);
  const types = typesOf(own);
  const listed = (own["x-enum"]?.values ?? [])
    .map(({ value }) => value)
    .filter((value) => types.some((type) => type === typeOf(value)));
  const { random } = context;
  if (listed.length > 0) return random.pick(listed) as Json;
  switch (types.find((type) => type !== "null")) {
    case "object":
      return Object.fromEntries(
        Object.entries(own.properties ?? {}).map(([key, member]) => [key, sampleOf(member, root, context, key)]),
      );
    case "array":
      return arrayOf(own, root, context, name);
    case "string":
      return textOf(own, context, name);
    case "integer":
    case "number":
      return numberOf(own, context);
    case "boolean":
      return random.next() < 0.5;
    default:
      return types.includes("null") ? null : {};
  }
}

const typeOf = (value: unknown): string => (Number.isInteger(value) ? "integer" : typeof value);

function arrayOf(own: JsonSchema, root: JsonSchema, context: ValueContext, name: string): Json {
  const items = (own.prefixItems ?? []).map((item) => sampleOf(item, root, context, name));
  if (own.items === false || own.items === undefined) return items;
  const wanted = Math.min(Math.max(own.minItems ?? 1, 1), own.maxItems ?? 1);
  while (items.length < wanted) items.push(sampleOf(own.items, root, context, name));
  return items;
}

const PER_MILLISECOND: Readonly<Record<string, number>> = { s: 0.001, ms: 1, us: 1000, ns: 1_000_000 };

/** What the glossary says a field means, so that a price looks like one. */
function numberOf(own: JsonSchema, { random, now }: ValueContext): number {
  switch (own["x-kind"]) {
    case "timestamp":
      return Math.floor(now() * (PER_MILLISECOND[own["x-unit"] ?? "ms"] ?? 1));
    case "price":
      return 30_000 + random.integer(1000);
    case "flag":
      return random.integer(2);
    case "sequence":
    case "id":
      return 1 + random.integer(1_000_000_000);
    default:
      return 1 + random.integer(1000);
  }
}

function textOf(own: JsonSchema, context: ValueContext, name: string): string {
  const { named, random, now } = context;
  if (Object.hasOwn(named, name)) return named[name] as string;
  if (own.format !== undefined || own["x-kind"] === "price" || own["x-kind"] === "quantity")
    return own["x-kind"] === "timestamp" || own["x-kind"] === "sequence"
      ? String(numberOf(own, context))
      : `${numberOf(own, context)}.5`;
  switch (own["x-kind"]) {
    case "timestamp":
      return own["x-unit"] === "iso8601" ? new Date(now()).toISOString() : String(numberOf(own, context));
    case "sequence":
    case "count":
      return String(numberOf(own, context));
    case "id":
      return Array.from({ length: 16 }, () => random.integer(16).toString(16)).join("");
    case "flag":
      return random.next() < 0.5 ? "true" : "false";
    default:
      return "text";
  }
}
