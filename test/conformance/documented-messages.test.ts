/** Every documented message: routed to its topic and form, accepted by its validator, refused by every sibling form, assignable to its type. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type Example, nodeAt } from "../../generator/derive/evidence.js";
import { jsonNodeToValue } from "../../generator/docs/json-node.js";
import { connectionsOf } from "../../generator/spec/line-file.js";
import { isOneList, listedOn } from "../../templates/runtime/topic-pattern.js";
import { compile } from "../compile.js";
import { HAS_DOCS, LINES, ROOT, readLineYaml, readRealLine, requireDocs } from "../real-docs.js";
import { loadLineSpec, loadPackage } from "./generated-package.js";

requireDocs();

interface Documented {
  readonly line: string;
  readonly topic: string;
  readonly connection: string;
  readonly form: string;
  readonly at: number;
  readonly value: unknown;
}

/** An example may be of a topic whose slot takes other values on this connection: `orderbook.50` is none of option. */
const isTakenOn = (line: string, connection: string) => {
  const file = readLineYaml(line);
  return ({ node }: Example): boolean => {
    const topic = nodeAt(node, "/topic");
    const lists = Object.values(file.slots).flatMap(({ values }) =>
      values === undefined || isOneList(values) ? [] : [values],
    );
    const words = topic?.kind === "string" ? topic.value.split(".") : [];
    return lists.every((list) =>
      words.every((word) => !listedOn(list, undefined).includes(word) || listedOn(list, connection).includes(word)),
    );
  };
};

const documented: Documented[] = HAS_DOCS
  ? LINES.flatMap((line) =>
      readRealLine(line).topics.flatMap(({ evidence }) =>
        connectionsOf(evidence.entry).flatMap((connection) =>
          evidence.examples.filter(isTakenOn(line, connection)).map(({ form, node, fence }) => ({
            line,
            topic: evidence.entry.name,
            connection,
            form,
            at: fence.line,
            value: jsonNodeToValue(node),
          })),
        ),
      ),
    )
  : [];

/** Lines whose connections have topics of their own. */
const FOLDERS = new Set(["spot"]);

describe.runIf(HAS_DOCS)("the documented messages", () => {
  it("are 78 of 66 topics, on each of their connections", () => {
    expect(new Set(documented.map(({ line, topic, value }) => `${line} ${topic} ${JSON.stringify(value)}`)).size).toBe(
      78,
    );
    expect(
      new Set(
        documented.map(({ line, topic, connection }) => [line, topic, FOLDERS.has(line) ? connection : ""].join(" ")),
      ).size,
    ).toBe(66);
  });

  it("of the execution page as it was lacks one member that the page has today", async () => {
    const { parseFrame, validateFrame } = await loadPackage("v5");
    const examples = readRealLine("v5-execution").topics.flatMap(({ evidence }) => evidence.examples);
    expect(examples).toHaveLength(1);
    for (const { node } of examples) {
      const frame = parseFrame(JSON.stringify(jsonNodeToValue(node)), "private");
      expect(frame).toMatchObject({ kind: "push", topic: "execution" });
      const result = validateFrame(frame);
      expect(result.issues?.map(({ pointer, keyword }) => [pointer, keyword])).toEqual([
        ["/data/0/feeCurrency", "required"],
      ]);
    }
  });

  it.each(documented)("$line $connection $topic $form (line $at) is routed and accepted", async (example) => {
    const { parseFrame, validateFrame } = await loadPackage(example.line);
    const frame = parseFrame(JSON.stringify(example.value), example.connection);
    expect(frame).toMatchObject({
      kind: "push",
      topic: example.topic,
      form: example.form,
      connection: example.connection,
    });
    expect(validateFrame(frame)).toMatchObject({ valid: true });
  });

  it.each(documented)("$line $connection $topic $form (line $at) is refused by the sibling forms", async (example) => {
    const spec = loadLineSpec(example.line).topics.find(
      ({ name, connections }) => name === example.topic && connections.includes(example.connection),
    );
    const siblings = (spec?.forms ?? []).filter(({ name }) => name !== example.form);
    const module = await loadPackage(example.line);
    for (const { typeName } of siblings) {
      expect(module.validators[`validate${typeName}`]?.(example.value).valid, typeName).toBe(false);
    }
    expect(siblings).toHaveLength((spec?.forms.length ?? 0) - 1);
  });

  it("are assignable to their types", () => {
    // A literal, not a cast: a member that the interface lacks is an error, a member that it wants too.
    const folder = join(ROOT, ".tmp/conformance");
    mkdirSync(folder, { recursive: true });
    const lines = documented.map(({ line, topic, connection, form, value }, index) => {
      const spec = loadLineSpec(line).topics.find(
        (each) => each.name === topic && each.connections.includes(connection),
      );
      const type = spec?.forms.find(({ name }) => name === form)?.typeName;
      return `import type { ${type} as T${index} } from "@wireloom/bybit/${line}/${spec?.modulePath}";\nexport const m${index}: T${index} = ${JSON.stringify(value)};\n`;
    });
    const file = join(folder, "messages.ts");
    writeFileSync(file, lines.join(""));
    const problems = compile([file], {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      skipLibCheck: false,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    expect(problems).toEqual([]);
  });
});
