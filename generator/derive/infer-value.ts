/** What a member's value is: JSON type, format, unit, scale. The example decides, the glossary says what it means. */

import type { JsonSchema, ValueKind } from "../schema/json-schema.js";
import type { GlossaryEntry } from "./glossary.js";
import { isTimestampIn, unitIn } from "./row-remarks.js";
import { type Shape, typesOf } from "./shape.js";

/** Kinds whose JSON numbers are whole by meaning. A price or quantity that happens to show no fraction is not. */
const WHOLE_KINDS = new Set<ValueKind>(["id", "sequence", "timestamp", "count", "code", "flag"]);
/** Kinds whose strings are numbers where the evidence shows digits. */
const DECIMAL_KINDS = new Set<ValueKind>(["price", "quantity", "amount", "ratio", "count", "sequence", "timestamp"]);
const DECIMAL = /^-?\d+(?:\.\d+)?$/;
/** Above this a documented value shows that real ones come near 2^53 - 1 within the life of a counter. */
const NEAR_UNSAFE = 1e14;

export interface ValueFacts {
  readonly key: string;
  readonly shape: Shape;
  readonly entry: GlossaryEntry | undefined;
  /** Text of the row's comment, for `""` and units. */
  readonly comment: string;
  readonly typeWord: string;
}

export function inferScalar(facts: ValueFacts): JsonSchema {
  const { key, shape, entry, comment, typeWord } = facts;
  const kind = kindOf(key, entry, comment);
  const scale = scaleOf(key, kind);
  const saidUnit = entry ? entry.unit : unitIn(comment);
  const unit = kind === "timestamp" ? (timeUnitOf(shape, key) ?? (entry ? undefined : saidUnit)) : saidUnit;
  const isSaidWhole = !entry && WHOLE_WORDS.test(typeWord);
  const types = typesOf(shape).map((type) =>
    type === "number" && isWhole(shape, isSaidWhole || isWholeKind(kind, scale)) ? ("integer" as const) : type,
  );
  const format = shape.strings.length > 0 ? formatOf(shape, kind, scale, comment) : undefined;
  return {
    ...(types.length === 1 && types[0] ? { type: types[0] } : { type: types }),
    ...(format ? { format } : {}),
    ...(kind ? { "x-kind": kind } : {}),
    ...(unit ? { "x-unit": unit } : {}),
    ...(scale === undefined ? {} : { "x-scale": scale }),
    ...(isUnsafe(shape, kind, scale, typeWord) ? { "x-unsafe-integer": true } : {}),
  };
}

/** A row that no example shows: its words are all there is. */
export function inferFromRow({ key, entry, comment, typeWord }: Omit<ValueFacts, "shape">): JsonSchema {
  const type = typesOfWord(typeWord)?.[0];
  const kind = kindOf(key, entry, comment);
  const unit = entry ? entry.unit : unitIn(comment);
  return {
    ...(type === undefined
      ? {}
      : { type: !entry && type === "number" && WHOLE_WORDS.test(typeWord) ? "integer" : type }),
    ...(kind ? { "x-kind": kind } : {}),
    ...(unit ? { "x-unit": unit } : {}),
  };
}

/** `array<int>`, `string[]` and `map<string, long>` say by their outer word what they are. */
export function typesOfWord(word: string): readonly JsonTypeWord[] | undefined {
  const outer = /^(\w+)\s*<.*>$/.exec(word.trim())?.[1] ?? (/\[\]$/.test(word.trim()) ? "array" : word.trim());
  return TYPE_WORDS.get(outer.toLowerCase());
}

type JsonTypeWord = "string" | "number" | "boolean" | "array" | "object";

/** What the type words of the pages mean in JSON. A word that is not here is a defect. */
const TYPE_WORDS: ReadonlyMap<string, readonly JsonTypeWord[]> = new Map([
  ["string", ["string"]],
  ["number", ["number"]],
  ["integer", ["number"]],
  ["int", ["number"]],
  ["long", ["number"]],
  ["float", ["number"]],
  ["double", ["number"]],
  ["boolean", ["boolean"]],
  ["bool", ["boolean"]],
  ["array", ["array"]],
  ["list", ["array"]],
  ["object", ["object"]],
  ["map", ["object"]],
]);

