/** Messages by schema: valid ones, and ones with something odd in them. For properties that must hold on all 47 topics. */

import fc from "fast-check";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { declaredTypes, resolve } from "../../generator/schema/resolve.js";

const decimal = fc
  .tuple(fc.boolean(), fc.nat({ max: 10_000_000 }), fc.option(fc.stringMatching(/^\d{1,8}$/), { nil: undefined }))
  .map(([minus, whole, fraction]) => `${minus ? "-" : ""}${whole}${fraction === undefined ? "" : `.${fraction}`}`);

/** Valid against the schema, and without any finding: known enum values, no undocumented member. */
export function cleanValue(schema: JsonSchema | false | undefined, root: JsonSchema): fc.Arbitrary<unknown> {
  if (!schema) return fc.constant(null);
  const own = resolve(schema, root);
  const alternatives = own.anyOf ?? own.oneOf;
  if (alternatives) return fc.oneof(...alternatives.map((branch) => cleanValue(branch, root)));
  if (own.const !== undefined) return fc.constant(own.const);
  const types = declaredTypes(own);
  // A list of words for a field of numbers says nothing about the numbers.
  const listed: unknown[] = (own["x-enum"]?.values ?? [])
    .map(({ value }) => value)
    .filter((value) => types.some((type) => (type === "integer" ? "number" : type) === typeof value));
  if (listed.length > 0) return fc.constantFrom(...listed, ...(types.includes("null") ? [null] : []));
  if (types.length === 0) return own.properties ? cleanObject(own, root) : fc.constantFrom<unknown>(1, "a", true, null);
  return fc.oneof(
    ...types.map((type): fc.Arbitrary<unknown> => {
      switch (type) {
        case "object":
          return cleanObject(own, root);
        case "array":
          return cleanArray(own, root);
        case "string":
          if (own.format === "decimal") return decimal;
          return own.format === "decimal-or-empty" ? fc.oneof(decimal, fc.constant("")) : fc.string({ maxLength: 12 });
        case "integer":
          return fc.maxSafeInteger();
        case "number":
          return fc.oneof(
            fc.integer(),
            fc.double({ min: -1e12, max: 1e12, noNaN: true }).map((value) => value + 0),
          );
        case "boolean":
          return fc.boolean();
        default:
          return fc.constant(null);
      }
    }),
  );
}

function cleanObject(own: JsonSchema, root: JsonSchema): fc.Arbitrary<unknown> {
  const properties = Object.entries(own.properties ?? {});
  const required = new Set(own.required);
  return fc
    .tuple(
      ...properties.map(([name, property]) => {
        const value = cleanValue(property, root).map((inner) => [name, inner] as const);
        return required.has(name) ? value : fc.option(value, { nil: undefined });
      }),
    )
    .map((members) => Object.fromEntries(members.filter((member) => member !== undefined)));
}

function cleanArray(own: JsonSchema, root: JsonSchema): fc.Arbitrary<unknown> {
  const prefix = (own.prefixItems ?? []).map((item) => cleanValue(item, root));
  const least = Math.max((own.minItems ?? 0) - prefix.length, 0);
  const rest =
    own.items === false || own.items === undefined
      ? fc.constant([])
      : fc.array(cleanValue(own.items, root), {
          minLength: least,
          maxLength: Math.max(least, (own.maxItems ?? 3) - prefix.length),
        });
  return fc.tuple(fc.tuple(...prefix), rest).map(([first, others]) => [...first, ...others]);
}

const ODD: readonly unknown[] = [
  null,
  true,
  "",
  "x",
  "1.50",
  "-",
  "1e5",
  0,
  -1,
  1.5,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  [],
  [[]],
  {},
  { toString: 1 },
  undefined,
];

/** The value with up to three changes: something odd in a place, a member more, an item more. */
export function oddValue(value: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    place: fc.nat(),
    odd: fc.constantFrom(...ODD),
    kind: fc.constantFrom("replace", "add", "double"),
    key: fc.constantFrom("extra", "__proto__", "constructor", "topic", "0"),
  });
  return fc.array(change, { minLength: 0, maxLength: 3 }).map((changes) => {
    let current = structuredClone(value);
    for (const { place, odd: shared, kind, key } of changes) {
      const odd = structuredClone(shared);
      const paths = pathsOf(current);
      const path = paths[place % paths.length] ?? [];
      const target = path.reduce<unknown>((inner, segment) => (inner as Record<string, unknown>)[segment], current);
      if (kind === "add" && typeof target === "object" && target !== null && !Array.isArray(target))
        Object.defineProperty(target, key, { value: odd ?? 1, enumerable: true, configurable: true, writable: true });
      else if (kind === "double" && Array.isArray(target)) target.push(target[0] ?? odd ?? 1);
      else if (path.length === 0) current = odd ?? null;
      else {
        const parent = path
          .slice(0, -1)
          .reduce<unknown>((inner, segment) => (inner as Record<string, unknown>)[segment], current);
        const last = path.at(-1) ?? "";
        if (odd === undefined && !Array.isArray(parent)) delete (parent as Record<string, unknown>)[last];
        else (parent as Record<string, unknown>)[last] = odd ?? null;
      }
    }
    return current;
  });
}

function pathsOf(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner).map((path) => [key, ...path]))];
}
