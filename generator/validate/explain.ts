/**
 * Says everything that a message does otherwise than documented: all causes at once, where the generated validators stop at the first.
 * They agree on what is valid (test/validate/agreement.test.ts holds them together). Runs for messages that the clean check refused.
 */

import { isDecimal, isDecimalOrEmpty } from "../../templates/runtime/decimal.js";
import { loadLater } from "../host/load-later.js";
import type { JsonSchema, TypeName } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { declaredTypes, MAX_SCHEMA_DEPTH, resolve, valuesLike } from "../schema/resolve.js";
import type { FieldIndex } from "./fields.js";

const losslessJson = loadLater<typeof import("lossless-json")>("lossless-json");

export type Severity = "error" | "warning" | "info";

export interface Issue {
  /** Stable, kebab-case: what kind of deviation. */
  readonly code: string;
  readonly severity: Severity;
  /** JSON Schema keyword behind it, or the name of our own rule. */
  readonly keyword: string;
  /** `*` for array indexes: the same fault in each item is one cause. */
  readonly pointer: string;
  readonly expected: string;
  /** What came, as a kind, so that it groups; for a closed list the value itself. */
  readonly got: string;
  /** Path to the value in this message. */
  readonly path: readonly (string | number)[];
}

/** `text`: the frame, for numbers that JSON.parse rounds. `seen`: as for the clean check. */
export function explain(
  message: unknown,
  text: string,
  schema: JsonSchema,
  root: JsonSchema,
  { byPointer }: FieldIndex,
  seen: Uint8Array,
): Issue[] {
  const issues: Issue[] = [];
  const explainRounded = roundedIn(text);

  const visit = (
    node: JsonSchema | false | undefined,
    value: unknown,
    pointer: string,
    path: readonly (string | number)[],
    depth: number,
    found: Issue[],
  ): void => {
    if (node === undefined || depth > MAX_SCHEMA_DEPTH) return;
    if (node === false) return;
    const own = resolve(node, root);
    const add = (code: string, keyword: string, expected: string, got = kindOf(value)): void => {
      found.push({ code, severity: "error", keyword, pointer, expected, got, path });
    };
    const alternatives = own.anyOf ?? own.oneOf;
    if (alternatives) {
      const results = alternatives.map((branch) => {
        const inner: Issue[] = [];
        visit(branch, value, pointer, path, depth + 1, inner);
        return inner;
      });
      const errorsOf = (issuesOfBranch: readonly Issue[]): number =>
        issuesOfBranch.filter(({ severity }) => severity === "error").length;
      const valid = results.filter((result) => errorsOf(result) === 0);
      if (own.oneOf && valid.length > 1) add("several-alternatives", "oneOf", "exactly one of the documented shapes");
      else if (valid.length > 0) found.push(...valid.reduce((best, each) => (each.length < best.length ? each : best)));
      else {
        // The branch that takes the value's own type is the one that was meant.
        const meant = results.filter((result) => !result.some((issue) => issue.pointer === pointer));
        const [only] = meant;
        if (meant.length === 1 && only) found.push(...only);
        else {
          const keyword = own.oneOf ? "oneOf" : "anyOf";
          const expected = [...new Set(alternatives.map((branch) => describe(resolve(branch, root))))].join(" or ");
          add("no-alternative", keyword, expected);
        }
      }
      return;
    }
    if (own.const !== undefined && own.const !== value) {
      add("other-constant", "const", JSON.stringify(own.const), shortValue(value));
      return;
    }
    const types = declaredTypes(own);
    if (types.length > 0 && !types.some((type) => isOfType(type, value))) {
      // A price is now with a fraction and now without: one cause, unless it is the fraction that is wrong.
      const kind = kindOf(value);
      const got =
        kind !== "integer" && kind !== "number"
          ? kind
          : types.includes("integer")
            ? "a number with a fraction"
            : "number";
      add("other-type", "type", types.join(" or "), got);
      return;
    }
    if (typeof value === "number" && types.length > 0 && Math.abs(value) >= 2 ** 53)
      found.push(...explainRounded(pointer, path));
    if (typeof value === "string" && own.format !== undefined) {
      const fits = own.format === "decimal" ? isDecimal(value) : isDecimalOrEmpty(value);
      const expected = own.format === "decimal" ? "a decimal number as text" : "a decimal number as text, or empty";
      if (!fits) add("other-format", "format", expected, value === "" ? "empty string" : "other text");
    }
    const keyword = own["x-enum"];
    if (keyword && (typeof value === "string" || typeof value === "number")) {
      const known = valuesLike(keyword, typeof value);
      if (known.length > 0 && !known.includes(value))
        found.push({
          code: "unknown-value",
          severity: "warning",
          keyword: "x-enum",
          pointer,
          expected: `a documented value of ${keyword.name}`,
          got: shortValue(value),
          path,
        });
    }
    if (Array.isArray(value)) visitArray(own, value, pointer, path, depth, found);
    else if (typeof value === "object" && value !== null)
      visitObject(own, value as Record<string, unknown>, pointer, path, depth, found);
  };

  const visitArray = (
    own: JsonSchema,
    value: readonly unknown[],
    pointer: string,
    path: readonly (string | number)[],
    depth: number,
    found: Issue[],
  ): void => {
    const prefix = own.prefixItems ?? [];
    const most = own.items === false ? Math.min(prefix.length, own.maxItems ?? prefix.length) : own.maxItems;
    const got = `${value.length} items`;
    if (own.minItems !== undefined && value.length < own.minItems) {
      const expected = `at least ${own.minItems} items`;
      found.push({ code: "too-few-items", severity: "error", keyword: "minItems", pointer, expected, got, path });
    }
    if (most !== undefined && value.length > most) {
      const keyword = own.maxItems === undefined ? "items" : "maxItems";
      const expected = `at most ${most} items`;
      found.push({ code: "too-many-items", severity: "error", keyword, pointer, expected, got, path });
    }
    if (own.items === undefined && prefix.length === 0) return;
    const field = byPointer.get(`${pointer}/*`);
    if (field && value.length > 0) seen[field.index] = 1;
    for (const [index, item] of value.entries())
      visit(prefix[index] ?? own.items, item, `${pointer}/*`, [...path, index], depth + 1, found);
  };

  const visitObject = (
    own: JsonSchema,
    value: Record<string, unknown>,
    pointer: string,
    path: readonly (string | number)[],
    depth: number,
    found: Issue[],
  ): void => {
    for (const name of own.required ?? []) {
      if (Object.hasOwn(value, name)) continue;
      const below = `${pointer}/${escapePointer(name)}`;
      const code = "missing-field";
      const expected = "a value";
      found.push({ code, severity: "error", keyword: "required", pointer: below, expected, got: "nothing", path });
    }
    const properties = own.properties ?? {};
    if (Object.keys(properties).length === 0) return;
    for (const [name, member] of Object.entries(value)) {
      const below = `${pointer}/${escapePointer(name)}`;
      const inner = [...path, name];
      if (Object.hasOwn(properties, name)) {
        const field = byPointer.get(below);
        if (field) seen[field.index] = 1;
        visit(properties[name], member, below, inner, depth + 1, found);
      } else {
        const code = "undocumented-field";
        const expected = "only documented fields";
        const got = kindOf(member);
        found.push({ code, severity: "warning", keyword: "properties", pointer: below, expected, got, path: inner });
      }
    }
  };

  visit(schema, message, "", [], 0, issues);
  return issues;
}

