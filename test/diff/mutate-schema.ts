/** A schema file with a small change somewhere, of the kind that an edit of a page makes: the difference that `diff` is asked about. */

import type { Random } from "../../generator/mock/random.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";

const LEAVES: readonly JsonSchema[] = [
  { type: "string" },
  { type: "string", format: "decimal" },
  { type: "string", format: "decimal-or-empty" },
  { type: "number" },
  { type: "integer" },
  { type: "boolean" },
  { type: "null" },
  { const: 1 },
  { const: "a" },
  {},
];

/** The file after one change of each of the named definitions; where the change is none for the node that was drawn, it stays as it is. */
export function mutated(file: JsonSchema, names: readonly string[], random: Random): JsonSchema {
  const changed = names.map((name) => [name, mutatedBelow(file.$defs?.[name] ?? {}, random)]);
  return { ...file, $defs: { ...file.$defs, ...Object.fromEntries(changed) } };
}

/** Goes down as far as chance has it. */
function mutatedBelow(node: JsonSchema, random: Random): JsonSchema {
  const { properties, items, prefixItems, anyOf, oneOf } = node;
  const inner: (() => JsonSchema)[] = [];
  for (const [name, schema] of Object.entries(properties ?? {}))
    inner.push(() => ({ ...node, properties: { ...properties, [name]: mutatedBelow(schema, random) } }));
  if (items) inner.push(() => ({ ...node, items: mutatedBelow(items, random) }));
  for (const [keyword, nodes] of Object.entries({ prefixItems, anyOf, oneOf }))
    for (const [index, schema] of (nodes ?? []).entries())
      inner.push(() => ({ ...node, [keyword]: nodes?.with(index, mutatedBelow(schema, random)) }));
  const deeper = random.pick(inner);
  if (deeper && random.next() < 0.6) return deeper();
  const ways = [
    ...waysOf(node, random),
    () => ({ ...node, description: `Words ${random.integer(9)}.` }),
    () => ({ anyOf: [node] }),
    () => ({ [random.next() < 0.5 ? "anyOf" : "oneOf"]: [node, leaf(random)] }),
    () => leaf(random),
  ];
  return random.pick(ways)?.() ?? node;
}

const leaf = (random: Random): JsonSchema => random.pick(LEAVES) ?? {};

function waysOf(node: JsonSchema, random: Random): readonly (() => JsonSchema)[] {
  if (node.anyOf) return choiceWays(node.anyOf, "anyOf", random);
  if (node.oneOf) return choiceWays(node.oneOf, "oneOf", random);
  if (node.prefixItems) return tupleWays(node.prefixItems, random);
  switch (node.type) {
    case "object":
      return memberWays(node, random);
    case "array":
      return boundWays(node, random);
    case "string":
      return [
        () => without(node, "format"),
        () => ({ ...node, format: "decimal" }),
        () => ({ ...node, format: "decimal-or-empty" }),
        ...enumWays(node, ["a", "Buy", "Sell"], random),
      ];
    case "number":
    case "integer":
      return [
        () => ({ ...node, type: node.type === "integer" ? "number" : "integer" }),
        () => ({ ...node, "x-unsafe-integer": node["x-unsafe-integer"] !== true }),
        ...enumWays(node, [0, 1, 7], random),
      ];
    default:
      return [];
  }
}

/** Adding one that may be missing comes twice: all others break somebody. */
function memberWays(node: JsonSchema, random: Random): readonly (() => JsonSchema)[] {
  const { properties = {}, required = [] } = node;
  const name = random.pick(Object.keys(properties)) ?? "a";
  const fresh = random.pick(["a", "b", "fresh", "data"]) ?? "a";
  const withMember = (schema: JsonSchema): JsonSchema => ({ ...node, properties: { ...properties, [fresh]: schema } });
  const others = Object.entries(properties).filter(([other]) => other !== name);
  const toggled = required.includes(name) ? required.filter((other) => other !== name) : [...required, name];
  const adds = Object.hasOwn(properties, fresh)
    ? []
    : [
        () => withMember(leaf(random)),
        () => withMember(leaf(random)),
        () => ({ ...withMember(leaf(random)), required: [...required, fresh] }),
      ];
  if (!Object.hasOwn(properties, name)) return adds;
  return [
    ...adds,
    () => withRequired({ ...node, properties: Object.fromEntries(others) }, required),
    () =>
      withRequired({ ...node, properties: { ...Object.fromEntries(others), [`${name}_`]: properties[name] ?? {} } }, [
        ...required.filter((other) => other !== name),
        ...(required.includes(name) ? [`${name}_`] : []),
      ]),
    () => withRequired(node, toggled),
    // One of two names of the same letters, and one of two objects of the same members.
    () =>
      withRequired({ ...node, properties: { ...Object.fromEntries(others), ...twice(name, properties) } }, required),
    () => ({ anyOf: [node, withRequired(node, toggled)] }),
    () => ({ ...node, properties: Object.fromEntries(Object.entries(properties).reverse()) }),
  ];
}

const twice = (name: string, properties: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> =>
  Object.fromEntries([`${name}_`, `${name}-`].map((each) => [each, properties[name] ?? {}]));

/** Of members that are described. */
function withRequired(node: JsonSchema, required: readonly string[]): JsonSchema {
  const described = required.filter((name) => Object.hasOwn(node.properties ?? {}, name));
  return described.length === 0 ? without(node, "required") : { ...node, required: described };
}

function boundWays(node: JsonSchema, random: Random): readonly (() => JsonSchema)[] {
  const { minItems = 0, maxItems } = node;
  return [
    () => without(node, "minItems"),
    () => without(node, "maxItems"),
    () => ({ ...node, minItems: Math.min(random.integer(3), maxItems ?? 3) }),
    () => ({ ...node, maxItems: minItems + random.integer(3) }),
    () => without(node, "items"),
    () => ({ ...node, items: leaf(random) }),
  ];
}

const tupleOf = (prefixItems: readonly JsonSchema[]): JsonSchema => ({
  type: "array",
  prefixItems,
  items: false,
  minItems: prefixItems.length,
  maxItems: prefixItems.length,
});

const tupleWays = (items: readonly JsonSchema[], random: Random): readonly (() => JsonSchema)[] => [
  () => tupleOf([...items, leaf(random)]),
  () => tupleOf(items.length > 1 ? items.slice(0, -1) : items),
  () => tupleOf(items.toReversed()),
  () => ({ type: "array", items: items[0] ?? {}, minItems: items.length, maxItems: items.length }),
];

const choiceWays = (branches: readonly JsonSchema[], keyword: "anyOf" | "oneOf", random: Random) => [
  () => ({ [keyword]: [...branches, leaf(random)] }),
  () => ({ [keyword]: branches.length > 1 ? branches.slice(1) : branches }),
  () => ({ [keyword]: branches.toReversed() }),
  () => ({ [keyword === "anyOf" ? "oneOf" : "anyOf"]: branches }),
  () => branches[0] ?? {},
];

function enumWays(
  node: JsonSchema,
  values: readonly (string | number)[],
  random: Random,
): readonly (() => JsonSchema)[] {
  const some = values.filter(() => random.next() < 0.6);
  return [
    () => without(node, "x-enum"),
    () => (some.length === 0 ? node : { ...node, "x-enum": { name: "Kind", values: some } }),
  ];
}

const without = (node: JsonSchema, keyword: keyof JsonSchema): JsonSchema => {
  const { [keyword]: _, ...others } = node;
  return others;
};
