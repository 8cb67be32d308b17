/** What does not change is not emitted again, and what is not emitted again is what it would be if it were. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { emitPackage } from "../../generator/emit/emit-package.js";
import { readTree } from "../../generator/host/folders.js";
import type { OutputTree } from "../../generator/host/output-tree.js";
import { OWN_TEMPLATES } from "../../generator/host/own-folders.js";
import type { Release } from "../../generator/spec/releases.js";
import { runs } from "../effort.js";
import { loadFiles } from "./made-up-lines.js";

const texts = (folder: string): OutputTree => readTree(folder, createReport());
const TOY = texts(`${import.meta.dirname}/../fixtures/toy-exchange/schemas`);
const TEMPLATES = texts(OWN_TEMPLATES);
const FIRST: Release = { version: "0.2.0", date: "2026-01-02", changes: [], defects: { fixed: 0, new: 1 } };

interface Inputs {
  /** The spec folder. */
  readonly files: OutputTree;
  readonly templates: OutputTree;
  readonly releases: readonly Release[];
}

const INPUTS: Inputs = { files: TOY, templates: TEMPLATES, releases: [FIRST] };

/** Undefined for a spec that has a fault. */
async function emit({ files, templates, releases }: Inputs, emitted = new Map<string, OutputTree>()) {
  const { spec, diagnostics } = loadFiles(files);
  if (diagnostics.some(({ severity }) => severity === "error")) return undefined;
  return emitPackage(spec, templates, { releases, emitted });
}

/** Paths whose texts differ, or that one of them has not. */
const differing = (some: OutputTree = new Map(), others: OutputTree = new Map()): string[] =>
  [...new Set([...some.keys(), ...others.keys()])].filter((path) => some.get(path) !== others.get(path));

const edited = (texts: OutputTree, path: string, edit: (text: string) => string): OutputTree => {
  const text = texts.get(path) ?? "";
  const after = edit(text);
  expect(after).not.toBe(text);
  return new Map(texts).set(path, after);
};

const inFile = (path: string, edit: (text: string) => string): Inputs => ({
  ...INPUTS,
  files: edited(TOY, `tidepool/${path}`, edit),
});

const withWords = (text: string): string => text.replaceAll('"description": "', '"description": "Now: ');

const moveLines = (text: string): string => text.replace(/"(heading|table|example)": (\d+)/g, '"$1": 1$2');

