/** Every documented message with one thing wrong: all refused, at the right place. */

import { describe, expect, it } from "vitest";
import { jsonNodeToValue } from "../../generator/docs/json-node.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { modulePathOf } from "../../generator/spec/module-path.js";
import { HAS_DOCS, LINES, readRealLine, requireDocs } from "../real-docs.js";
import { loadLineSpec, loadPackage } from "./generated-package.js";

requireDocs();

interface Mutation {
  readonly what: string;
  readonly value: unknown;
  /** Where the fault must be reported. */
  readonly pointer: string;
}

type Path = readonly (string | number)[];

/** Values that a rule allows on purpose, with the reason. */
const ALLOWED: readonly { readonly match: RegExp; readonly reason: string }[] = [
  { match: /extraFees.*array to string/, reason: "a list or the empty string, as the page says" },
  {
    match: /^linear orderBookL2_25 .*(?:id|cross_seq|timestamp_e6) number to string/,
    reason: "the wire sends text where the page shows a number",
  },
];

describe.runIf(HAS_DOCS)("mutations of the documented messages", () => {
  it("are refused, each at its pointer", async () => {
    const survivors: string[] = [];
    const misplaced: string[] = [];
    let count = 0;
    for (const line of LINES) {
      const spec = loadLineSpec(line);
      const { validators } = await loadPackage(line);
      for (const { evidence } of readRealLine(line).topics) {
        const path = modulePathOf(evidence.entry, spec.file);
        const topic = spec.topics.find(({ modulePath }) => modulePath === path);
        if (!topic) throw new Error(`no topic ${evidence.entry.name}`);
        for (const { form, node } of evidence.examples) {
          const named = topic.forms.find(({ name }) => name === form);
          const validate = validators[topic.forms.length === 1 ? topic.validatorName : `validate${named?.typeName}`];
          for (const mutation of mutationsOf(jsonNodeToValue(node), topic.schema, named?.def ?? "")) {
            count += 1;
            const result = validate?.(mutation.value);
            const label = `${line} ${topic.modulePath} ${form}: ${mutation.what}`;
            if (result?.valid !== false) survivors.push(label);
            else if (result.issues?.[0]?.pointer !== mutation.pointer)
              misplaced.push(`${label} at ${result.issues?.[0]?.pointer}`);
          }
        }
      }
    }
    const unexplained = survivors.filter((survivor) => !ALLOWED.some(({ match }) => match.test(survivor)));
    console.log(`${count} mutations, ${survivors.length} survivors`);
    for (const survivor of survivors)
      console.log(
        `  survived: ${survivor}: ${ALLOWED.find(({ match }) => match.test(survivor))?.reason ?? "unexplained"}`,
      );
    expect(unexplained).toEqual([]);
    expect(misplaced).toEqual([]);
    expect(count).toBeGreaterThan(2000);
  });
});

function mutationsOf(root: unknown, schema: JsonSchema, def: string): Mutation[] {
  const mutations: Mutation[] = [];
  const add = (path: Path, what: string, value: unknown): void => {
    mutations.push({
      what: `${pointerOf(path)} ${what}`,
      value: replaced(root, path, value),
      pointer: pointerOf(path),
    });
  };
  const visit = (value: unknown, rule: JsonSchema | undefined, path: Path): void => {
    const node = resolve(rule, schema, value);
    if (Array.isArray(value)) {
      add(path, "array to object", {});
      add(path, "array to string", "");
      value.forEach((item, index) => {
        visit(item, node?.prefixItems?.[index] ?? (node?.items || undefined), [...path, index]);
      });
    } else if (typeof value === "object" && value !== null) {
      add(path, "object to array", []);
      for (const key of node?.required ?? []) {
        const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
        mutations.push({
          what: `${pointerOf(path)} without ${key}`,
          value: replaced(root, path, rest),
          pointer: pointerOf([...path, key]),
        });
      }
      for (const [key, inner] of Object.entries(value)) visit(inner, node?.properties?.[key], [...path, key]);
    } else if (typeof value === "string") {
      add(path, "string to boolean", true);
      add(path, "string to number", /^-?\d/.test(value) ? Number(value) : 1);
      add(path, "string to null", null);
      if (node?.format) add(path, "decimal to word", "no number");
    } else if (typeof value === "number") {
      add(path, "number to string", String(value));
      add(path, "number to boolean", false);
      add(path, "number to object", {});
      if (node?.type === "integer") add(path, "integer to fraction", value + 0.5);
    } else if (typeof value === "boolean") {
      add(path, "boolean to string", String(value));
      add(path, "boolean to number", 0);
    }
  };
  visit(root, schema.$defs?.[def], []);
  return mutations;
}

function resolve(rule: JsonSchema | undefined, schema: JsonSchema, value: unknown): JsonSchema | undefined {
  let node = rule;
  while (node?.$ref) node = schema.$defs?.[node.$ref.replace("#/$defs/", "")];
  return node?.anyOf?.find(({ type }) => type === (Array.isArray(value) ? "array" : "object")) ?? node;
}

const pointerOf = (path: Path): string => path.map((segment) => `/${segment}`).join("");

function replaced(root: unknown, path: Path, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(root)) return root.map((item, index) => (index === first ? replaced(item, rest, value) : item));
  return { ...(root as object), [first]: replaced((root as Record<string, unknown>)[first], rest, value) };
}
