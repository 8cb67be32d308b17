/** What the server sends besides pushes: from examples where a page shows it, by hand where none does. */

import { describe, expect, it } from "vitest";
import { deriveLine } from "../../generator/derive/derive-line.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import type { Reply } from "../../generator/spec/line-file.js";
import { deriveToy, type Setting, sourcesOf } from "./toy.js";

const TICK = '# Tick\n\n| a | b |\n|---|---|\n| price | string |\n\n```json\n{ "data": { "price": "1" } }\n```\n';
const page = (...blocks: string[]): string => `${TICK}\n# Answer\n\n${blocks.join("\n\n")}\n`;
const fence = (text: string, language = "json"): string => `\`\`\`${language}\n${text}\n\`\`\``;

const ACK: Reply = {
  name: "ack",
  kind: "ack",
  description: "Answer.",
  match: { "/success": true },
  examples: [{ heading: "Answer", fence: 1 }],
  source: "heading Answer",
};

function control(source: string, replies: readonly Reply[], words: Setting["words"] = {}) {
  const { schemas, diagnostics, lines } = deriveToy(source, {
    line: { replies },
    words: { data: {}, price: {}, ...words },
  });
  return { schema: schemas.get("control.schema.json"), lines: lines.get("control.schema.json"), diagnostics };
}

