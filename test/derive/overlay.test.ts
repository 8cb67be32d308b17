/** Corrections by people: each says where, what, why and on what evidence, and one that changes nothing is an error. */

import { describe, expect, it } from "vitest";
import { applyOverlay, readOverlay } from "../../generator/derive/overlay.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";

const PUSH: JsonSchema = {
  type: "object",
  description: "Tick.",
  required: ["a/b"],
  properties: {
    "a/b": {
      type: "string",
      title: "Label",
      description: "One.",
      deprecated: true,
      "x-condition": "Sometimes.",
      "x-source": { rule: "r" },
    },
    "it's": { type: "number", description: "Two." },
    pair: {
      type: "array",
      prefixItems: [{ type: "string" }, { type: "string" }],
      items: false,
      minItems: 2,
      maxItems: 2,
      description: "Three.",
    },
  },
};

const schemaOf = (push: JsonSchema): JsonSchema => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:wireloom:toy:tick",
  title: "tick",
  description: "Ticks.",
  "x-forms": { forms: { push: { def: "push" } } },
  "x-source": { page: "toy/page.md" },
  $ref: "#/$defs/push",
  $defs: { push },
});

/** A correction of something in the push. */
const entry = (change: string, at = ".properties['a/b']", because = "Why not."): string =>
  `- at: ${JSON.stringify(`$['$defs'].push${at}`)}\n  ${change}\n  because: ${because}\n  evidence: Traffic.\n`;

function read(source: string) {
  const report = createReport();
  return { overlay: readOverlay(source, "tick.overlay.yaml", "toy/tick", report), diagnostics: report.diagnostics };
}

function apply(source: string, push = PUSH) {
  const { overlay, diagnostics } = read(source);
  if (!overlay) throw new Error(diagnostics[0]?.message);
  const report = createReport();
  const schema = applyOverlay(schemaOf(push), overlay, report);
  return { push: schema.$defs?.push ?? {}, diagnostics: report.diagnostics };
}

describe("a correction", () => {
  it("sets members of a node, takes those away that are null, and says who decided", () => {
    const { push, diagnostics } = apply(entry("set: { type: number, title: null, x-unit: BTC }"));
    expect(diagnostics).toEqual([]);
    expect(push.properties?.["a/b"]).toStrictEqual({
      type: "number",
      description: "One.",
      deprecated: true,
      "x-condition": "Sometimes.",
      "x-source": { rule: "r", overlay: "toy/tick: Why not." },
      "x-unit": "BTC",
    });
  });

  it("replaces a node: what describes it stays, what says which values it has goes", () => {
    const { push, diagnostics } = apply(entry("replace: { const: x }"));
    expect(diagnostics).toEqual([]);
    expect(push.properties?.["a/b"]).toStrictEqual({
      title: "Label",
      description: "One.",
      deprecated: true,
      "x-condition": "Sometimes.",
      "x-source": { rule: "r", overlay: "toy/tick: Why not." },
      const: "x",
    });
  });

  it("keeps why a member is optional when its values are replaced", () => {
    const properties = { a: { type: "string", description: "A.", "x-presence": "delta" } } as const;
    const { push } = apply(entry("replace: { type: number }", ".properties.a"), { ...PUSH, required: [], properties });
    expect(push.properties?.a).toStrictEqual({
      description: "A.",
      "x-presence": "delta",
      type: "number",
      "x-source": { overlay: "toy/tick: Why not." },
    });
  });

  it("merges below a node as RFC 7396 says: null takes away, a list is one value", () => {
    const change =
      'set: { properties: { "it\'s": { type: [string, "null"], x-unit: s }, "a/b": null }, required: null }';
    const { push } = apply(entry(change, ""));
    expect(Object.keys(push.properties ?? {})).toEqual(["it's", "pair"]);
    expect(push.properties?.["it's"]).toStrictEqual({ type: ["string", "null"], description: "Two.", "x-unit": "s" });
    expect(push).not.toHaveProperty("required");
  });

  it("may say more about where the node comes from", () => {
    const { push } = apply(entry("set: { x-source: { page: p } }", '.properties["it\'s"]'));
    expect(push.properties?.["it's"]?.["x-source"]).toStrictEqual({ page: "p", overlay: "toy/tick: Why not." });
  });

  it.each([
    ["a name with a quote", '.properties["it\'s"]', ["it's"]],
    ["a name with a slash", ".properties['a/b']", ["a/b"]],
    ["several names", ".properties['a/b','it\\'s']", ["a/b", "it's"]],
    ["all of them", ".properties.*", ["a/b", "it's", "pair"]],
    ["those that a filter finds", ".properties[?@.type=='number']", ["it's"]],
  ])("finds %s", (_, at, found) => {
    const { push, diagnostics } = apply(entry("set: { description: New. }", at));
    expect(diagnostics).toEqual([]);
    const changed = Object.entries(push.properties ?? {}).filter(([, { description }]) => description === "New.");
    expect(changed.map(([name]) => name)).toEqual(found);
  });

  it("finds a name with a double quote and a backslash", () => {
    const properties = { 'a"\\b': { type: "string", description: "A." } } as const;
    const { push } = apply(entry("set: { type: number }", ".properties.*"), { ...PUSH, required: [], properties });
    expect(push.properties?.['a"\\b']?.type).toBe("number");
  });

  it("finds an item of a list, and only that", () => {
    const { push } = apply(entry("set: { format: decimal }", ".properties.pair.prefixItems[1]"));
    expect(push.properties?.pair?.prefixItems).toStrictEqual([
      { type: "string" },
      { type: "string", format: "decimal", "x-source": { overlay: "toy/tick: Why not." } },
    ]);
  });

  it("leaves the schema that went in as it was", () => {
    const before = structuredClone(PUSH);
    expect(apply(entry("set: { type: number }")).diagnostics).toEqual([]);
    expect(PUSH).toEqual(before);
  });

  it("comes after those before it", () => {
    const second = entry("set: { x-unit: s }", ".properties[?@.title=='New']", "Then.");
    const { push, diagnostics } = apply(`${entry("set: { title: New }")}${second}`);
    expect(diagnostics).toEqual([]);
    expect(push.properties?.["a/b"]).toMatchObject({
      title: "New",
      "x-unit": "s",
      "x-source": { overlay: "toy/tick: Why not. Then." },
    });
  });
});

