/** Schema files of the dialect, made up: every kind of node, and the names and constants that code is most easily wrong about. */

import fc from "fast-check";
import type { EnumKeyword, JsonSchema, TypeName } from "../../generator/schema/json-schema.js";
import { escapePointer } from "../../generator/schema/pointer.js";

/** What is in Object.prototype, and what JSON, JavaScript or a pointer writes in an own way. */
export const HOSTILE_NAMES: readonly string[] = [
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "",
  'q"uote',
  "back\\slash",
  "line\u2028end",
  "\u0000",
  "é",
  "😀",
  "a~b",
  "a/b",
  "~1",
  "*",
  "$ref",
];

/** Beginnings of each other, so long that a comparison of four, eight or sixteen bytes begins and ends anywhere in them. */
export const PLAIN_NAMES: readonly string[] = [
  "a",
  "ab",
  "abc",
  "abcd",
  "abcde",
  "abcdefg",
  "abcdefgh",
  "abcdefghijklmnopq",
  "b",
  "topic",
  "data",
  "0",
  "length",
];

const TEXTS: readonly string[] = [
  "",
  "a",
  "Buy",
  "Sell",
  "1",
  "1.0",
  "-0",
  "null",
  "a text of more than sixteen bytes",
];
const ODD_TEXTS: readonly string[] = ["é", "\u2028", 'q"', "\\", "\n", "😀"];
const INTEGERS: readonly number[] = [0, -0, 1, -1, 7, 12, 123_456_789, 2 ** 53 - 1];
const ODD_NUMBERS: readonly number[] = [1.5, -0.25, 1e21, -1e21, 1e-7, 2 ** 53, 2 ** 53 + 2, 1e300];

/** Constants and values are drawn from one list: they often meet. */
export const SCALARS: readonly (string | number | boolean | null)[] = [
  ...TEXTS,
  ...ODD_TEXTS,
  ...INTEGERS,
  ...ODD_NUMBERS,
  true,
  false,
  null,
];

type Node = fc.Arbitrary<JsonSchema>;

const notes: fc.Arbitrary<Partial<JsonSchema>> = fc.oneof(
  { weight: 9, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constant({
      title: "const",
      description: "*/ `${x}`",
      "x-kind": "id",
      "x-source": { page: "page.md" },
    } as const),
  },
);

const enumKeyword: fc.Arbitrary<EnumKeyword> = fc
  .uniqueArray(fc.constantFrom(...TEXTS, ...INTEGERS, ...ODD_TEXTS.slice(0, 2), ...ODD_NUMBERS.slice(0, 3)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((values) => ({ name: "Kind", values }));

/** The keyword in a part of the cases. */
const sometimes = <T>(keyword: string, value: fc.Arbitrary<T>): fc.Arbitrary<Partial<JsonSchema>> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: value.map((each) => ({ [keyword]: each })) },
  );

const merged = (...parts: readonly fc.Arbitrary<Partial<JsonSchema>>[]): Node =>
  fc.tuple(...parts).map((each) => Object.assign({}, ...each) as JsonSchema);

const format = sometimes("format", fc.constantFrom("decimal", "decimal-or-empty"));
const documented = sometimes("x-enum", enumKeyword);
const unsafe = sometimes("x-unsafe-integer", fc.boolean());
/** The most that the vocabulary permits. */
const MAX_LENGTH = 100_000;
const bounds: fc.Arbitrary<Partial<JsonSchema>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.option(fc.nat({ max: 2 }), { nil: undefined }),
        fc.option(fc.constantFrom(0, 1, 2, MAX_LENGTH), { nil: undefined }),
      )
      .map(([minItems, more]) => ({
        ...(minItems !== undefined && { minItems }),
        ...(more !== undefined && { maxItems: Math.min((minItems ?? 0) + more, MAX_LENGTH) }),
      })),
  },
);

const text = merged(fc.constant({ type: "string" }), format, documented, notes);
const number = merged(fc.constantFrom({ type: "integer" } as const, { type: "number" } as const), documented, unsafe);
const plain = merged(fc.constantFrom({ type: "boolean" } as const, { type: "null" } as const), notes);
const any = merged(notes);
/** Of one type, or of several in a list. */
const closed = merged(
  fc.oneof(
    fc.uniqueArray(fc.constantFrom(...TEXTS, ...ODD_TEXTS), { minLength: 1, maxLength: 6 }).map((values) => ({
      type: "string" as const,
      enum: values,
    })),
    fc.uniqueArray(fc.constantFrom(...INTEGERS), { minLength: 1, maxLength: 4 }).map((values) => ({
      type: ["integer", "null", "string"] as const,
      enum: [...values, null],
    })),
  ),
  notes,
);
/** A constant of a kind that is written in one way only comes more often. */
const constant = merged(
  fc.oneof(fc.constantFrom(...TEXTS, ...INTEGERS, true, false, null), fc.constantFrom(...SCALARS)).map((value) => ({
    const: value,
  })),
  notes,
);
const leaf: Node = fc.oneof(
  { weight: 9, arbitrary: text },
  { weight: 9, arbitrary: number },
  { weight: 6, arbitrary: constant },
  { weight: 1, arbitrary: closed },
  { weight: 3, arbitrary: plain },
  { weight: 3, arbitrary: any },
);

function object(names: fc.Arbitrary<string>, inner: Node, size: { minLength: number; maxLength: number }): Node {
  const members = fc.uniqueArray(fc.tuple(names, inner, fc.boolean()), { ...size, selector: ([name]) => name });
  return fc.tuple(members, notes).map(([each, words]) => ({
    type: "object",
    ...words,
    ...(each.length > 0 && { properties: Object.fromEntries(each.map(([name, schema]) => [name, schema])) }),
    ...(each.some(([, , required]) => required) && {
      required: each.flatMap(([name, , required]) => (required ? [name] : [])),
    }),
  }));
}