/** What is changed, and of which files of the package the change can be seen. */
const EDITS: readonly (readonly [string, Inputs, RegExp])[] = [
  ["words of a topic's schema", inFile("trade.schema.json", withWords), /tidepool\/trade\.ts$/],
  [
    "what a topic's schema demands",
    inFile("trade.schema.json", (text) =>
      text
        .replace(/"required": \[/, '"required": ["extra", ')
        .replace('"properties": {', '"properties": { "extra": { "type": "string" },'),
    ),
    /tidepool\/trade\.check\.ts$/,
  ],
  ["the replies", inFile("control.schema.json", withWords), /tidepool\/control\.ts$/],
  ["the line file", inFile("line.yaml", (text) => text.replace(/^title: /m, "title: New ")), /tidepool\/client\.ts$/],
  ["where the pages say it", inFile("sources.json", moveLines), /tidepool\/sources\.ts$/],
  [
    "the exchange file",
    { ...INPUTS, files: edited(TOY, "exchange.yaml", (text) => text.replace(/^title: /m, "title: New ")) },
    /README\.md$/,
  ],
  [
    "the template of the client",
    { ...INPUTS, templates: edited(TEMPLATES, "client.ts.hbs", (text) => `${text}// The end.\n`) },
    /client\.ts$/,
  ],
  [
    "the runtime",
    { ...INPUTS, templates: edited(TEMPLATES, "runtime/frame.ts", (text) => `${text}// The end.\n`) },
    /runtime\/frame\.ts$/,
  ],
  ["the releases", { ...INPUTS, releases: [{ ...FIRST, version: "0.3.0" }, FIRST] }, /package\.json$/],
];

test.each(EDITS)("an edit of %s shows, and nothing else is as it was", async (_, after, shows) => {
  const emitted = new Map<string, OutputTree>();
  const before = await emit(INPUTS, emitted);
  const incremental = await emit(after, emitted);
  expect(differing(incremental, before)).toContainEqual(expect.stringMatching(shows));
  expect(differing(incremental, await emit(after))).toEqual([]);
});

test("of a topic that changed, its modules and those that see all topics are emitted, and no others", async () => {
  const emitted = new Map<string, OutputTree>();
  await emit(INPUTS, emitted);
  const former = new Set(emitted.keys());
  await emit(INPUTS, emitted);
  expect(new Set(emitted.keys())).toEqual(former);
  await emit(inFile("trade.schema.json", withWords), emitted);
  const paths = [...emitted].flatMap(([input, unit]) => (former.has(input) ? [] : [...unit.keys()]));
  expect(paths.filter((path) => /\/(?:trade|client|tidepool)\./.test(path)).sort()).toEqual([
    "schemas/tidepool.json",
    "schemas/tidepool/trade.json",
    "src/tidepool/client.ts",
    "src/tidepool/trade.check.ts",
    "src/tidepool/trade.ts",
  ]);
  expect(paths.filter((path) => /\/(?:ticker|control|enums|order|wallet|book)\./.test(path))).toEqual([]);
});

test("where lines of the pages move, nothing is emitted again", async () => {
  const emitted = new Map<string, OutputTree>();
  await emit(INPUTS, emitted);
  const former = new Set(emitted.keys());
  await emit(inFile("sources.json", moveLines), emitted);
  expect(new Set(emitted.keys())).toEqual(former);
});

type Data = string | number | boolean | null | readonly Data[] | { readonly [name: string]: Data };

/** Paths to what is no list and no object. */
const leavesOf = (data: Data, path: readonly string[] = []): (readonly string[])[] =>
  data === null || typeof data !== "object"
    ? [path]
    : Object.entries(data).flatMap(([name, part]) => leavesOf(part as Data, [...path, name]));

function changeAt(data: Data, [name, ...rest]: readonly string[], change: (leaf: Data) => Data): Data {
  if (name === undefined) return change(data);
  if (Array.isArray(data))
    return data.map((item, index) => (String(index) === name ? changeAt(item, rest, change) : item));
  return Object.fromEntries(
    Object.entries(data as Record<string, Data>).map(([key, part]) => [
      key,
      key === name ? changeAt(part, rest, change) : part,
    ]),
  );
}

const otherLeaf = (leaf: Data): Data => {
  if (typeof leaf === "string") return `${leaf}x`;
  if (typeof leaf === "number") return leaf + 1;
  return typeof leaf === "boolean" ? !leaf : "x";
};

const SPEC_FILES = [...TOY.keys()].filter((path) =>
  /^(?:exchange\.yaml|tidepool\/(?:line\.yaml|.*\.json))$/.test(path),
);
const LEAVES = SPEC_FILES.map((path) => ({ path, leaves: leavesOf(parse(TOY.get(path) ?? "") as Data) }));

test("after any edits, a value at a time, the package is the one that is emitted anew", {
  timeout: 600_000,
}, async () => {
  const edit = fc
    .constantFrom(...LEAVES)
    .chain(({ path, leaves }) => fc.record({ path: fc.constant(path), leaf: fc.constantFrom(...leaves) }));
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const emitted = new Map<string, OutputTree>();
      let inputs = INPUTS;
      await emit(inputs, emitted);
      for (const { path, leaf } of edits) {
        const data = parse(inputs.files.get(path) ?? "") as Data;
        const files = new Map(inputs.files).set(path, JSON.stringify(changeAt(data, leaf, otherLeaf), null, 2));
        const incremental = await emit({ ...inputs, files }, emitted);
        // What makes a fault of the spec is taken back.
        if (!incremental) continue;
        inputs = { ...inputs, files };
        expect(differing(incremental, await emit(inputs))).toEqual([]);
      }
    }),
    { numRuns: runs(15) },
  );
});
