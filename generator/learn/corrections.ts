/** What traffic proves against one node of a schema. Documented messages stay valid: where both disagree, either may come. */

import { valuesLike } from "../schema/enum-values.js";
import type { Json, Presence, TypeName } from "../schema/json-schema.js";
import type { ObjectType, TextType, ValueType } from "../spec/value-type.js";
import { inferItems, inferMembers, inferSchema } from "./infer-schema.js";
import {
  fieldsOf,
  kindsAt,
  namesBelow,
  type ObservedNode,
  timesObject,
  timesPresent,
  type Way,
  waysTo,
} from "./observed.js";
import { kindWords, wireTypes } from "./wire-types.js";

/** Fewer are no proof that a member always or never comes. */
export const MIN_FOR_PRESENCE = 100;

type Members = { readonly [key: string]: Json };

/** The change of an overlay entry. */
export type Change =
  | { readonly set: Members }
  | { readonly required: readonly string[] }
  | { readonly optional: Readonly<Record<string, Presence>> };

export interface Correction {
  readonly change: Change;
  /** What the wire does and the docs do not, as a sentence without its full stop. */
  readonly fact: string;
  /** Where the wire does it. */
  readonly ways: readonly Way[];
  /** Codes of the findings that tell of it; none where traffic that is as documented shows it. */
  readonly codes: readonly string[];
  /** How many of how many values show it. */
  readonly seen: number;
  readonly of: number;
}

export const correctionsOf = (node: ObservedNode): Correction[] =>
  [typeCorrections, valueCorrections, memberCorrections].flatMap((correct) => correct(node));

/** One for each kind of value that the type does not take. */
function typeCorrections({ type, ways }: ObservedNode): Correction[] {
  const documented = alternativesOf(type);
  const kinds = kindsAt(ways);
  const of = timesPresent(ways);
  const foreign = Object.entries(kinds).filter(([kind]) => !documented.some((each) => takes(each, kind)));
  if (documented.length === 0 || foreign.length === 0) return [];
  const seen = foreign.reduce((sum, [, count]) => sum + count, 0);
  const sent = foreign.map(([kind]) => kindWords(kind)).join(" or ");
  const fact = `The wire sends ${sent}, the docs say ${documented.map(wordsOf).join(" or ")}`;
  const change = { set: wider(documented, Object.fromEntries(foreign), ways) };
  return [{ change, fact, ways, codes: ["other-type", "other-format"], seen, of }];
}

/** What a list of types can say anew; none for constants, choices by shape and what takes anything. */
function alternativesOf(type: ValueType): readonly ValueType[] {
  if (type.kind === "choice") return type.keyword === "type" ? type.branches : [];
  return type.kind === "any" || type.kind === "constant" ? [] : [type];
}

/** Does the type take values of the kind, as statistics name it? */
function takes(type: ValueType, kind: string): boolean {
  switch (type.kind) {
    case "text":
      if (kind === "decimal") return true;
      if (kind === "empty string") return type.format !== "decimal";
      return kind === "string" && type.format === undefined;
    case "number":
      return kind === "integer" || (kind === "number" && !type.whole);
    case "list":
    case "tuple":
      return kind === "array";
    case "object":
    case "boolean":
    case "null":
      return kind === type.kind;
    case "any":
    case "constant":
    case "choice":
      return true;
  }
}

/** The merge patch that lets values of further kinds come: those that came before those that are documented. */
function wider(
  documented: readonly ValueType[],
  foreign: Readonly<Record<string, number>>,
  ways: readonly Way[],
): Members {
  const wire = wireTypes(foreign);
  const types = [...new Set([...wire.types, ...documented.map(typeName)])];
  const listed = types.filter((type) => type !== "integer" || !types.includes("number"));
  const [only] = listed;
  const text = documented.find((type) => type.kind === "text");
  const has = (kind: ValueType["kind"]): boolean => documented.some((type) => type.kind === kind);
  return {
    type: listed.length === 1 && only !== undefined ? only : listed,
    ...(wire.types.includes("string") && formatPatch(text, foreign)),
    ...(wire.types.includes("array") && !has("list") && !has("tuple") && inferItems(ways)),
    ...(wire.types.includes("object") && !has("object") && inferMembers(ways)),
  };
}

