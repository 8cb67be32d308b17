/** A plausible value for a schema: what the generated traffic is made of. */

import { valuesLike } from "../schema/enum-values.js";
import type { Json } from "../schema/json-schema.js";
import type { TextType, ValueType } from "../spec/value-type.js";
import { TICK } from "./price-path.js";
import type { Random } from "./random.js";
import type { PriceRole, Scene } from "./scene.js";

export interface ValueContext {
  readonly random: Random;
  /** What the message shows. */
  readonly scene: Scene;
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
      return listed.length > 0 ? listedOf(listed, context, name) : textOf(type, context, name);
    }
    case "number": {
      const listed = type.enum ? valuesLike(type.enum, "number") : [];
      return listed.length > 0 ? (random.pick(listed) ?? 0) : numberOf(type, context, name);
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

/** What the glossary says a field means, so that a price looks like one; which price, the words of its name say. */
function numberOf(own: ValueType, { random, scene }: ValueContext, name: string): number {
  switch (own.meaning) {
    case "timestamp":
      return unixTime(timeOf(scene, wordsOf(name)), own.unit);
    case "price":
      return scene.prices[priceRole(wordsOf(name))] * TICK * 10 ** (own.scale ?? 0);
    case "quantity":
      return quantityOf(scene, wordsOf(name)) ?? 1 + random.integer(1000);
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
  const { named, random, scene } = context;
  if (Object.hasOwn(named, name)) return named[name] as string;
  const isDecimal = own.format !== undefined || own.meaning === "price" || own.meaning === "quantity";
  if (isDecimal && own.meaning !== "timestamp" && own.meaning !== "sequence") {
    const number = numberOf(own, context, name);
    return own.meaning === "price" || scene.fill ? String(number) : `${number}.5`;
  }
  switch (own.meaning) {
    case "timestamp":
      return own.unit === "iso8601"
        ? new Date(timeOf(scene, wordsOf(name))).toISOString()
        : String(numberOf(own, context, name));
    case "sequence":
    case "count":
      return String(numberOf(own, context, name));
    case "id":
      return idOf(scene, wordsOf(name)) ?? Array.from({ length: 16 }, () => random.integer(16).toString(16)).join("");
    case "flag":
      return random.next() < 0.5 ? "true" : "false";
    default:
      return "text";
  }
}

// ---- Roles: what the words of a member's name say, in the terms of the field ----

/** `highPrice24h`, `high_price_24h`: high, price, 24h. A single letter stands for the word that begins with it. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .map((word) => SHORT[word] ?? word.toLowerCase().replace(/\d+$/, ""));

const SHORT: Readonly<Record<string, string>> = { o: "open", h: "high", l: "low", c: "close", t: "start" };

const PRICE_ROLES: readonly Exclude<PriceRole, "last">[] = ["open", "high", "low", "bid", "ask"];

const priceRole = (words: readonly string[]): PriceRole => PRICE_ROLES.find((role) => words.includes(role)) ?? "last";

function timeOf({ now, candle }: Scene, words: readonly string[]): number {
  if (candle && words.includes("start")) return candle.start;
  return candle && (words.includes("end") || words.includes("close")) ? candle.end : now;
}

/** Of an order that is filled at once nothing is left. */
function quantityOf({ fill }: Scene, words: readonly string[]): number | undefined {
  if (!fill) return undefined;
  if (words.includes("leaves")) return 0;
  if (words.includes("size") || words.includes("position")) return Math.abs(fill.position);
  return words.some((word) => ["qty", "quantity"].includes(word)) ? fill.quantity : undefined;
}

function idOf({ fill }: Scene, words: readonly string[]): string | undefined {
  if (!fill || words.includes("link")) return undefined;
  if (words.includes("order")) return fill.order;
  return words.some((word) => ["exec", "execution", "trade"].includes(word)) ? fill.execution : undefined;
}

/** Of documented values the one that tells the truth: which side, and that the order is filled. */
function listedOf(listed: readonly string[], { random, scene }: ValueContext, name: string): string {
  const { fill } = scene;
  if (fill && wordsOf(name).includes("side")) {
    const wanted = fill.isBuy ? /^b/i : /^s/i;
    return listed.find((value) => wanted.test(value)) ?? listed[0] ?? "";
  }
  const filled = fill && listed.find((value) => /^filled$/i.test(value));
  return filled ?? random.pick(listed) ?? "";
}
