/** Messages by type: valid ones, and ones with something odd in them. For properties that must hold on all 47 topics. */

import fc from "fast-check";
import type { ObjectType, ValueType } from "../../generator/spec/value-type.js";

const decimal = fc
  .tuple(fc.boolean(), fc.nat({ max: 10_000_000 }), fc.option(fc.stringMatching(/^\d{1,8}$/), { nil: undefined }))
  .map(([minus, whole, fraction]) => `${minus ? "-" : ""}${whole}${fraction === undefined ? "" : `.${fraction}`}`);

/** Valid, and without any finding: known enum values, no undocumented member. */
export function cleanValue(type: ValueType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "any":
      return fc.constantFrom<unknown>(1, "a", true, null);
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "constant":
      return fc.constant(type.value);
    case "choice":
      return fc.oneof(...type.branches.map(cleanValue));
    case "number": {
      // A list of words for a field of numbers says nothing about the numbers.
      const listed = (type.enum?.values ?? []).filter((value) => typeof value === "number");
      if (listed.length > 0) return fc.constantFrom(...listed);
      const any = fc.double({ min: -1e12, max: 1e12, noNaN: true }).map((value) => value + 0);
      return type.whole ? fc.maxSafeInteger() : fc.oneof(fc.integer(), any);
    }
    case "text": {
      const listed = (type.enum?.values ?? []).filter((value) => typeof value === "string");
      if (listed.length > 0) return fc.constantFrom(...listed);
      if (type.format === "decimal") return decimal;
      return type.format === "decimal-or-empty" ? fc.oneof(decimal, fc.constant("")) : fc.string({ maxLength: 12 });
    }
    case "list":
      return type.items.kind === "any"
        ? fc.constant([])
        : fc.array(cleanValue(type.items), {
            minLength: type.minItems,
            maxLength: Math.max(type.minItems, type.maxItems ?? 3),
          });
    case "tuple":
      return fc.tuple(...type.items.map(cleanValue));
    case "object":
      return cleanObject(type);
  }
}

const cleanObject = ({ members }: ObjectType): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      ...members.map(({ name, required, type }) => {
        const value = cleanValue(type).map((inner) => [name, inner] as const);
        return required ? value : fc.option(value, { nil: undefined });
      }),
    )
    .map((entries) => Object.fromEntries(entries.filter((entry) => entry !== undefined)));

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