/** Type words of numbers without a fraction. */
const WHOLE_WORDS = /^(?:integer|int|long)$/i;

/** `comment`: of its row. */
export function kindOf(key: string, entry: GlossaryEntry | undefined, comment = ""): ValueKind | undefined {
  if (entry) return entry.kind === "object" || entry.kind === "list" ? undefined : entry.kind;
  // A page without a glossary: the field's name and the row's words are the only hints.
  if (/(?:^|_)id$|Id$/.test(key)) return "id";
  if (/(?:^|_)seq$|Seq$/.test(key)) return "sequence";
  if (/time(?:stamp)?(?:_?(?:ms|e6))?$/i.test(key) || /(?:_a|A)t$/.test(key)) return "timestamp";
  return isTimestampIn(comment) ? "timestamp" : undefined;
}

/** `_e4`, `E4`: the wire value is the true value times 10^4. On a time it is the unit: E6 of a second is us. */
function scaleOf(key: string, kind: ValueKind | undefined): number | undefined {
  const digits = /(?:_e|[a-z]E|\dhE)(\d)$/.exec(key)?.[1];
  return digits !== undefined && kind !== "timestamp" ? Number(digits) : undefined;
}

/** By the number of digits: seconds have 10 from 2001 to 2286. */
export function timeUnitOf(shape: Shape, key: string): string | undefined {
  const texts = [...shape.numbers.map(({ text }) => text), ...shape.strings.map(({ value }) => value)];
  for (const text of texts) {
    if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return "iso8601";
    const unit = { 10: "s", 13: "ms", 16: "us", 19: "ns" }[/^\d+$/.test(text) ? text.length : 0];
    if (unit) return unit;
  }
  return /e6$/i.test(key) ? "us" : undefined;
}

const isWholeKind = (kind: ValueKind | undefined, scale: number | undefined): boolean =>
  scale !== undefined || (kind !== undefined && WHOLE_KINDS.has(kind));

/** Said to be whole, and nothing shows a fraction. */
const isWhole = (shape: Shape, isSaid: boolean): boolean =>
  isSaid && shape.numbers.every(({ text }) => /^-?\d+$/.test(text));

function formatOf(
  shape: Shape,
  kind: ValueKind | undefined,
  scale: number | undefined,
  comment: string,
): "decimal" | "decimal-or-empty" | undefined {
  if (scale === undefined && (kind === undefined || !DECIMAL_KINDS.has(kind))) return undefined;
  const filled = shape.strings.filter(({ value }) => value !== "");
  if (!filled.every(({ value }) => DECIMAL.test(value))) return undefined;
  const canBeEmpty = filled.length < shape.strings.length || /""|empty string|null string/i.test(comment);
  if (filled.length === 0 && kind !== "price" && kind !== "quantity" && kind !== "amount" && kind !== "ratio") {
    return undefined;
  }
  return canBeEmpty ? "decimal-or-empty" : "decimal";
}

function isUnsafe(shape: Shape, kind: ValueKind | undefined, scale: number | undefined, word: string): boolean {
  if (shape.numbers.length === 0 || kind === "timestamp") return false;
  if (word.toLowerCase() === "long") return true;
  return (scale ?? 0) >= 8 || shape.numbers.some(({ text }) => Math.abs(Number(text)) >= NEAR_UNSAFE);
}

/** Our text with what the evidence says of unit and scale. */
export function describe(schema: JsonSchema, text: string): string {
  const unit = schema["x-unit"];
  const parts = [text];
  if (unit === "iso8601") parts.push("ISO 8601, UTC.");
  else if (unit !== undefined) parts.push(`Unit: ${unit === "us" ? "µs" : unit}.`);
  if (schema["x-scale"] !== undefined) parts.push(`Times 10^${schema["x-scale"]}.`);
  return parts.join(" ");
}
