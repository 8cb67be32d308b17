/** A plausible value for a schema: what the generated traffic is made of. */

import { valuesLike } from "../schema/enum-values.js";
import type { Json } from "../schema/json-schema.js";
import type { TextType, ValueType } from "../spec/value-type.js";
import type { Random } from "./random.js";

export interface ValueContext {
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Values of members by their name, wherever they stand: the symbol of the topic. */
  readonly named: Readonly<Record<string, string>>;
}

/** `name`: of the member that holds it. */
export function sampleOf(type: ValueType, context: ValueContext, name = ""): Json {
  const { random } = context;
  switch (type.kind) {
    case "constant":
      return type.value;
    case "choice": {
      const branch = type.branches.find(({ kind }) => kind !== "null") ?? type.branches[0];
      return branch ? sampleOf(branch, context, name) : null;
    }
    case "object":
      return Object.fromEntries(
        type.members.map((member) => [member.name, sampleOf(member.type, context, member.name)]),
      );
    case "list": {
      const wanted = type.items.kind === "any" ? 0 : Math.min(Math.max(type.minItems, 1), type.maxItems ?? 1);
      return Array.from({ length: wanted }, () => sampleOf(type.items, context, name));
    }
    case "tuple":
      return type.items.map((item) => sampleOf(item, context, name));
    case "text": {
      const listed = type.enum ? valuesLike(type.enum, "string") : [];
      return listed.length > 0 ? (random.pick(listed) ?? "") : textOf(type, context, name);
    }
    case "number": {
      const listed = type.enum ? valuesLike(type.enum, "number") : [];
      return listed.length > 0 ? (random.pick(listed) ?? 0) : numberOf(type, context);
    }
    case "boolean":
      return random.next() < 0.5;
    case "any":
      return {};
    case "null":
      return null;
  }
}

const PER_MILLISECOND: Readonly<Record<string, number>> = { s: 0.001, ms: 1, us: 1000, ns: 1_000_000 };

/** `ms` since 1970 in another unit. */
export const unixTime = (ms: number, unit = "ms"): number => Math.floor(ms * (PER_MILLISECOND[unit] ?? 1));

/** What the glossary says a field means, so that a price looks like one. */
function numberOf(own: ValueType, { random, now }: ValueContext): number {
  switch (own.meaning) {
    case "timestamp":
      return unixTime(now(), own.unit);
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

function textOf(own: TextType, context: ValueContext, name: string): string {
  const { named, random, now } = context;
  if (Object.hasOwn(named, name)) return named[name] as string;
  if (own.format !== undefined || own.meaning === "price" || own.meaning === "quantity")
    return own.meaning === "timestamp" || own.meaning === "sequence"
      ? String(numberOf(own, context))
      : `${numberOf(own, context)}.5`;
  switch (own.meaning) {
    case "timestamp":
      return own.unit === "iso8601" ? new Date(now()).toISOString() : String(numberOf(own, context));
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
