/** The endpoints of the line files are those of the locale texts that they name, no more and no fewer. */

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { readLocale } from "../../generator/docs/read-locale.js";
import { readLineFile } from "../../generator/spec/read-line-file.js";

const SCHEMAS = resolve(import.meta.dirname, "../../schemas");
const DOCS = resolve(import.meta.dirname, "../../../shared/docs");
const LOCALE = resolve(DOCS, "docs-legacy/locales/en.yml");
const present = existsSync(LOCALE);
const lineSchema = JSON.parse(readFileSync(resolve(SCHEMAS, "line.schema.json"), "utf8")) as object;

function readLine(line: string) {
  const report = createReport();
  const path = resolve(SCHEMAS, line, "line.yaml");
  const file = readLineFile(readFileSync(path, "utf8"), path, lineSchema, report);
  expect(report.diagnostics).toEqual([]);
  if (!file) throw new Error(`${path} is not readable`);
  return file;
}

const urlsIn = (text: string): string[] => text.match(/wss:\/\/[^\s<"'`]+/g) ?? [];

it("has the real pages at hand in CI", () => {
  if (!present && process.env.CI === "true") expect.fail(`${LOCALE} is missing: check out the docs beside the project`);
  if (!present) console.warn(`endpoints: skipped, ${LOCALE} is missing`);
});

describe.skipIf(!present)("endpoints", () => {
  const texts = present
    ? readLocale(readFileSync(LOCALE, "utf8"), LOCALE, createReport()).texts
    : new Map<string, string>();

  it.each(["linear", "copy-trading", "spot", "usdc-perpetual"])("%s has those of its locale text", (line) => {
    const connections = Object.values(readLine(line).connections);
    const documented = new Set(connections.flatMap(({ source }) => urlsIn(texts.get(source) ?? "")));
    const written = connections.flatMap(({ endpoints }) => Object.values(endpoints).flat());
    expect(documented.size).toBeGreaterThan(0);
    expect([...written].sort()).toEqual([...documented].sort());
  });

  it.each(["linear", "copy-trading", "spot", "usdc-perpetual"])("%s has each URL in its network and access", (line) => {
    for (const { access, endpoints, source } of Object.values(readLine(line).connections)) {
      const text = (texts.get(source) ?? "").replaceAll(/<[^>]*>/g, " ");
      for (const [network, urls] of Object.entries(endpoints)) {
        for (const url of urls) {
          expect(/-testnet\./.test(url), url).toBe(network === "testnet");
          // The nearest words "public" or "private" before the URL; other URLs of the text name neither.
          const before = text.slice(0, text.indexOf(`${url} `)).replaceAll(/wss:\S+/g, "");
          expect(
            before
              .toLowerCase()
              .match(/public|private/g)
              ?.at(-1),
            url,
          ).toBe(access);
        }
      }
    }
  });

  it("every placeholder key that a line file names as a source is in the locale", () => {
    for (const line of ["linear", "copy-trading", "spot", "usdc-perpetual"]) {
      const missing: string[] = [];
      JSON.stringify(readLine(line), (key, value: unknown) => {
        if (key !== "source" || typeof value !== "string" || value.startsWith("by hand")) return value;
        for (const word of value.split(/,\s*/)) {
          if (/^[a-z]\w*_\w+$/i.test(word) && !texts.has(word)) missing.push(word);
        }
        return value;
      });
      expect(missing, line).toEqual([]);
    }
  });

  it("those of v5 stand on its page about connecting", () => {
    const file = readLine("v5");
    const [{ page } = { page: "" }] = file.pages;
    const shown = urlsIn(readFileSync(resolve(DOCS, page), "utf8"));
    const endpoints = Object.values(file.connections).flatMap(({ endpoints: own }) => Object.values(own).flat());
    expect(endpoints.filter((url) => !shown.includes(url))).toEqual([]);
    // Order entry, spread trading and requests for quotes are other dialogues.
    expect(shown.filter((url) => !endpoints.includes(url) && !/\/(?:trade|spread|rfq)$|\?/.test(url))).toEqual([]);
  });
});
