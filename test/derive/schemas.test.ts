/** The committed schemas against the 2020-12 meta-schema and our vocabulary. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { VOCABULARY } from "../../generator/schema/vocabulary.js";
import { checkSchema } from "../../generator/spec/check-schema.js";
import { modulePathOf } from "../../generator/spec/module-path.js";
import { LINES, ROOT, readLineYaml } from "../real-docs.js";

const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(ROOT, "schemas", path), "utf8"));
const vocabulary = read("vocabulary.schema.json");

const paths = LINES.flatMap((line) => {
  const file = readLineYaml(line);
  const names = file.topics.map((topic) => modulePathOf(topic, file));
  return [...names, "control"].map((name) => `${line}/${name}.schema.json`);
});

describe("the committed schemas", () => {
  it("are 66 topics and one control schema a line", () => {
    expect(paths).toHaveLength(71);
  });

  it.each(paths)("%s is valid against the meta-schema and the vocabulary", (path) => {
    const schema = read(path);
    expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
    expect(checkSchema(schema).faults).toEqual([]);
  });

  it("the vocabulary describes each keyword that Ajv is told of, and no other", () => {
    const described = Object.keys(vocabulary.$defs as object).filter((name) => name.startsWith("x-"));
    expect(described.sort()).toEqual([...VOCABULARY].sort());
  });

  it("order-book levels are pairs, ids of 18 digits are strings, big counters are marked", () => {
    const levels = read("spot/v1/depth.schema.json") as never as {
      $defs: { item: { properties: Record<string, { items: { prefixItems: unknown[] } }> } };
    };
    expect(levels.$defs.item.properties.b?.items.prefixItems).toEqual([
      { type: "string", format: "decimal", title: "price" },
      { type: "string", format: "decimal", title: "size" },
    ]);
    const execution = read("v5/execution.schema.json") as never as {
      $defs: { item: { properties: Record<string, unknown> } };
    };
    expect(execution.$defs.item.properties.seq).toMatchObject({ type: "integer", "x-unsafe-integer": true });
    const trade = read("spot/v1/trade.schema.json") as never as typeof execution;
    expect(trade.$defs.item.properties.v).toMatchObject({ type: "string", "x-kind": "id" });
  });
});
