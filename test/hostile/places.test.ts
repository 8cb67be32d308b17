/** What is refused says where it stands and what to do. */

import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { derive } from "../../generator/commands/derive.js";
import { readGlossary } from "../../generator/derive/glossary.js";
import { readOverlay } from "../../generator/derive/overlay.js";
import { createReport, type Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import { readLocale } from "../../generator/docs/read-locale.js";
import { type Carrier, createCarrier, renderPage } from "./carrier.js";
import { createSandbox, writeCarrier } from "./press.js";
import { renameAt, setAt } from "./sinks.js";

const sandbox = createSandbox();
afterAll(() => rmSync(sandbox.top, { recursive: true, force: true }));

const { docs, schemas } = sandbox;

async function errorsOf(change: (carrier: Carrier) => void): Promise<Diagnostic[]> {
  const carrier = createCarrier();
  change(carrier);
  expect(writeCarrier(sandbox, carrier)).toBe(true);
  return (await derive({ docs, schemas })).diagnostics.filter(({ severity }) => severity === "error");
}

const REPLY = ["replies", 0, "schema", "properties"] as const;
const overlay = (set: object) => (carrier: Carrier) => {
  carrier.overlay = [
    { at: "$", set: { title: "Ticks" }, because: "b", evidence: "e" },
    { at: "$['$defs'].item.properties.price", set, because: "b", evidence: "e" },
  ];
};

describe("derive names the place", () => {
  it.each([
    [
      "half a character in a value of an example",
      (carrier) => (carrier.page["string value"] = "\ud800"),
      "derive/unreadable-example",
      "page.md",
      /half a character/,
    ],
    [
      "half a character in a key of an example",
      (carrier) => (carrier.page["key of a record"] = "a\udc00"),
      "derive/unreadable-example",
      "page.md",
      /half a character/,
    ],
    [
      "an example of many levels",
      (carrier) => (carrier.page["bare word in an example"] = "[".repeat(30) + "]".repeat(30)),
      "derive/unreadable-example",
      "page.md",
      /deeper than 22 levels/,
    ],
    [
      "half a character in a locale",
      (carrier) => (carrier.locale.name = "\ud800"),
      "input/locale",
      "locale.yml",
      /half a character/,
    ],
    [
      "half a character in the glossary",
      ({ glossary }) => setAt(glossary, ["fields", "price", "unit"], "\ud800"),
      "config/glossary",
      "glossary.yaml",
      /half a character/,
    ],
    [
      "half a character in line.yaml",
      ({ line }) => setAt(line, ["title"], "\ud800"),
      "config/line-file",
      "line.yaml",
      /half a character/,
    ],
    [
      "a reply with an unknown type",
      ({ line }) => setAt(line, [...REPLY, "again"], { type: "x" }),
      "config/line-file",
      "line.yaml",
      /reply "pong", at "properties.again.type": "x" is not known/,
    ],
    [
      "a reply that refers to nowhere",
      ({ line }) => setAt(line, [...REPLY, "again", "$ref"], "#/$defs/x"),
      "config/line-file",
      "line.yaml",
      /leads to no definition/,
    ],
    [
      "a reply with the name of a type of the package",
      ({ line }) => setAt(line, ["replies", 0, "name"], "frame"),
      "config/line-file",
      "line.yaml",
      /would be Frame, which is taken/,
    ],
    [
      "two replies with one type",
      ({ line }) => setAt(line, ["replies", 0, "name"], "subscribe.ack"),
      "config/line-file",
      "line.yaml",
      /taken by the reply "subscribe-ack"/,
    ],
    [
      "records without the form of their snapshot",
      ({ line }) => renameAt(line, ["topics", 1, "forms", "values", "snapshot"], "push"),
      "config/line-file",
      "line.yaml",
      /no form "snapshot"/,
    ],
    [
      "a slot whose name is no name",
      ({ line }) => renameAt(line, ["slots", "depth"], "a b"),
      "config/line-file",
      "line.yaml",
      /"a b"/,
    ],
    [
      "a connection whose name is no name",
      ({ line }) => renameAt(line, ["connections", "private"], "../x"),
      "config/line-file",
      "line.yaml",
      /"\.\.\/x"/,
    ],
    [
      "a topic with a name of 200 letters",
      ({ line }) => setAt(line, ["topics", 0, "name"], "x".repeat(200)),
      "config/line-file",
      "line.yaml",
      /more than 100 characters/,
    ],
    [
      "an overlay with a format that there is not",
      overlay({ format: "date" }),
      "config/overlay",
      "tick.overlay.yaml",
      /"\$defs.item.properties.price.format": "date" is not known/,
    ],
    [
      "an overlay with an unknown keyword",
      overlay({ patern: "x" }),
      "config/overlay",
      "tick.overlay.yaml",
      /"patern" may not stand here/,
    ],
    [
      "an overlay that leaves a type beside a reference",
      overlay({ $ref: "#/$defs/item" }),
      "config/overlay",
      "tick.overlay.yaml",
      /may not stand here, beside \$ref/,
    ],
    [
      "an overlay with a name that is no type",
      overlay({ "x-enum": { name: "constructor", values: ["a"] } }),
      "config/overlay",
      "tick.overlay.yaml",
      /cannot be the name of a type/,
    ],
    [
      "half a character in an overlay",
      overlay({ title: "\ud800" }),
      "config/overlay",
      "tick.overlay.yaml",
      /half a character/,
    ],
  ] satisfies [string, (carrier: Carrier) => unknown, string, string, RegExp][])(
    "%s",
    async (_, change, code, file, message) => {
      const found = (await errorsOf(change)).find((diagnostic) => message.test(diagnostic.message));
      expect(found).toMatchObject({ code });
      expect(found?.file?.endsWith(file)).toBe(true);
      expect((found?.line ?? 0) * (found?.column ?? 0)).toBeGreaterThan(1);
      expect(found?.fix).toBeTruthy();
    },
  );

  it("the line and column of half a character are those of its text", async () => {
    const carrier = createCarrier();
    carrier.page["string value"] = "\ud800";
    const lines = renderPage(carrier.page).split("\n");
    const line = lines.findIndex((text) => text.includes("\\ud800"));
    const [first] = await errorsOf(({ page }) => (page["string value"] = "\ud800"));
    expect(first).toMatchObject({ line: line + 1, column: (lines[line]?.indexOf('"\\ud800"') ?? 0) + 1 });
  });

  it("the second correction is blamed for what it spoils", async () => {
    const carrier = createCarrier();
    overlay({ format: "date" })(carrier);
    const text = JSON.stringify(carrier.overlay);
    const [first] = await errorsOf(overlay({ format: "date" }));
    expect(first?.column).toBe(text.indexOf('{"at":"$[') + 1);
  });

  it("a type word that every object has is a type word that nobody knows", async () => {
    expect(await errorsOf(({ page }) => (page.type = "constructor"))).toEqual([]);
    const { defects } = await derive({ docs, schemas });
    expect(defects.map(({ code }) => code)).toContain("table-type-word");
  });
});

describe("YAML that would end the process", () => {
  const files: Record<string, string> = {
    "open brackets": "[".repeat(20_000),
    "closed brackets": `en: ${"[".repeat(20_000)}${"]".repeat(20_000)}`,
    "dashes on one line": `${"- ".repeat(20_000)}x`,
    "an alias to nowhere": "- at: *nothing\n",
    "an alias of itself": "&a [*a]",
    "aliases that unfold":
      "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]",
  };
  const readers = {
    overlay: (text: string) => {
      const report = createReport();
      readOverlay(text, "file.yaml", "file.yaml", report);
      return report.diagnostics;
    },
    glossary: (text: string) => {
      const report = createReport();
      readGlossary(text, "file.yaml", report);
      return report.diagnostics;
    },
    locale: (text: string) => {
      const report = createReport();
      readLocale(text, "file.yaml", report);
      return report.diagnostics;
    },
  };
  const cases = Object.entries(readers).flatMap(([name, read]) =>
    Object.entries(files).map(([what, text]) => [name, what, read, text] as const),
  );

  it.each(cases)("%s: %s", (_, __, read, text) => {
    const [first, ...others] = read(text);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      severity: "error",
      file: "file.yaml",
      message: expect.stringMatching(/deeper|alias/) as string,
    });
    expect(first?.line).toBeGreaterThan(0);
    expect(first?.fix).toBeTruthy();
  });

  it("a hundred brackets side by side are no depth", () => {
    const text = JSON.stringify(Array.from({ length: 150 }, () => ({ at: "$", set: {}, because: "b", evidence: "e" })));
    expect(parse(text)).toHaveLength(150);
    expect(readers.overlay(text)).toEqual([]);
  });
});
