import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import ts from "typescript";
import { describe, expect, test } from "vitest";

import { toEsm } from "../../generator/emit/validators/esm-imports.js";
import type { Validator } from "../../templates/runtime/validator.js";
import { compilePackage, runtimeTexts } from "./compile-package.js";
import { typesOf, validatorsOf } from "./line-modules.js";
import { ATTACK, ATTACK_NAMES, sampleLine } from "./sample-line.js";

const modules = validatorsOf(sampleLine);
const runtime = new Map([...runtimeTexts].map(([name, text]) => [`src/runtime/${name}`, text]));
const { folder, errors } = compilePackage([await typesOf(sampleLine), modules, runtime]);
const load = (path: string): Promise<Record<string, Validator<unknown>>> =>
  import(/* @vite-ignore */ pathToFileURL(join(folder, "dist/sample", path)).href);

/** By the name of the export. */
const validators: Record<string, Validator<unknown>> = Object.assign(
  {},
  ...(await Promise.all(
    ["orderBookL2_25.js", "v1/trade.js", "depth.js", "outboundAccountInfo.js", "attack.js", "control.js"].map(load),
  )),
);
const validator = (name: string): Validator<unknown> => {
  const found = validators[name];
  if (found === undefined) throw new Error(`no export ${name}`);
  return found;
};

const item = { price: "1.5", symbol: "BTCUSDT", id: 1, side: "Unlisted", size: 1, extra: true };
const snapshot = {
  topic: "orderBookL2_25.BTCUSDT",
  type: "snapshot",
  data: { order_book: [item] },
  cross_seq: 1,
  timestamp_e6: 1,
};
const attackMessage = (): Record<string, unknown> =>
  JSON.parse(`{"topic":"t",${ATTACK_NAMES.map((name) => `${JSON.stringify(name)}:"x"`).join()}}`);

test("compiles and loads as a real ES module", () => expect(errors).toEqual([]));

describe("generated validators", () => {
  test.each<[string, unknown]>([
    ["validateOrderBookL2_25", snapshot],
    ["validateOrderBookL2_25", { ...snapshot, type: "delta" }],
    ["validateOrderBookL2_25Snapshot", snapshot],
    ["validateV1Trade", { topic: "trade.1.X", data: null, extraFees: "" }],
    ["validateV1Trade", { topic: "trade", data: [{ side: "Buy", status: 7 }], extraFees: [{ fee: "" }] }],
    ["validateDepth", { topic: "depth", b: [["1", "2.5"]], pairs: [["a", {}]] }],
    ["validateOutboundAccountInfo", { e: "outboundAccountInfo", T: true }],
    ["validateOutboundAccountInfo", [{ e: "outboundAccountInfo", T: true }]],
    ["validatePongReply", { success: true, request: { op: "ping" } }],
    ["validateAttack", attackMessage()],
  ])("%s accepts", (name, value) => {
    expect(validator(name)(value)).toEqual({ valid: true, value });
    expect(validator(name).is(value)).toBe(true);
  });

  test.each<[string, unknown, string, string, string]>([
    ["validateOrderBookL2_25", { ...snapshot, type: "other" }, "/type", "enum", '"snapshot" or "delta"'],
    ["validateOrderBookL2_25", null, "/type", "enum", '"snapshot" or "delta"'],
    [
      "validateOrderBookL2_25",
      { ...snapshot, data: { order_book: [item, { ...item, price: "x" }] } },
      "/data/order_book/1/price",
      "format",
      "a decimal number as text",
    ],
    ["validateOrderBookL2_25", { ...snapshot, cross_seq: 1.5 }, "/cross_seq", "type", "integer"],
    ["validateOrderBookL2_25Delta", snapshot, "/type", "const", '"delta"'],
    ["validateV1Trade", { topic: "t", data: 5 }, "/data", "type", "array or null"],
    ["validateV1Trade", { topic: "t" }, "/data", "required", "a value"],
    ["validateV1Trade", [], "", "type", "object"],
    ["validateDepth", { topic: "depth", b: [["1"]] }, "/b/0", "minItems", "at least 2 items"],
    ["validateDepth", { topic: "depth", b: [["1", "2", "3"]] }, "/b/0", "maxItems", "at most 2 items"],
    ["validateDepth", { topic: "depth", b: [["1", "-"]] }, "/b/0/1", "format", "a decimal number as text"],
    ["validateOutboundAccountInfo", 5, "", "oneOf", "array or object"],
    ["validateOutboundAccountInfo", { e: "x" }, "/T", "required", "a value"],
    ["validateOutboundAccountInfo", [{ e: 1, T: true }], "/0/e", "type", "string"],
  ])("%s refuses %j at %s", (name, value, pointer, keyword, expected) => {
    const result = validator(name)(value);
    expect(result.valid).toBe(false);
    expect(result.valid || result.issues[0]).toMatchObject({ pointer, keyword, expected });
    expect(validator(name).is(value)).toBe(false);
  });

  test.each(ATTACK_NAMES)("%j is required as an own member", (name) => {
    const message = attackMessage();
    delete message[name];
    expect(Object.hasOwn(message, name)).toBe(false);
    const result = validator("validateAttack")(message);
    expect(result.valid || result.issues[0]).toMatchObject({
      keyword: "required",
      pointer: `/${name.replaceAll("/", "~1")}`,
      source: { page: ATTACK, line: 1, overlay: ATTACK, byHand: ATTACK, rule: ATTACK },
    });
    expect(validator("validateAttack")({}).valid).toBe(false);
  });

  test("names the page behind a rule", () => {
    const wrongPrice = validator("validateOrderBookL2_25")({
      ...snapshot,
      data: { order_book: [{ ...item, price: 1 }] },
    });
    expect(wrongPrice.valid || wrongPrice.issues[0]).toMatchObject({
      source: { page: "docs-sample/_websockets.md", line: 283 },
      got: "number 1",
      message: "Expected string at /data/order_book/0/price, got number 1.",
    });
    const overlay = validator("validateDepth")({ topic: "depth", b: 1 });
    expect(overlay.valid || overlay.issues[0]?.source).toEqual({
      page: "docs-sample/_websockets.md",
      line: 40,
      overlay: "depth.overlay.yaml: seen",
    });
  });
});

describe("generated code", () => {
  test("is the same on repeat, and needs neither Ajv, require nor evaluation", () => {
    expect([...validatorsOf(sampleLine)]).toEqual([...modules]);
    for (const [path, text] of modules) {
      if (path.includes("attack")) continue;
      expect(text).not.toMatch(/require\(|\beval\b|new Function|ajv|schema\d/);
      expect([...text.matchAll(/from "([^"]+)"/g)].every(([, module]) => module?.startsWith("."))).toBe(true);
    }
  });

  test("keeps hostile words in strings and comments", () => {
    for (const [path, text] of modules) {
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
      const visit = (node: ts.Node): void => {
        if (ts.isIdentifier(node)) expect(node.text).not.toMatch(/evil|process/);
        ts.forEachChild(node, visit);
      };
      visit(file);
      expect(text).not.toMatch(/[\u2028\u202e]/);
    }
  });

  test("stays small", () => {
    const sizes = [...modules].filter(([path]) => !path.includes("attack")).map(([, text]) => gzipSync(text).length);
    expect(Math.max(...sizes)).toBeLessThan(5000);
  });
});

test("toEsm refuses a require that the package cannot serve", () => {
  expect(() => toEsm('const func2 = require("ajv/dist/runtime/equal").default;')).toThrow(/ajv\/dist\/runtime\/equal/);
});