describe("a reply that a page shows", () => {
  it("has the members of its example, each with our words", () => {
    const { schema, diagnostics } = control(
      page(
        fence(
          '{ "success": true, "id": "c-1", "count": 3, "request": { "op": "sub", "args": ["a"], "list": [], "items": [{ "x": 1.5 }] } }',
        ),
      ),
      [ACK],
      {
        success: { kind: "flag" },
        id: { kind: "id" },
        count: { kind: "count" },
        request: { kind: "object" },
        op: {},
        args: {},
        list: {},
        items: {},
        x: {},
      },
    );
    expect(diagnostics).toEqual([]);
    expect(schema).toStrictEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "urn:wireloom:toy:control",
      title: "toy control messages",
      description: "What the server sends besides pushes.",
      anyOf: [{ $ref: "#/$defs/ack" }],
      "x-source": { page: "toy/page.md" },
      $defs: {
        ack: {
          description: "Answer.",
          type: "object",
          required: ["success", "id", "count", "request"],
          properties: {
            success: { description: "success.", const: true },
            id: { description: "id.", type: "string", "x-kind": "id" },
            count: { description: "count.", type: "integer", "x-kind": "count" },
            request: {
              description: "request.",
              type: "object",
              required: ["op", "args", "list", "items"],
              properties: {
                op: { description: "op.", type: "string", "x-kind": "text" },
                args: { description: "args.", type: "array", items: { type: "string" } },
                list: { description: "list.", type: "array" },
                items: {
                  description: "items.",
                  type: "array",
                  items: {
                    type: "object",
                    required: ["x"],
                    properties: { x: { description: "x.", type: "number", "x-kind": "text" } },
                  },
                },
              },
            },
          },
        },
      },
    });
  });

  it("requires what every example of it has", () => {
    const { schema } = control(page(fence('{ "a": 1, "b": 1 }'), fence('{ "a": 2 }')), [
      {
        ...ACK,
        match: {},
        examples: [
          { heading: "Answer", fence: 1 },
          { heading: "Answer", fence: 2 },
        ],
      },
    ]);
    expect(schema?.$defs?.ack).toMatchObject({ required: ["a"], properties: { a: {}, b: {} } });
  });

  it("may require nothing", () => {
    const { schema } = control(page(fence('{ "a": 1 }'), fence("{}")), [
      {
        ...ACK,
        match: {},
        examples: [
          { heading: "Answer", fence: 1 },
          { heading: "Answer", fence: 2 },
        ],
      },
    ]);
    expect(schema?.$defs?.ack).not.toHaveProperty("required");
  });

  it("has constants where the line file says what must stand there, and none where anything may", () => {
    const { schema } = control(page(fence('{ "op": "x", "code": null, "any": "y" }')), [
      { ...ACK, match: { "/op": "pong", "/code": null, "/any": {} } },
    ]);
    expect(schema?.$defs?.ack?.properties).toMatchObject({
      op: { const: "pong" },
      code: { const: null },
      any: { type: "string" },
    });
  });

  it("is in the code block that the line file counts, requests among them and programs not", () => {
    const blocks = [
      fence("connect()", "python"),
      fence('ws.send(\'{"op": "sub"}\')', "javascript"),
      fence('{ "one": 1 }'),
      fence('{ "two": 2 }'),
    ];
    const keyAt = (number: number) =>
      Object.keys(
        control(page(...blocks), [{ ...ACK, examples: [{ heading: "Answer", fence: number }] }]).schema?.$defs?.ack
          ?.properties ?? {},
      );
    expect([keyAt(2), keyAt(3)]).toEqual([["one"], ["two"]]);
  });

  it.each([
    ["no such heading", { heading: "Other", fence: 1 }],
    ["no such code block", { heading: "Answer", fence: 2 }],
  ])("is an error where the page has %s", (_, example) => {
    const { schema, diagnostics } = control(page(fence("{}")), [{ ...ACK, examples: [example] }]);
    expect(diagnostics).toEqual([
      {
        code: "derive/no-example",
        severity: "error",
        message: `The reply "ack" is to be derived from JSON fence ${example.fence} below "${example.heading}", which no page has.`,
        file: "toy/page.md",
        fix: "Correct `heading` and `fence` in line.yaml, or write the schema by hand with `byHand`.",
        topic: "toy/control",
      },
    ]);
    expect(schema?.$defs).toEqual({});
    expect(schema).not.toHaveProperty("anyOf");
  });

  const TABS = (...texts: string[]): string => {
    const items = texts.map((text, index) => `<TabItem value="t${index}">\n\n${fence(text)}\n\n</TabItem>\n`);
    return `<Tabs>\n${items.join("")}</Tabs>`;
  };
  const FULL = '{ "success": true, "id": "a", "note": "b" }';
  const SHORT = '{ "success": true, "id": "a" }';

  it.each([
    ["in tabs that take turns", page(TABS(FULL, SHORT)), ["success", "id"]],
    ["in one code block", page(fence(`${FULL}\n${SHORT}`)), ["success", "id"]],
    ["that match another reply", page(TABS(FULL, '{ "success": false, "id": "a" }')), ["success", "id", "note"]],
    ["that stand elsewhere below the heading", page(fence(FULL), fence(SHORT)), ["success", "id", "note"]],
  ])("requires what all of its examples have: %s", (_, source, required) => {
    const { schemas } = deriveToy(source, { line: { replies: [ACK] }, reader: "mdx" });
    expect(schemas.get("control.schema.json")?.$defs?.ack?.required).toEqual(required);
  });

  it("requires what the examples of all pages have", () => {
    const sources = sourcesOf(page(fence(FULL)), { line: { replies: [ACK] } });
    const pages = [...sources.file.pages, { page: "toy/other.md", reader: "markdown" as const }];
    const texts = new Map([...sources.texts, ["toy/other.md", `# Answer\n\n${fence(SHORT)}\n`]]);
    const { schemas } = deriveLine({ ...sources, file: { ...sources.file, pages }, texts }, createReport());
    expect(schemas.get("control.schema.json")?.$defs?.ack?.required).toEqual(["success", "id"]);
  });

  it("tells of members that have no words of ours", () => {
    const { diagnostics } = control(page(fence('{\n"fresh": 1\n}')), [ACK]);
    expect(diagnostics).toMatchObject([
      {
        code: "derive/no-description",
        message: 'The glossary has no words for "fresh".',
        line: 15,
        excerpt: '"fresh": 1',
      },
    ]);
  });

  it("has words of its own where a name means something else in control messages", () => {
    const words = { fresh: { text: "Of a push." }, "toy/control/fresh": { text: "Of an answer." } };
    const { schema } = control(page(fence('{ "fresh": 1 }')), [ACK], words);
    expect(schema?.$defs?.ack?.properties?.fresh?.description).toBe("Of an answer.");
  });

  it("stands on the lines of its example", () => {
    const { lines } = control(page(fence('{\n"fresh": 1\n}')), [ACK]);
    expect(lines).toEqual({ "/$defs/ack": { example: 14 }, "/$defs/ack/properties/fresh": { example: 15 } });
  });
});

describe("a reply that no page shows", () => {
  it("is as it was written, and says why", () => {
    const schema = {
      type: "object",
      required: ["op"],
      properties: { op: { const: "auth", description: "Always auth." } },
    };
    const { examples: _, ...reply } = ACK;
    const written = control(TICK, [
      { ...reply, schema, byHand: "No page shows it." },
      { ...reply, name: "bare", source: "by guess" },
    ]).schema;
    expect(written?.$defs).toStrictEqual({
      ack: { description: "Answer.", ...schema, "x-source": { byHand: "No page shows it." } },
      bare: { description: "Answer.", "x-source": { byHand: "by guess" } },
    });
    expect(written?.anyOf).toEqual([{ $ref: "#/$defs/ack" }, { $ref: "#/$defs/bare" }]);
  });
});
