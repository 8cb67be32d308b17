/**
 * What a value on the wire is: the one normal form of a schema, which every reader of the contract works on. References are resolved, so a type is
 * a tree of ten kinds; whoever switches over `kind` without a default does not compile until he has them all.
 */

import type {
  DecimalFormat,
  EnumKeyword,
  Presence,
  SourceKeyword,
  SourceLines,
  ValueKind,
} from "../schema/json-schema.js";

export type ValueType =
  | ObjectType
  | ListType
  | TupleType
  | TextType
  | NumberType
  | BooleanType
  | NullType
  | AnyType
  | ConstantType
  | ChoiceType;

export interface Source extends SourceKeyword {
  readonly lines?: SourceLines;
}

/** What is said about a value and decides nothing. Of a reference, its own words go before those of what it refers to. */
export interface TypeNotes {
  /** JSON pointer into the schema file: to the node that says what the value is, references followed. */
  readonly pointer: string;
  /** Name below `$defs`, if the node is a definition. */
  readonly definition?: string;
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  /** What the value means. */
  readonly meaning?: ValueKind;
  /** `s`, `ms`, `us`, `ns`, `iso8601`, or in words. */
  readonly unit?: string;
  /** The wire value is the true value times 10 to this power. */
  readonly scale?: number;
  /** Where the claim comes from: of a reference its own source first, then that of what it refers to. */
  readonly sources: readonly Source[];
  /** Why the member is optional, and when it is there. */
  readonly presence?: Presence;
  readonly condition?: string;
  /** How sure derive was of name and type, where something on the page stands against them. */
  readonly confidence?: "likely" | "guess";
}

export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly type: ValueType;
}

/** Open: members that are not described may come. */
export interface ObjectType extends TypeNotes {
  readonly kind: "object";
  readonly members: readonly Member[];
}

export interface ListType extends TypeNotes {
  readonly kind: "list";
  readonly items: ValueType;
  readonly minItems: number;
  readonly maxItems?: number;
}

/** As many items as are described. */
export interface TupleType extends TypeNotes {
  readonly kind: "tuple";
  readonly items: readonly ValueType[];
}

export interface TextType extends TypeNotes {
  readonly kind: "text";
  readonly format?: DecimalFormat;
  /** Its values that are text are documented; others may come. */
  readonly enum?: EnumKeyword;
}

export interface NumberType extends TypeNotes {
  readonly kind: "number";
  /** Without a fraction. */
  readonly whole: boolean;
  /** Can pass 2^53 - 1, where JSON.parse rounds. */
  readonly unsafe: boolean;
  /** Its values that are numbers are documented; others may come. */
  readonly enum?: EnumKeyword;
}

export interface BooleanType extends TypeNotes {
  readonly kind: "boolean";
}

export interface NullType extends TypeNotes {
  readonly kind: "null";
}

/** Any JSON value. */
export interface AnyType extends TypeNotes {
  readonly kind: "any";
}

export interface ConstantType extends TypeNotes {
  readonly kind: "constant";
  readonly value: string | number | boolean | null;
}

/** `type`: a list of types. With `oneOf` exactly one branch holds, else at least one. A closed list of values is a choice of constants. */
export interface ChoiceType extends TypeNotes {
  readonly kind: "choice";
  /** Of a closed list: what its values are called. */
  readonly enum?: EnumKeyword;
  readonly keyword: "type" | "anyOf" | "oneOf";
  readonly branches: readonly ValueType[];
}

/** The types that are part of a type, with the segment that leads to each in a message: `*` for items, nothing for branches. */
export function partsOf(type: ValueType): readonly { readonly segment?: string; readonly type: ValueType }[] {
  switch (type.kind) {
    case "object":
      return type.members.map((member) => ({ segment: member.name, type: member.type }));
    case "list":
      return [{ segment: "*", type: type.items }];
    case "tuple":
      return type.items.map((item) => ({ segment: "*", type: item }));
    case "choice":
      return type.branches.map((branch) => ({ type: branch }));
    case "text":
    case "number":
    case "boolean":
    case "null":
    case "any":
    case "constant":
      return [];
  }
}

/** The kinds of JSON values, which their first byte tells apart. */
export type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null";

const ALL_KINDS: readonly JsonKind[] = ["object", "array", "string", "number", "boolean", "null"];

/** The kinds that a value of the type can have. */
export function jsonKindsOf(type: ValueType): readonly JsonKind[] {
  switch (type.kind) {
    case "object":
      return ["object"];
    case "list":
    case "tuple":
      return ["array"];
    case "text":
      return ["string"];
    case "number":
    case "boolean":
    case "null":
      return [type.kind];
    case "any":
      return ALL_KINDS;
    case "constant":
      return [type.value === null ? "null" : (typeof type.value as "string" | "number" | "boolean")];
    case "choice":
      return [...new Set(type.branches.flatMap(jsonKindsOf))];
  }
}

/** True where the first byte of a value tells which of the types it could have. */
export function areApart(types: readonly ValueType[]): boolean {
  const kinds = types.flatMap(jsonKindsOf);
  return new Set(kinds).size === kinds.length;
}

/** The same number for two types of the same values: what decides validity, and nothing else. It means nothing beyond this process. */
export function shapeOf(type: ValueType): number {
  const known = shapeOfType.get(type);
  if (known !== undefined) return known;
  // Of numbers of its parts: texts within texts would double with each level.
  const text = JSON.stringify(shapeParts(type));
  const shape = shapes.get(text) ?? shapes.size;
  shapes.set(text, shape);
  shapeOfType.set(type, shape);
  return shape;
}

const shapeOfType = new WeakMap<ValueType, number>();
const shapes = new Map<string, number>();

function shapeParts(type: ValueType): unknown {
  switch (type.kind) {
    case "object":
      return ["object", type.members.map(({ name, required, type: inner }) => [name, required, shapeOf(inner)])];
    case "list":
      return ["list", type.minItems, type.maxItems, shapeOf(type.items)];
    case "tuple":
      return ["tuple", type.items.map(shapeOf)];
    case "text":
      return ["text", type.format];
    case "number":
      return ["number", type.whole];
    case "constant":
      return ["constant", type.value];
    case "choice":
      return ["choice", type.keyword === "oneOf", type.branches.map(shapeOf)];
    case "boolean":
    case "null":
    case "any":
      return [type.kind];
  }
}