describe("a correction of which members there are", () => {
  it("says that one may be missing, and why; the member is what somebody has decided about", () => {
    const { push, diagnostics } = apply(entry("optional: { a/b: unseen }", ""));
    expect(diagnostics).toEqual([]);
    expect(push).not.toHaveProperty("required");
    expect(push).not.toHaveProperty("x-source");
    const { "x-condition": _, ...member } = PUSH.properties?.["a/b"] ?? {};
    expect(push.properties?.["a/b"]).toStrictEqual({
      ...member,
      "x-presence": "unseen",
      "x-source": { rule: "r", overlay: "toy/tick: Why not." },
    });
  });

  it("says that one is always there, and takes away why it was not", () => {
    const properties = {
      ...PUSH.properties,
      c: { type: "null", description: "C.", "x-presence": "example-only" },
    } as const;
    const { push } = apply(entry("required: [c]", ""), { ...PUSH, properties });
    expect(push.required).toEqual(["a/b", "c"]);
    expect(push.properties?.c).toStrictEqual({
      type: "null",
      description: "C.",
      "x-source": { overlay: "toy/tick: Why not." },
    });
  });

  it("leaves what others say of other members", () => {
    const both = `${entry("optional: { a/b: conditional }", "")}${entry('required: ["it\'s"]', "")}`;
    expect(apply(both).push.required).toEqual(["it's"]);
    expect(apply(entry('required: ["it\'s"]', "")).push.required).toEqual(["a/b", "it's"]);
  });

  it.each(["optional: { c: unseen }", "required: [c]", "required: [pair]"])(
    "is stale if it changes nothing: %s",
    (change) => {
      const { diagnostics } = apply(entry(change, ""), { ...PUSH, required: ["pair", "a/b"] });
      expect(diagnostics).toMatchObject([{ code: "config/stale-overlay", line: 1 }]);
    },
  );

  it("has to give a reason of the vocabulary", () => {
    expect(apply(entry("optional: { a/b: somehow }", "")).diagnostics).toMatchObject([
      { code: "config/overlay", line: 1 },
    ]);
  });
});

