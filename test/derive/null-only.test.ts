/** Members that examples show as null only: null says nothing about the values that come else. */

import { describe, expect, it } from "vitest";
import { deriveToy } from "./toy.js";

const page = (rows: string, value = "null"): string => `# Tick

| Parameter | Type | Comments |
|---|---|---|
| price | string | Price |
${rows}
\`\`\`json
{ "topic": "tick.ABC", "data": { "price": "1.5", "extra": ${value} } }
\`\`\`
`;

function derived(rows: string, value?: string) {
  const { schemas, defects, diagnostics } = deriveToy(page(rows, value));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return { extra: schemas.get("tick.schema.json")?.$defs?.data?.properties?.extra, defects, errors };
}

describe("a member that examples show as null only", () => {
  it.each([
    ["string", ["string", "null"]],
    ["long", ["integer", "null"]],
    ["boolean", ["boolean", "null"]],
    ["object", ["object", "null"]],
    ["array", ["array", "null"]],
  ])("is what its row says or null: %s", (word, type) => {
    const { extra, errors } = derived(`| extra | ${word} | Extra |\n`);
    expect(extra).toMatchObject({ type });
    expect(extra?.["x-confidence"]).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it.each([
    ["no row speaks of it", ""],
    ["its row has no word for a type", "| extra | whatever | Extra |\n"],
  ])("is anything where %s, which is a guess", (_, rows) => {
    const { extra, errors } = derived(rows);
    expect(extra).not.toHaveProperty("type");
    expect(extra?.["x-confidence"]).toBe("guess");
    expect(errors).toEqual([]);
  });

  it("is told as a guess where no row speaks of it", () => {
    expect(derived("").defects.filter(({ code }) => code === "example-only")).toMatchObject([
      { code: "example-only", field: "/data/extra", decision: "optional, with any value", confidence: "guess" },
    ]);
  });

  it("in a list says as little of the items", () => {
    expect(derived("| extra | array | Extra |\n", "[null]").extra).toMatchObject({ type: "array", items: {} });
  });
});
