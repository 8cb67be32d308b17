/** The pages of the shipped lines: what is proposed from them is a line file, and derive reads their topics with it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { init } from "../../generator/commands/init.js";
import type { Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import { DOCS, HAS_DOCS, LINES, readLineYaml, requireDocs } from "../real-docs.js";

const folder = mkdtempSync(join(tmpdir(), "wireloom-init-real-"));
afterAll(() => rmSync(folder, { recursive: true }));
const errorsOf = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === "error");

/** What the pages of a line do not say. */
const OPEN: Readonly<Record<string, readonly string[]>> = {
  spot: ["authentication.success.pointer", "authentication.success.value"],
};

requireDocs();
describe.runIf(HAS_DOCS)("the pages of", () => {
  it.each(LINES)("%s", async (line) => {
    // A folder each: what `init` says of the exchange, it says of the pages that it has read.
    const out = join(folder, line);
    const shipped = readLineYaml(line);
    const pages = shipped.pages.map(({ page }) => page);
    const proposed = await init({ docs: DOCS, pages, out, line });
    const open = errorsOf(proposed.diagnostics).map(({ message }) => /`(.*)`/.exec(message)?.[1]);
    expect(open).toEqual(OPEN[line] ?? []);
    expect(proposed.lines).toMatchObject([{ line, topics: shipped.topics.length }]);
    if (open.length > 0) return;
    const derived = await derive({ docs: DOCS, schemas: out, lines: [line] });
    // Where an example has a value that its page does not list, only a person can say which of both is wrong.
    const contradictions = errorsOf(derived.diagnostics);
    expect(contradictions.filter(({ code }) => code !== "derive/value-not-listed")).toEqual([]);
    expect(derived.lines).toMatchObject([{ topics: shipped.topics.length }]);
  });
});