describe("a correction that is stale", () => {
  it.each([
    [
      "points at nothing",
      ".properties.none",
      "set: { type: number }",
      /\.properties\.none" points at nothing in the schema\.$/,
    ],
    ["changes nothing", ".properties['a/b']", "set: { type: string }", /" already is as the correction wants it\.$/],
    ["is no JSONPath", ".properties[", "set: { type: number }", /\.properties\[" is no JSONPath \(RFC 9535\): ./],
  ])("because it %s is an error at its place, and the others hold", (_, at, change, message) => {
    const first = entry("set: { title: T }", "", "First.");
    const last = entry("set: { $comment: C }", "", "Last.");
    const { push, diagnostics } = apply(`# note\n${first}${entry(change, at)}${last}`);
    expect(diagnostics).toEqual([
      {
        code: "config/stale-overlay",
        severity: "error",
        message: expect.stringMatching(message),
        file: "tick.overlay.yaml",
        line: 6,
        column: 3,
        excerpt: expect.stringContaining(at),
        fix: "Remove the correction, or point it at what the schema has now.",
      },
    ]);
    expect(push).toMatchObject({ title: "T", $comment: "C", properties: { "a/b": { type: "string" } } });
  });
});

describe("a correction that spoils the schema", () => {
  it("is an error at its place, and the schema stays as it went in", () => {
    const spoils = entry("set: { type: date }", '.properties["it\'s"]');
    const { push, diagnostics } = apply(`${entry("set: { title: T }", "")}${spoils}`);
    expect(diagnostics).toMatchObject([
      { code: "config/overlay", severity: "error", file: "tick.overlay.yaml", line: 5, column: 3 },
    ]);
    expect(diagnostics[0]?.message).toMatch(/^The schema cannot be read with it: .*it's/);
    expect(push).toStrictEqual(PUSH);
  });

  it("may be mended by a later one", () => {
    const { push, diagnostics } = apply(`${entry("set: { type: date }")}${entry("set: { type: number }")}`);
    expect(diagnostics).toEqual([]);
    expect(push.properties?.["a/b"]?.type).toBe("number");
  });

  it("is told of 20 times at most", () => {
    const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
    const properties = Object.fromEntries(names.map((name) => [name, { type: "string", description: "P." } as const]));
    const { diagnostics } = apply(entry('replace: { $ref: "#/$defs/none" }', ".properties.*"), {
      ...PUSH,
      required: [],
      properties,
    });
    expect(diagnostics).toHaveLength(20);
  });
});

const ONE_CHANGE =
  "Correction 1 needs an object in one of `set`, `replace` and `optional`, names in `required`, or values in `accept` or `reject`.";

describe("an overlay file", () => {
  it("has where each correction stands", () => {
    const { overlay, diagnostics } = read(`# note\n${entry("set: { type: number }")}${entry("replace: { const: 1 }")}`);
    expect(diagnostics).toEqual([]);
    expect(overlay).toMatchObject({
      file: "tick.overlay.yaml",
      name: "toy/tick",
      actions: [
        {
          at: "$['$defs'].push.properties['a/b']",
          set: { type: "number" },
          because: "Why not.",
          evidence: "Traffic.",
          line: 2,
          column: 3,
        },
        { replace: { const: 1 }, line: 6, column: 3 },
      ],
    });
  });

  it.each([
    ["is no list", "at: $\n", "An overlay is a list of corrections.", 1],
    ["is nothing", "", "An overlay is a list of corrections.", 1],
    ["has an entry that is no object", `${entry("set: { a: 1 }")}- x\n`, "Correction 2 has no text in `at`.", 5],
    ["has an entry that is nothing", "- null\n", "Correction 1 has no text in `at`.", 1],
    ["does not say where", '- at: ""\n', "Correction 1 has no text in `at`.", 1],
    ["does not say why", "- at: $\n  set: { a: 1 }\n  evidence: e\n", "Correction 1 has no text in `because`.", 1],
    ["has a number for a reason", entry("set: { a: 1 }", "", "1"), "Correction 1 has no text in `because`.", 1],
    ["has no evidence", "- at: $\n  set: { a: 1 }\n  because: b\n", "Correction 1 has no text in `evidence`.", 1],
    ["changes nothing", entry("x: 1"), ONE_CHANGE, 1],
    ["sets and replaces", entry("set: {}\n  replace: {}"), ONE_CHANGE, 1],
    ["sets a list", entry("set: [1]"), ONE_CHANGE, 1],
    ["replaces by a text", entry("replace: x"), ONE_CHANGE, 1],
    ["requires one name and no list", entry("required: a"), ONE_CHANGE, 1],
    ["requires nothing", entry("required: []"), ONE_CHANGE, 1],
    ["requires a number", entry("required: [1]"), ONE_CHANGE, 1],
    ["says what is optional and not why", entry("optional: [a]"), ONE_CHANGE, 1],
    ["sets and requires", entry("set: {}\n  required: [a]"), ONE_CHANGE, 1],
    ["accepts one value and no list", entry("accept: UNKNOWN"), ONE_CHANGE, 1],
  ])("that %s is refused", (_, source, message, line) => {
    const { overlay, diagnostics } = read(source);
    expect(overlay).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        code: "config/overlay",
        severity: "error",
        message,
        file: "tick.overlay.yaml",
        line,
        fix: "Write a list of entries with `at`, one of `set`, `replace`, `required`, `optional`, `accept` and `reject`, `because` and `evidence`.",
      },
    ]);
  });

  it.each([
    ["is no YAML", "# note\n- at: [\n", /^Not readable YAML: ./, "Indent with spaces, not tabs."],
    ["has half a character", '# note\n- at: "\\ud800"\n', /character/, expect.any(String)],
    ["refers to itself", "# note\n- &a [*a]\n", /./, expect.any(String)],
  ])("that %s is refused", (_, source, message, fix) => {
    const { overlay, diagnostics } = read(source);
    expect(overlay).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "config/overlay", message: expect.stringMatching(message), fix }]);
    expect(diagnostics[0]?.line).toBeGreaterThan(1);
  });
});
