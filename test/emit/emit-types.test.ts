import ts from "typescript";
import { describe, expect, test } from "vitest";
import { emitPackageFiles } from "../../generator/emit/package.js";
import { emitRecognisers } from "../../generator/emit/recognisers/emit-recognisers.js";

import { compilePackage, runtimeTexts } from "./compile-package.js";
import { typesOf, validatorsOf } from "./line-modules.js";
import { attack, sampleLine } from "./sample-line.js";

const spec = { exchange: sampleLine.exchange, lines: [sampleLine] };
const types = await typesOf(sampleLine);
const textOf = (path: string): string => types.get(`src/sample/${path}`) ?? "";

describe("types of a line", () => {
  test("writes a module per topic, the replies and the enums", () => {
    expect([...types.keys()]).toEqual([
      "src/sample/orderBookL2_25.ts",
      "src/sample/v1/trade.ts",
      "src/sample/depth.ts",
      "src/sample/outboundAccountInfo.ts",
      "src/sample/attack.ts",
      "src/sample/control.ts",
      "src/sample/enums.ts",
    ]);
  });

  test.each([
    ["orderBookL2_25.ts", "export type OrderBookL2_25Message = OrderBookL2_25Snapshot | OrderBookL2_25Delta;"],
    ["orderBookL2_25.ts", "export type OrderBookL2_25Topic = `orderBookL2_25.${string}`;"],
    ["orderBookL2_25.ts", "    order_book: OrderBookL2_25Item[];\n  };"],
    ["orderBookL2_25.ts", 'import type { Side } from "./enums.js";'],
    ["orderBookL2_25.ts", "   * @deprecated It may be missing or go away.\n   */\n  id?: number;"],
    [
      "orderBookL2_25.ts",
      " * @see {@link https://docs.example/sample/_websockets.md#torderbookl2_25}\n */\nexport interface OrderBookL2_25Snapshot",
    ],
    ["enums.ts", " * @see {@link https://docs.example/sample/_enums.md}\n */\nexport const Side"],
    ["v1/trade.ts", 'export type V1TradeTopic = `trade.${"1" | "D"}.${string}` | "trade";'],
    ["v1/trade.ts", 'import type { Side, Status } from "../enums.js";'],
    ["v1/trade.ts", 'export { isV1TradeMessage, validateV1Trade } from "./trade.check.js";'],
    ["v1/trade.ts", "  data: V1TradeItem[] | null;"],
    ["v1/trade.ts", "    fee: string;\n  }[] | string;"],
    ["depth.ts", "  b: [price: string, size: string][];"],
    ["outboundAccountInfo.ts", "= OutboundAccountInfoEvent[] | OutboundAccountInfoEvent;"],
    ["outboundAccountInfo.ts", "  e: OutboundAccountInfoTopic;"],
    ["enums.ts", "export type Side = (typeof Side)[keyof typeof Side] | (string & {});"],
    ["enums.ts", '  "-2": -2,'],
    ["control.ts", "export interface PongReply {"],
  ])("%s has %s", (path, text) => {
    expect(textOf(path)).toContain(text);
  });

  test("is the same on repeat, and ends in one newline without trailing blanks", async () => {
    expect([...(await typesOf(sampleLine))]).toEqual([...types]);
    for (const text of types.values()) expect(text).toMatch(/^(?:.*[^ \n])?(?:\n+.*[^ \n])*\n$/);
  });

  test("hostile words stay in strings and comments", () => {
    for (const [path, text] of types) {
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
      const kinds = new Set(file.statements.map(({ kind }) => ts.SyntaxKind[kind]));
      for (const kind of kinds) {
        expect([
          "ImportDeclaration",
          "ExportDeclaration",
          "InterfaceDeclaration",
          "TypeAliasDeclaration",
          "FirstStatement",
        ]).toContain(kind);
      }
      const visit = (node: ts.Node): void => {
        expect(ts.isCallExpression(node)).toBe(false);
        if (ts.isIdentifier(node)) expect(node.text).not.toMatch(/evil|process/);
        ts.forEachChild(node, visit);
      };
      visit(file);
      expect(text).not.toMatch(/[\u2028\u202e]/);
    }
  });

  test("refuses a definition whose name is code", async () => {
    const evil = { ...attack, typeNames: { push: "X {} evil(); interface Y" } };
    await expect(typesOf({ ...sampleLine, topics: [evil] })).rejects.toThrow(/no usable name/);
  });
});

test("the package compiles under strict settings, and its types say what the schemas say", () => {
  const index = new Map([["src/sample/index.ts", 'export * from "./control.js";\n']]);
  const use = new Map([
    [
      "src/use.ts",
      `import type { DepthMessage } from "./sample/depth.js";
import { type OrderBookL2_25Item, type OrderBookL2_25Message, validateOrderBookL2_25 } from "./sample/orderBookL2_25.js";
import type { V1TradeTopic } from "./sample/v1/trade.js";
export const topic: V1TradeTopic = "trade.D.BTCUSDT";
// @ts-expect-error 2 is no interval
export const wrong: V1TradeTopic = "trade.2.BTCUSDT";
export const item: OrderBookL2_25Item = { price: "1", symbol: "X", side: "Unlisted", size: 1 };
// @ts-expect-error an optional member is absent, not undefined
export const undef: OrderBookL2_25Item = { price: "1", symbol: "X", side: "Buy", size: 1, id: undefined };
// @ts-expect-error no index signature
export const misspelt = (value: OrderBookL2_25Item) => value.prize;
export const level = (value: DepthMessage): string | undefined => value.b[0]?.[1];
export function narrow(value: unknown): string {
  if (!validateOrderBookL2_25.is(value)) return "";
  const message: OrderBookL2_25Message = value;
  return message.type === "snapshot" ? message.data.order_book[0]?.price ?? "" : message.type;
}
`,
    ],
  ]);
  const files = emitPackageFiles(spec, runtimeTexts);
  const { errors } = compilePackage([types, validatorsOf(sampleLine), emitRecognisers(sampleLine), files, index, use]);
  expect(errors).toEqual([]);
  const manifest = JSON.parse(files.get("package.json") ?? "");
  expect(manifest.exports["./sample/v1/trade"]).toEqual({
    types: "./dist/sample/v1/trade.d.ts",
    default: "./dist/sample/v1/trade.js",
  });
  expect(Object.keys(manifest.exports["."])).toEqual(["types", "default"]);
});
