/** The spec as AsyncAPI, read by other people's tools: a parser, a validator of messages, and a generator of Python. */

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PythonGenerator } from "@asyncapi/modelina";
import { Parser } from "@asyncapi/parser";
import AsyncApiValidator from "asyncapi-validator";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { asyncapi } from "../../generator/commands/asyncapi.js";
import { readLineFiles } from "../../generator/commands/line-files.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { ASYNCAPI_VERSIONS } from "../../generator/emit/asyncapi/document.js";
import { createRandom } from "../../generator/mock/random.js";
import { loadSpec } from "../../generator/spec/load-spec.js";
import type { Spec } from "../../generator/spec/spec.js";
import { runCommand } from "../command-line.js";
import { runs } from "../effort.js";
import { DOCS, HAS_DOCS, ROOT } from "../real-docs.js";
import { conforming, nearMiss } from "../spec/dialect-values.js";
import { compileOracles } from "../spec/judges.js";

interface Channel {
  readonly address: string | null;
  readonly messages: Readonly<Record<string, { readonly $ref: string }>>;
  readonly parameters?: Readonly<Record<string, object>>;
}

interface Document {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, object>>;
  readonly components: {
    readonly messages: Readonly<
      Record<string, { readonly name: string; readonly examples?: readonly { payload: unknown }[] }>
    >;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

let document: Document;
let spec: Spec;

beforeAll(async () => {
  const schemas = join(ROOT, "schemas");
  const report = createReport();
  spec = loadSpec(readLineFiles(schemas, undefined, report), schemas, report);
  const result = await asyncapi({ schemas, ...(HAS_DOCS && { docs: DOCS }) });
  expect([...report.diagnostics, ...result.diagnostics]).toEqual([]);
  document = result.document as Document;
});

/** 0 is an error, 1 a warning; below are hints, such as that there is a newer version. */
const faultsOf = async (text: string): Promise<string[]> =>
  (await new Parser().parse(text)).diagnostics
    .filter(({ severity }) => severity <= 1)
    .map(({ code, message, path }) => `${path.join("/")}: ${code} ${message}`);

describe("the parser of the AsyncAPI project", () => {
  it.each(ASYNCAPI_VERSIONS)("has nothing to say against %s", async (version) => {
    const result = await asyncapi({ schemas: join(ROOT, "schemas"), version });
    expect(await faultsOf(JSON.stringify(result.document))).toEqual([]);
  });

  it("is heard: it refuses a document with a channel that does not exist", async () => {
    const broken = structuredClone(document) as { operations: Record<string, object> };
    const [name = ""] = Object.keys(broken.operations);
    broken.operations[name] = { action: "send", channel: { $ref: "#/channels/nowhere" } };
    expect(await faultsOf(JSON.stringify(broken))).not.toEqual([]);
  });
});

describe("the document", () => {
  it("has each topic's patterns as addresses, with a parameter for each slot", () => {
    const addresses = Object.values(document.channels).filter(({ address }) => address !== null);
    const patterns = spec.lines.flatMap(({ topics }) =>
      topics.flatMap((topic) => topic.patterns.map(({ text }) => text)),
    );
    expect(addresses.map(({ address }) => address).sort()).toEqual([...patterns].sort());
    for (const { address, parameters = {} } of addresses)
      expect([...String(address).matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot)).toEqual(Object.keys(parameters));
  });

  it("has what may stand in a slot on any of a topic's connections, and says on which", async () => {
    const { parameters = {} } = document.channels["v5.orderbook"] ?? {};
    const { depth } = parameters as {
      readonly depth: { readonly enum: readonly string[]; readonly description: string };
    };
    expect(depth.enum).toEqual(expect.arrayContaining(["1", "25", "1000"]));
    expect(depth.description).toMatch(/option: 25, 100/);
  });

  it("has every form as a message, and every reply", () => {
    const names = spec.lines.flatMap((line) => [
      ...line.topics.flatMap(({ modulePath, forms }) =>
        forms.map(({ name }) => `${line.name}.${modulePath.replace("/", ".")}.${name}`),
      ),
      ...line.replies.map(({ def }) => `${line.name}.reply.${def}`),
    ]);
    expect(Object.keys(document.components.messages)).toEqual(expect.arrayContaining(names));
  });

  it("has a schema for each definition: no two share a name", () => {
    const definitions = spec.lines.flatMap(({ topics, controlDefinitions }) => [
      ...topics.flatMap((topic) => [...topic.definitions.keys()]),
      ...controlDefinitions.keys(),
    ]);
    const ofRequests = Object.keys(document.components.schemas).filter((name) => name.endsWith("Request"));
    expect(Object.keys(document.components.schemas)).toHaveLength(definitions.length + ofRequests.length);
  });

  it("lets nobody subscribe without an operation that says how", () => {
    for (const { name, file } of spec.lines)
      for (const connection of Object.keys(file.connections))
        expect(Object.keys(document.operations).filter((key) => key.endsWith(`.${name}.${connection}`))).not.toEqual(
          [],
        );
  });
});

describe("a validator of messages that reads AsyncAPI", () => {
  const validate = async () => {
    const validator = await AsyncApiValidator.fromSource(structuredClone(document) as never, { msgIdentifier: "name" });
    return (message: string, payload: unknown, channel: string): boolean => {
      try {
        return validator.validate(message, payload as object, channel, "send");
      } catch (error) {
        if ((error as Error).name === "AsyncAPIValidationError") return false;
        throw error;
      }
    };
  };

  it("takes and refuses what the schemas take and refuse", async () => {
    const isValid = await validate();
    const random = createRandom(7);
    let refused = 0;
    for (const line of spec.lines)
      for (const topic of line.topics) {
        const channel = `${line.name}.${topic.modulePath.replace("/", ".")}`;
        const forms = topic.forms.map(({ def, type }) => ({ name: def, type, schema: {}, root: topic.schema }));
        const oracles = compileOracles(topic.schema, forms);
        for (const { name, def, type } of topic.forms)
          for (let run = 0; run < runs(4); run += 1) {
            const fits = conforming(type, random);
            const value = run % 2 === 0 ? fits : nearMiss(fits, random);
            const expected = oracles.get(def)?.(value) ?? true;
            if (!expected) refused += 1;
            expect([channel, name, value, isValid(`${channel}.${name}`, value, channel)]).toEqual([
              channel,
              name,
              value,
              expected,
            ]);
          }
      }
    expect(refused).toBeGreaterThan(40);
  });

  it.runIf(HAS_DOCS)("takes every documented message", async () => {
    const isValid = await validate();
    let count = 0;
    for (const [channel, { address, messages }] of Object.entries(document.channels))
      for (const { $ref } of address === null ? [] : Object.values(messages)) {
        const message = document.components.messages[$ref.split("/").at(-1) ?? ""];
        for (const { payload } of message?.examples ?? []) {
          count += 1;
          expect([channel, payload, isValid(message?.name ?? "", payload, channel)]).toEqual([channel, payload, true]);
        }
      }
    expect(count).toBeGreaterThanOrEqual(78);
  });
});

describe("a generator of models", () => {
  it("makes Python of it that compiles", async () => {
    const models = await new PythonGenerator().generate(document);
    const folder = mkdtempSync(join(tmpdir(), "asyncapi-python-"));
    try {
      mkdirSync(join(folder, "models"));
      for (const [index, { result }] of models.entries()) writeFileSync(join(folder, `models/m${index}.py`), result);
      await promisify(execFile)("python3", ["-m", "compileall", "-q", folder]);
    } finally {
      rmSync(folder, { recursive: true });
    }
    // It puts names in Pascal case of its own.
    const plain = (name: string): string => name.replaceAll("_", "").toLowerCase();
    const classes = new Set(models.map(({ result }) => plain(/^class (\w+)/m.exec(result)?.[1] ?? "")));
    const forms = spec.lines.flatMap(({ typeName, topics }) =>
      topics.flatMap((topic) =>
        // A message that is a list has no class.
        topic.forms.filter(({ type }) => type.kind === "object").map((form) => plain(typeName + form.typeName)),
      ),
    );
    expect(forms.filter((name) => !classes.has(name))).toEqual([]);
    expect(forms.length).toBeGreaterThan(60);
  });
});

describe("the command", () => {
  it("writes YAML where the file is called so, and says which lines there are", async () => {
    const folder = mkdtempSync(join(tmpdir(), "asyncapi-"));
    try {
      const out = join(folder, "asyncapi.yaml");
      const written = await runCommand("asyncapi", "--lines", "linear", "--out", out);
      expect(written).toMatchObject({ code: 0, stdout: "", stderr: "" });
      const { readFileSync } = await import("node:fs");
      const { channels } = parse(readFileSync(out, "utf8")) as Document;
      expect(Object.keys(channels).every((key) => key.startsWith("linear."))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
    const wrong = await runCommand("asyncapi", "--lines", "futures");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("copy-trading");
    expect(wrong.stdout).toBe("");
  });
});
