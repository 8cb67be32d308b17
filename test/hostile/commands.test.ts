/** Hostile text through the real commands, and the package of many at once through the compiler. */

import { rmSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { runCommand } from "../command-line.js";
import { compile } from "../compile.js";
import { THOROUGH } from "../effort.js";
import { type Carrier, createCarrier, toEventLine } from "./carrier.js";
import { PAYLOADS, payloadsOf } from "./payloads.js";
import { createSandbox, filesBelow, treeFaults, writeCarrier } from "./press.js";
import {
  EXCHANGE_SINKS,
  GLOSSARY_SINKS,
  LINE_SINKS,
  OVERLAY_SINKS,
  PAGE_SINKS,
  renameAt,
  SCHEMA_SINKS,
  type Sink,
  setAt,
} from "./sinks.js";

const sandbox = createSandbox();
const out = join(sandbox.top, "a/b/out");
afterAll(() => rmSync(sandbox.top, { recursive: true, force: true }));

const derive = () => runCommand("derive", "--docs", sandbox.docs, "--schemas", sandbox.schemas);
const generate = (target: string) => runCommand("generate", "--schemas", sandbox.schemas, "--out", target);

const SINKS = {
  pages: PAGE_SINKS,
  "exchange.yaml": EXCHANGE_SINKS,
  "line.yaml": LINE_SINKS,
  "glossary.yaml": GLOSSARY_SINKS,
  overlays: OVERLAY_SINKS,
  schemas: SCHEMA_SINKS,
};

it("there are more than 1,815 combinations of at least 121 places and 15 texts", () => {
  const places = Object.values(SINKS).flat().length;
  const texts = Object.keys(PAYLOADS).length;
  expect(places).toBeGreaterThanOrEqual(121);
  expect(texts).toBeGreaterThanOrEqual(15);
  expect(places * texts).toBeGreaterThan(1815);
});

it.each(Object.entries(SINKS))("every place of %s gets a text, and every text is got there", (_, sinks) => {
  const chosen = sinks.map((_, index) => payloadsOf(index, sinks.length).map(([name]) => name));
  const texts = Object.keys(PAYLOADS).length;
  for (const names of chosen) expect(new Set(names).size).toBeGreaterThanOrEqual(THOROUGH ? texts : 1);
  expect(new Set(chosen.flat())).toEqual(new Set(Object.keys(PAYLOADS)));
});

it("the check of a package sees code, broken modules and paths", () => {
  const one = (path: string, text: string) => treeFaults(new Map([[path, text]]));
  expect(one("src/toy/a.ts", "const a = 'evil()';\n")).toEqual([]);
  expect(one("src/toy/a.ts", "evil();\n")).toEqual(["src/toy/a.ts has evil() as code"]);
  expect(one("src/toy/a.ts", "const a = `${evil}`;\n")).toEqual(["src/toy/a.ts has evil() as code"]);
  expect(one("src/toy/a.ts", "const = 1;\n")[0]).toContain("does not parse");
  expect(one("src/../../a.ts", "export {};\n")).toEqual(["the path src/../../a.ts"]);
});

/** One of each kind of place. */
const SUBSET = [...PAGE_SINKS, ...EXCHANGE_SINKS, ...LINE_SINKS, ...GLOSSARY_SINKS, ...OVERLAY_SINKS].filter(
  (_, index) => index % 9 === 0,
);

it.each(SUBSET.map(({ name, put }, index) => [name, put, index] as const))(
  "%s: exit 0 to 3, and no bug",
  async (_, put: Sink["put"], index) => {
    const [[, text] = ["", ""]] = payloadsOf(index, SUBSET.length);
    const carrier = createCarrier();
    put(carrier, text);
    if (!writeCarrier(sandbox, carrier)) return;
    const derived = await derive();
    expect(derived.stderr).not.toContain("This is a bug of wireloom");
    expect([0, 1, 2, 3]).toContain(derived.code);
    if (derived.code !== 0) return;
    const generated = await generate(out);
    expect(generated.stderr).not.toContain("This is a bug of wireloom");
    expect([0, 1, 2, 3]).toContain(generated.code);
    expect(filesBelow(sandbox.top).filter((path) => !/^a\/b\/(?:docs|spec|out|packages)\//.test(path))).toEqual([]);
  },
  60_000,
);

describe("a package of hostile texts", () => {
  const texts = [
    "`${evil()}`",
    '"]; evil(); //',
    "*/ evil(); /*",
    "constructor",
    "__proto__",
    "\u2028evil()",
    "{{evil}}",
  ];
  const textAt = (index: number): string => texts[index % texts.length] ?? "";

  /** Wherever such a text is allowed. */
  function fill(carrier: Carrier, shift: number): void {
    const { page, line, glossary, enums, locale } = carrier;
    page["key of a record"] = textAt(shift);
    page["key of the message"] = textAt(shift + 1);
    page["key of a nested object"] = textAt(shift + 2);
    page["key of a nested list"] = textAt(shift + 3);
    page["enum value"] = textAt(shift + 1);
    page.comment = "Side";
    page.name = "constructor";
    enums.value = "*/ evil(); /*";
    locale.comment = textAt(shift);
    setAt(line, ["title"], textAt(shift));
    setAt(line, ["topics", 0, "description"], textAt(shift + 1));
    setAt(line, ["connections", "public", "description"], textAt(shift + 2));
    setAt(line, ["replies", 0, "description"], textAt(shift + 3));
    setAt(line, ["slots", "depth", "values"], texts);
    setAt(line, ["slots", "depth", "example"], texts[0]);
    renameAt(line, ["connections", "public", "endpoints", "mainnet"], textAt(shift + 4));
    renameAt(line, ["replies", 0, "schema", "properties", "again"], textAt(shift + 5));
    // No slot of a request: braces are.
    renameAt(line, ["authentication", "request", "message", "fixed"], "*/ evil(); /*");
    renameAt(line, ["slots", "depth"], "constructor");
    setAt(line, ["topics", 0, "topics"], ["tick.{constructor}.{symbol}"]);
    page["value of the topic"] = "tick.constructor.ABC";
    setAt(glossary, ["fields", "price", "text"], "A `${evil()}` */ evil(); price.");
    carrier.overlay = [
      {
        at: "$['$defs'].item",
        set: { title: textAt(shift), description: textAt(shift + 1) },
        because: textAt(shift),
        evidence: "seen",
      },
    ];
  }

  it("compiles under strict settings, whichever text stands where", async () => {
    const entries: string[] = [];
    for (const shift of texts.keys()) {
      const carrier = createCarrier();
      if (shift % 2 === 1) toEventLine(carrier);
      fill(carrier, shift);
      if (shift % 2 === 1) {
        setAt(carrier.line, ["topics", 0, "topics"], ["tick"]);
        carrier.page["value of the topic"] = "tick";
      }
      expect(writeCarrier(sandbox, carrier)).toBe(true);
      const target = join(sandbox.top, `a/b/packages/${shift}`);
      for (const { stderr } of [await derive(), await generate(target)]) expect(stderr).not.toMatch(/ error /);
      entries.push(join(target, "src/toy/index.ts"));
    }
    const problems = compile(entries, {
      strict: true,
      noEmit: true,
      types: [],
      skipLibCheck: true,
      lib: ["lib.es2022.d.ts"],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    expect(problems).toEqual([]);
  }, 120_000);
});