/** More members than one mask has bits. */
const wide = object(
  fc.nat({ max: 80 }).map((index) => `m${index}`),
  leaf,
  { minLength: 25, maxLength: 70 },
);

const list = (inner: Node): Node => merged(fc.constant({ type: "array" }), sometimes("items", inner), bounds);

const tuple = (inner: Node): Node =>
  fc.array(inner, { minLength: 1, maxLength: 3 }).map((prefixItems) => ({
    type: "array",
    prefixItems,
    items: false,
    minItems: prefixItems.length,
    maxItems: prefixItems.length,
  }));

const choice = (inner: Node): Node =>
  fc
    .tuple(fc.constantFrom("anyOf", "oneOf"), fc.array(inner, { minLength: 1, maxLength: 3 }), notes)
    .map(([keyword, branches, words]) => ({ [keyword]: branches, ...words }));

/** A choice whose branches are of different kinds: one that all judges can decide. */
const choiceOfKinds = (inner: Node): Node => {
  const branches = [
    text,
    number,
    plain,
    object(fc.constantFrom("a", "b"), inner, { minLength: 1, maxLength: 2 }),
    list(inner),
  ];
  return fc
    .tuple(fc.constantFrom("anyOf", "oneOf"), fc.shuffledSubarray(branches, { minLength: 2, maxLength: 3 }))
    .chain(([keyword, chosen]) => fc.tuple(...chosen).map((each) => ({ [keyword]: each })));
};

const TYPES: readonly TypeName[] = ["object", "array", "string", "number", "integer", "boolean", "null"];

/** Each keyword beside one of its own types only. */
const types = (names: fc.Arbitrary<string>, inner: Node): Node =>
  fc
    .tuple(
      fc.shuffledSubarray([...TYPES], { minLength: 2, maxLength: 4 }),
      object(names, inner, { minLength: 0, maxLength: 3 }),
      list(inner),
      merged(format, documented),
      merged(documented, unsafe),
    )
    .map(([type, objects, lists, texts, numbers]) => ({
      ...(type.includes("object") && objects),
      ...(type.includes("array") && lists),
      ...(type.includes("string") && texts),
      ...((type.includes("number") || type.includes("integer")) && numbers),
      type,
    }));

const reference = (names: readonly string[]): Node =>
  fc.tuple(fc.constantFrom(...names), notes).map(([name, words]) => ({
    $ref: `#/$defs/${escapePointer(name)}`,
    ...words,
  }));

function node(names: fc.Arbitrary<string>, references: readonly string[], levels: number): Node {
  if (levels === 0)
    return references.length === 0 ? leaf : fc.oneof({ weight: 4, arbitrary: leaf }, reference(references));
  const inner = node(names, references, levels - 1);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 6, arbitrary: object(names, inner, { minLength: 0, maxLength: 5 }) },
    { weight: 2, arbitrary: list(inner) },
    { weight: 1, arbitrary: tuple(inner) },
    { weight: 1, arbitrary: choice(inner) },
    { weight: 2, arbitrary: choiceOfKinds(inner) },
    { weight: 1, arbitrary: types(names, inner) },
  );
}

/** Levels around a node: definitions that refer to each other go deeper than one definition may. */
const nest = (inner: Node, levels: number): Node =>
  fc
    .tuple(
      inner,
      fc.array(fc.constantFrom("member", "items", "tuple", "branch"), { minLength: levels, maxLength: levels }),
    )
    .map(([core, ways]) =>
      ways.reduce<JsonSchema>((schema, way) => {
        switch (way) {
          case "member":
            return { type: "object", properties: { a: schema }, required: ["a"] };
          case "items":
            return { type: "array", items: schema };
          case "tuple":
            return { type: "array", prefixItems: [schema], items: false, minItems: 1, maxItems: 1 };
          default:
            return { anyOf: [schema] };
        }
      }, core),
    );

const SHARED: readonly string[] = ["item", "constructor", "__proto__", "a~b/c"];
const DEEP: readonly string[] = ["deep", "deeper", "deepest"];

/** Names of the definitions that are judged. */
export const formName = (index: number | ""): string => `form${index}`;

/** A schema file with so many forms, which share definitions. Without `hostile` names validators take what they read for own members. */
export function schemaFile(forms: number, hostile: boolean): fc.Arbitrary<JsonSchema> {
  const plainNames = fc.constantFrom(...PLAIN_NAMES);
  const names = hostile
    ? fc.oneof({ weight: 3, arbitrary: plainNames }, { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_NAMES) })
    : plainNames;
  const shared = SHARED.map((_, index) => node(names, SHARED.slice(0, index), 2));
  const deep = DEEP.map((_, index) => nest(index === 0 ? leaf : reference(DEEP.slice(index - 1, index)), 9));
  const form = fc.oneof(
    { weight: 30, arbitrary: object(names, node(names, SHARED, 2), { minLength: 1, maxLength: 6 }) },
    { weight: 20, arbitrary: node(names, SHARED, 3) },
    { weight: 2, arbitrary: wide },
    { weight: 2, arbitrary: reference([...SHARED, "deepest"]) },
    {
      weight: 1,
      arbitrary: fc.constant<JsonSchema>({ type: "object", properties: { a: { $ref: "#/$defs/deepest" } } }),
    },
  );
  const definitions = fc.tuple(...shared, ...deep, ...Array.from({ length: forms }, () => form));
  return definitions.map((each) => ({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:wireloom:dialect",
    $defs: Object.fromEntries(
      each.map((schema, index) => [
        [...SHARED, ...DEEP][index] ?? formName(index - SHARED.length - DEEP.length),
        schema,
      ]),
    ),
  }));
}
