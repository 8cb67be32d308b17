/** `wireloom site` over the spec that ships: the folder it writes, and what it refuses. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { readTree } from "../../generator/host/folders.js";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";
import { brokenLinks, elementsOf } from "./site-setting.js";

const folder = mkdtempSync(join(tmpdir(), "wireloom-site-"));
const out = join(folder, "site");
const schemas = join(ROOT, "schemas");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("wireloom site", () => {
  beforeAll(async () => {
    const { code, stderr } = await runCommand("site", "--schemas", schemas, "--out", out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
  const page = (path: string): string => readFileSync(join(out, path), "utf8");

  it("writes pages of which no link leads nowhere", () => {
    const tree = readTree(out, createReport());
    expect([...tree.keys()].filter((path) => path.endsWith(".html")).length).toBeGreaterThan(66);
    expect(brokenLinks(tree)).toEqual([]);
  });

  it("has a first page of less than 300 kB, all that it loads included", () => {
    const loaded = elementsOf(page("index.html")).flatMap(({ name, attributes: { src, href } }) =>
      name === "script" ? (src ?? []) : name === "link" && href !== "data:," ? (href ?? []) : [],
    );
    expect(loaded.length).toBeGreaterThan(1);
    const bytes = ["index.html", ...loaded].reduce((sum, path) => sum + Buffer.byteLength(page(path)), 0);
    expect(bytes).toBeLessThan(300_000);
  });

  it("has the documented request of a topic, and each member of its documented message leads to its row", () => {
    const elements = elementsOf(page("linear/topics/candle.html"));
    const request = elements.find(({ attributes: { id } }) => id === "request-text");
    expect(JSON.parse(request?.text ?? "")).toEqual({ op: "subscribe", args: ["candle.1.BTCUSDT"] });
    const example = elements.find(({ attributes }) => attributes.class === "code example");
    const { pushes } = JSON.parse(readFileSync(join(schemas, "linear/dialogues.json"), "utf8")) as {
      pushes: { topic: string; message: { data: object[] } }[];
    };
    const shown = pushes.find(({ topic }) => topic === "candle")?.message;
    expect(JSON.parse(example?.text ?? "")).toEqual(shown);
    const links = elements.flatMap(({ name, attributes: { href } }) => (name === "a" ? (href ?? []) : []));
    for (const member of Object.keys(shown?.data[0] ?? {})) expect(links).toContain(`#push/data/*/${member}`);
  });

  it("shows where the page says it: the line that sources.json has for the member", () => {
    const sources = JSON.parse(readFileSync(join(schemas, "linear/sources.json"), "utf8")) as {
      schemas: Record<string, Record<string, { table?: number }>>;
    };
    const line = sources.schemas["candle.schema.json"]?.["/$defs/item/properties/open"]?.table;
    const row = elementsOf(page("linear/topics/candle.html")).find(
      ({ attributes: { id } }) => id === "push/data/*/open",
    );
    expect(line).toBeGreaterThan(0);
    expect(row?.text).toContain(`_websockets.md:${line}`);
  });

  it("writes the same again, and replaces nothing that others wrote", async () => {
    expect((await runCommand("site", "--schemas", schemas, "--out", out)).stdout).toContain("0 changes");
    writeFileSync(join(out, "index.html"), "mine");
    const { code, stderr } = await runCommand("site", "--schemas", schemas, "--out", out);
    expect(code).toBe(2);
    expect(stderr).toContain("index.html");
    expect(page("index.html")).toBe("mine");
    expect((await runCommand("site", "--schemas", schemas, "--out", out, "--force", "-q")).stdout).toBe("");
    expect(page("index.html")).not.toBe("mine");
  });

  it("takes some lines, and names those that there are", async () => {
    const some = join(folder, "some");
    expect((await runCommand("site", "--schemas", schemas, "--out", some, "--lines", "spot")).code).toBe(0);
    expect([existsSync(join(some, "spot")), existsSync(join(some, "linear"))]).toEqual([true, false]);
    const wrong = await runCommand("site", "--schemas", schemas, "--out", join(folder, "none"), "--lines", "sport");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("Lines: copy-trading, linear, spot, usdc-perpetual, v5.");
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});
