/** The code knows no exchange: what it has to know of one stands in exchange.yaml and in the line files. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isObject } from "../generator/schema/is-object.js";
import { LINES, OWN_EXCHANGE, ROOT, readLineYaml } from "./real-docs.js";

interface Word {
  readonly word: string;
  readonly pattern: RegExp;
}

const filesBelow = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => ending.test(path));

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

/** Names of members, wherever in a schema. */
function membersOf(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const own = "properties" in schema && isObject(schema.properties) ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap(membersOf)];
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
const anywhere = (word: string): Word => ({ word, pattern: new RegExp(escaped(word), "i") });
const asWord = (word: string): Word => ({ word, pattern: new RegExp(`(?<!\\w)${escaped(word)}(?!\\w)`) });
const asStart = (word: string): Word => ({ word, pattern: new RegExp(`(?<!\\w)${escaped(word)}`) });
/** Names of lines are words of the field too: here as a value, a path or an argument. */
const asName = (word: string): Word => ({
  word,
  pattern: new RegExp(`(?:["'\`/]|--lines? )${escaped(word)}["'\`/, ]`),
});
/** Of several words in one, so that no other exchange calls the same thing so by chance. */
const isCompound = (name: string): boolean => /[a-z\d][-_A-Z]/.test(name);

const lines = LINES.map(readLineYaml);
const hosts = lines.flatMap(({ connections }) =>
  Object.values(connections).flatMap(({ endpoints }) =>
    Object.values(endpoints)
      .flat()
      .map((url) => new URL(url).hostname.split(".").at(-2) ?? ""),
  ),
);
/** Members of our own files have our names. */
const ours = new Set([
  ...membersOf(readJson("schemas/line.schema.json")),
  ...membersOf(readJson("schemas/exchange.schema.json")),
]);
const members = LINES.flatMap((line) =>
  filesBelow(`schemas/${line}`, /\.schema\.json$/).flatMap((path) => membersOf(readJson(path))),
);

/** In code and in comments. */
const WORDS: readonly Word[] = [
  ...[...new Set([OWN_EXCHANGE.name, OWN_EXCHANGE.title, OWN_EXCHANGE.package, ...hosts])].map(anywhere),
  ...Object.keys(OWN_EXCHANGE.repositories).filter(isCompound).map(anywhere),
  ...OWN_EXCHANGE.symbols.quotes.map((quote) => ({ word: quote, pattern: new RegExp(`[A-Z]${quote}(?![A-Z])`) })),
  ...OWN_EXCHANGE.symbols.quotes.filter((quote) => quote.length > 3).map(asWord),
  ...LINES.map(asName),
  ...lines.flatMap(({ topics }) => topics.flatMap(({ name }) => (isCompound(name) ? [asWord(name)] : []))),
  ...[OWN_EXCHANGE.placeholders?.written.split("key")[0] ?? ""].map(asStart),
  ...(OWN_EXCHANGE.placeholders?.prefixes ?? []).filter((prefix) => prefix.endsWith("_")).map(anywhere),
  ...OWN_EXCHANGE.enums.noValues.map(asWord),
];

/** In code; the pages in the headers of rules are made up of usual names. */
const NAMES: readonly Word[] = [
  ...[...new Set(members)].filter((name) => isCompound(name) && !ours.has(name)).map(asWord),
  ...OWN_EXCHANGE.copied.map(({ comment }) => anywhere(comment.replaceAll("*", ""))),
  ...OWN_EXCHANGE.copied.map(({ because }) => anywhere(because)),
];

const texts = ["generator", "templates"]
  .flatMap((folder) => filesBelow(folder, /\.(?:ts|hbs)$/))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, "")).replace(/^\s*\/\/.*$/gm, "");

const found = (words: readonly Word[], read: (text: string) => string): string[] =>
  texts.flatMap(({ path, text }) =>
    read(text)
      .split("\n")
      .flatMap((line, index) =>
        words.filter(({ pattern }) => pattern.test(line)).map(({ word }) => `${path}:${index + 1} ${word}`),
      ),
  );

describe("generator and templates", () => {
  it("are looked through for many words", () => {
    expect(texts.length).toBeGreaterThan(200);
    expect(WORDS.length).toBeGreaterThan(30);
    expect(NAMES.length).toBeGreaterThan(150);
  });

  it("name neither the exchange, nor its hosts, lines, symbols and topics, nor what its pages are written with", () => {
    expect(found(WORDS, (text) => text)).toEqual([]);
  });

  it("have no member of its messages and no comment of its tables in their code", () => {
    expect(found(NAMES, withoutComments)).toEqual([]);
  });
});
