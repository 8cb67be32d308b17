/** How sure a decision is: certain where the row and the examples agree, a guess where nothing but an example stands for it. */

import { describe, expect, it } from "vitest";
import { typeConfidence } from "../../generator/derive/confidence.js";
import { deriveToy, type Setting } from "./toy.js";

describe("the type that a table says and an example shows", () => {
  it.each([
    ["string", ["string"], "certain"],
    ["string", ["string", "null"], "certain"],
    ["integer", ["number"], "certain"],
    // Of the corrections that brought both together, 44 of 64 confirmed the example.
    ["string", ["number"], "guess"],
    // All others: 150 of 177.
    ["integer", ["string"], "likely"],
    ["string", ["boolean"], "likely"],
    ["string", ["array"], "likely"],
    ["string", ["string", "number"], "likely"],
    ["member", ["number"], "likely"],
  ] as const)("%s, %j: %s", (word, shown, confidence) => {
    expect(typeConfidence(word, shown)).toBe(confidence);
  });
});

const page = (row: string, value: string): string =>
  `# Tick\n\n| Parameter | Type | Comments |\n|---|---|---|\n| ${row} | P |\n\n\`\`\`json\n{ "topic": "tick.ABC", "data": { "last_price": ${value} } }\n\`\`\`\n`;

describe("a member of a schema, and the defect", () => {
  const confidenceOf = (row: string, value: string, setting: Setting = {}) => {
    const { schemas, defects } = deriveToy(page(row, value), setting);
    const member = schemas.get("tick.schema.json")?.$defs?.data?.properties?.last_price?.["x-confidence"];
    const told = defects.find(({ code }) => code === "type-conflict" || code === "name-mismatch")?.confidence;
    return [member, told];
  };

  it.each([
    ["last_price | number", "1.5", undefined],
    ["last_price | string", "1.5", "guess"],
    ["last_price | number", '"1.5"', "likely"],
    ["lastPrice | number", "1.5", "likely"],
    ["lastPrice | string", "1.5", "guess"],
    ["price | number", "1.5", "guess"],
  ])("have the same: %s, %s", (row, value, confidence) => {
    expect(confidenceOf(row, value)).toEqual([confidence, confidence]);
  });

  it("have none where a table says no types", () => {
    const text = page("last_price", "1.5").replace("| Type ", "").replace("|---|---|---|", "|---|---|");
    const { schemas, defects } = deriveToy(text);
    expect(defects.some(({ code }) => code === "type-conflict")).toBe(false);
    expect(schemas.get("tick.schema.json")?.$defs?.data?.properties?.last_price).not.toHaveProperty("x-confidence");
  });

  it("is no guess any more where a person has said what it is", () => {
    const overlay = `- at: "$['$defs'].data.properties.last_price"\n  set: { type: string }\n  because: b\n  evidence: e\n`;
    const [member] = confidenceOf("last_price | string", "1.5", { overlay });
    expect(member).toBeUndefined();
  });
});
