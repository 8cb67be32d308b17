/** The real pages stand beside the project and are not ours to commit. Without them, tests over them are skipped; in CI that is a failure. */

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { EMPTY_GLOSSARY } from "../generator/derive/glossary.js";
import { type LineEvidence, type LineSources, readLine } from "../generator/derive/read-line.js";
import { createReport } from "../generator/diagnostics/diagnostic.js";
import { readLocale } from "../generator/docs/read-locale.js";
import { type ExchangeFile, readExchangeFile } from "../generator/spec/exchange-file.js";
import type { LineFile } from "../generator/spec/line-file.js";

export const ROOT = resolve(import.meta.dirname, "..");
export const DOCS = resolve(ROOT, "../shared/docs");
export const HAS_DOCS = existsSync(DOCS);
/** A real recording of the inverse wire, which is the one of the copy-trading line's public topics. */
export const CAPTURE = resolve(ROOT, "../shared/captures/inverse-2021-04.raw");
export const HAS_CAPTURE = existsSync(CAPTURE);
/** A real recording of the linear line. */
export const LINEAR_CAPTURE = resolve(ROOT, "../shared/captures/linear-2021-04.raw");
export const HAS_LINEAR_CAPTURE = existsSync(LINEAR_CAPTURE);
export const LINES = ["copy-trading", "linear", "spot", "usdc-perpetual", "v5"] as const;

/** One visible line about the skip, and a failure where the pages must be there. */
export function requireDocs(): void {
  if (HAS_DOCS) return;
  it(`is skipped: the documentation is not at ${DOCS}`, ({ skip }) => {
    expect(process.env.CI, "in CI the documentation must be there").not.toBe("true");
    skip("needs the documentation");
  });
}

export function requireCapture(): void {
  if (HAS_CAPTURE) return;
  it(`is skipped: the recording is not at ${CAPTURE}`, ({ skip }) => {
    expect(process.env.CI, "in CI the recording must be there").not.toBe("true");
    skip("needs the recording");
  });
}

/** Lines whose pages the hand-made checklist counts: four that ship, and v5 as its page was when the project began. */
export const CHECKED_LINES = ["copy-trading", "linear", "spot", "usdc-perpetual", "v5-execution"] as const;

export function readLineYaml(line: string): LineFile {
  const folder = line === "v5-execution" ? "test/fixtures" : "schemas";
  return parse(readFileSync(join(ROOT, folder, line, "line.yaml"), "utf8")) as LineFile;
}

export const OWN_EXCHANGE: ExchangeFile = readExchangeFile(join(ROOT, "schemas"), createReport());

/** Sources of a shipped line, from the real pages. */
export function readRealSources(line: string): LineSources {
  const file = readLineYaml(line);
  const texts = new Map<string, string>();
  const locales = new Map<string, ReadonlyMap<string, string>>();
  for (const { page, locale, enums } of file.pages) {
    for (const path of [page, ...(enums ?? [])]) texts.set(path, readFileSync(join(DOCS, path), "utf8"));
    if (locale) locales.set(locale, readLocale(readFileSync(join(DOCS, locale), "utf8"), locale, createReport()).texts);
  }
  return {
    exchange: OWN_EXCHANGE,
    file,
    texts,
    locales,
    glossary: EMPTY_GLOSSARY,
    overlays: new Map(),
    docText: false,
  };
}

/** Lines that were read: nobody changes one. */
const read = new Map<string, LineEvidence>();

export function readRealLine(line: string): LineEvidence {
  const evidence = read.get(line) ?? readLine(readRealSources(line), createReport());
  read.set(line, evidence);
  return evidence;
}