/** Text that is new has the format that came; documented text loses as much of its own as it has to. */
function formatPatch(text: TextType | undefined, foreign: Readonly<Record<string, number>>): Members {
  const { format } = wireTypes(foreign);
  if (!text) return format === undefined ? {} : { format };
  return { format: foreign.string === undefined ? "decimal-or-empty" : null };
}

function typeName(type: ValueType): TypeName {
  switch (type.kind) {
    case "text":
      return "string";
    case "number":
      return type.whole ? "integer" : "number";
    case "list":
    case "tuple":
      return "array";
    default:
      return type.kind as TypeName;
  }
}

const wordsOf = (type: ValueType): string =>
  type.kind === "text" && type.format !== undefined ? `${typeName(type)} (${type.format})` : typeName(type);

/** One for each value that no list has. Lists are open: nothing becomes valid that was not. */
function valueCorrections({ type, ways }: ObservedNode): Correction[] {
  const listed = alternativesOf(type).flatMap((each) =>
    (each.kind === "text" || each.kind === "number") && each.enum ? [each.enum] : [],
  );
  const [keyword] = listed;
  if (!keyword) return [];
  const times = new Map<string | number, number>();
  for (const { values = [] } of fieldsOf(ways))
    for (const { value: text, count } of values) {
      const value = JSON.parse(text) as unknown;
      if (typeof value !== "string" && typeof value !== "number") continue;
      const alike = valuesLike(keyword, typeof value);
      if (alike.length > 0 && !alike.includes(value)) times.set(value, (times.get(value) ?? 0) + count);
    }
  if (times.size === 0) return [];
  const values = [...times.keys()];
  return [
    {
      change: { set: { "x-enum": { values: [...keyword.values, ...values] } } },
      fact: `The wire sends ${values.map((value) => JSON.stringify(value)).join(", ")} too`,
      ways,
      codes: ["unknown-value"],
      seen: [...times.values()].reduce((sum, count) => sum + count, 0),
      of: timesPresent(ways),
    },
  ];
}

/** Which members are there, and which are not: one for each member. */
function memberCorrections({ type, ways }: ObservedNode): Correction[] {
  const object = alternativesOf(type).find((each) => each.kind === "object");
  const objects = timesObject(ways);
  if (!object || objects === 0) return [];
  return [...presenceCorrections(object, ways, objects), ...newMembers(object, ways, objects)];
}

function presenceCorrections({ members }: ObjectType, ways: readonly Way[], objects: number): Correction[] {
  return members.flatMap(({ name, required, type }): Correction[] => {
    const present = timesPresent(waysTo(ways, name));
    const about = { ways: waysTo(ways, name), of: objects };
    if (present === 0 && objects >= MIN_FOR_PRESENCE && (required || isPromised(type))) {
      const change = { optional: { [name]: "unseen" } } as const;
      const fact = `The docs have ${name}, the wire never sends it`;
      return [{ ...about, change, fact, codes: ["missing-field"], seen: objects }];
    }
    if (required && present < objects) {
      const change = { optional: { [name]: "conditional" } } as const;
      const fact = `The wire does not always send ${name}`;
      return [{ ...about, change, fact, codes: ["missing-field"], seen: objects - present }];
    }
    // Examples without the member have to stay valid, and one that is to go away may: only one that they show is asked for.
    const isAskedFor = type.presence === "example-only" && type.deprecated !== true;
    if (!required && isAskedFor && present === objects && objects >= MIN_FOR_PRESENCE) {
      const fact = `The wire always sends ${name}`;
      return [{ ...about, change: { required: [name] }, fact, codes: [], seen: present }];
    }
    return [];
  });
}

/** What a delta leaves out, and what comes under a condition, was not promised. */
const isPromised = ({ presence, condition }: ValueType): boolean =>
  presence !== "delta" && presence !== "conditional" && presence !== "unseen" && condition === undefined;

/** Members that the wire has and the docs do not. */
function newMembers({ members }: ObjectType, ways: readonly Way[], objects: number): Correction[] {
  const documented = new Set(members.map(({ name }) => name));
  const names = namesBelow(ways).filter((name) => name !== "*" && !documented.has(name));
  return names.map((name) => ({
    change: { set: { properties: { [name]: inferSchema(waysTo(ways, name)) } } },
    fact: `The wire sends ${name}, the docs do not have it`,
    ways: waysTo(ways, name),
    codes: ["undocumented-field"],
    seen: timesPresent(waysTo(ways, name)),
    of: objects,
  }));
}