/** JSON.parse made another number of it: 9007199254740993 ends in 2. The text is parsed once, if there is such a number. */
function roundedIn(text: string): (pointer: string, path: readonly (string | number)[]) => Issue[] {
  let exact: { readonly root: unknown } | undefined;
  return (pointer, path) => {
    exact ??= { root: parseExactly(text) };
    const digits = valueAt(exact.root, path);
    if (typeof digits !== "string" || !/^-?\d+$/.test(digits)) return [];
    const got = `an integer of ${digits.replace("-", "").length} digits`;
    const expected = "an integer below 2^53, or text";
    return [{ code: "unsafe-integer", severity: "warning", keyword: "x-unsafe-integer", pointer, expected, got, path }];
  };
}

/** With the digits of each number; undefined where a member comes twice. */
function parseExactly(text: string): unknown {
  try {
    return losslessJson().parse(text, undefined, (digits) => digits);
  } catch {
    return undefined;
  }
}

/** Own members only. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string | number, unknown>)[segment];
  }
  return value;
}

function isOfType(type: TypeName, value: unknown): boolean {
  switch (type) {
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return Number.isFinite(value);
    case "null":
      return value === null;
    default:
      // The names of JSON Schema that are left are those of typeof.
      return typeof value === type;
  }
}

/** The type of a value as JSON Schema names it, integers apart. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return "a number beyond 1e308";
    return Number.isInteger(value) ? "integer" : "number";
  }
  if (value === "") return "empty string";
  return typeof value === "undefined" ? "nothing" : typeof value;
}

const shortValue = (value: unknown): string => {
  if (typeof value === "object" || value === undefined) return kindOf(value);
  const text = JSON.stringify(value) ?? kindOf(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

function describe(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === undefined) return "one of the documented shapes";
  return typeof schema.type === "string" ? schema.type : schema.type.join(" or ");
}
