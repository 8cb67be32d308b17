/** Every heading, table and code block of a page is used, or skipped with the reason; one that is neither is an error. */

import { describe, expect, it } from "vitest";
import { checkCoverage } from "../../generator/derive/coverage.js";
import { findTopic } from "../../generator/derive/evidence.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { readSlatePage } from "../../generator/docs/slate-reader.js";
import type { LineFile } from "../../generator/spec/line-file.js";
import { TOY_EXCHANGE } from "../toy-exchange.js";
import { TOY_LINE } from "./toy.js";

const FENCE = "```json\n{}\n```\n";
const TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n";

function cover(source: string, line: Partial<LineFile> = {}) {
  const report = createReport();
  const locale = new Map([["ticks", "Tick of it"]]);
  const page = readSlatePage({ ...TOY_EXCHANGE, path: "page.md", source, locale });
  const file = { ...TOY_LINE, ...line };
  const sections = file.topics.flatMap((entry) => findTopic(entry, [page]) ?? []);
  const { used, skipped } = checkCoverage(page, file, { sections, topics: [] }, report);
  return {
    used,
    skipped: skipped.map(({ line, what, reason }) => `${line} ${what}: ${reason}`),
    uncovered: report.diagnostics.map(({ line }) => line),
    diagnostics: report.diagnostics,
  };
}

describe("what belongs to a topic", () => {
  it("is its heading and all that stands below it", () => {
    expect(cover(`# Tick\n\nwords\n\n${TABLE}\n## More\n\n${FENCE}`)).toMatchObject({
      used: 4,
      skipped: [],
      uncovered: [],
    });
  });

  it("ends with the next heading of its level or above", () => {
    expect(cover(`## Tick\n\n## Other\n\n${FENCE}`).uncovered).toEqual([3, 5]);
    expect(cover(`## Tick\n\n# Other\n\n${FENCE}`).uncovered).toEqual([3, 5]);
    expect(cover(`# Other\n\n## Tick\n\n### More\n\n## Last\n`).uncovered).toEqual([1, 7]);
  });

  it("is found by the heading's placeholder", () => {
    const topics = TOY_LINE.topics.map((topic) => ({ ...topic, heading: "ticks" }));
    expect(cover(`# {{ticks}}\n\n${FENCE}`, { topics })).toMatchObject({ used: 2, uncovered: [] });
  });
});

describe("what belongs to something else of the line file", () => {
  it.each([
    [
      "an example of a reply",
      {
        replies: [
          {
            name: "ack",
            kind: "ack" as const,
            description: "A.",
            match: {},
            examples: [{ heading: "Answer", fence: 1 }],
            source: "by hand",
          },
        ],
      },
    ],
    ["a source", { limits: [{ name: "l", value: 1, unit: "u", source: "heading Answer" }] }],
    [
      "one of several sources",
      { limits: [{ name: "l", value: 1, unit: "u", source: "heading Other, heading Answer" }] },
    ],
  ])("is used: %s", (_, line) => {
    expect(cover(`# Answer\n\n${FENCE}`, line)).toMatchObject({ used: 2, skipped: [], uncovered: [] });
  });

  it("is not what a topic or a skip says of itself", () => {
    const topics = TOY_LINE.topics.map((topic) => ({
      ...topic,
      sequence: { pointer: "/seq", source: "heading Answer" },
    }));
    expect(cover("# Answer\n", { topics }).uncovered).toEqual([1]);
    expect(cover("# Answer\n", { skip: [{ heading: "Other", reason: "heading Answer" }] }).uncovered).toEqual([1]);
  });

  it("is named as heading: a source that only has the word is none", () => {
    expect(
      cover("# Answer\n", { limits: [{ name: "Answer", value: 1, unit: "u", source: "page Answer" }] }).uncovered,
    ).toEqual([1]);
  });
});

describe("what is skipped", () => {
  const skip = (heading: string | undefined, kind?: "fence" | "table" | "heading") => ({
    skip: [{ ...(heading && { heading }), ...(kind && { kind }), reason: "Why not." }],
  });

  it("has its reason", () => {
    expect(cover(`# Other\n\n${FENCE}\n${TABLE}`, skip("Other"))).toMatchObject({
      used: 0,
      skipped: ["1 heading: Why not.", "3 fence: Why not.", "7 table: Why not."],
      uncovered: [],
    });
  });

  it("may be one kind of block", () => {
    expect(cover(`# Other\n\n${FENCE}\n${TABLE}`, skip("Other", "fence"))).toMatchObject({
      skipped: ["3 fence: Why not."],
      uncovered: [1, 7],
    });
  });

  it("stands right below its heading: a title does not hide what stands below other headings", () => {
    expect(cover(`# Other\n\n## Inner\n\n${FENCE}`, skip("Other")).uncovered).toEqual([3, 5]);
  });

  it("may stand below no heading", () => {
    expect(cover(FENCE, skip(undefined, "fence"))).toMatchObject({ skipped: [], uncovered: [1] });
  });

  it("is sample code of an SDK", () => {
    expect(cover("# Tick\n\n```python\nx\n```\n")).toMatchObject({
      used: 1,
      skipped: ["3 fence: sample code of an SDK"],
      uncovered: [],
    });
  });

  it("is what the page hides", () => {
    expect(cover("<!-- # Other -->\n")).toMatchObject({
      used: 0,
      skipped: ["1 hidden text: HTML comment"],
      uncovered: [],
    });
  });
});

describe("what nothing names", () => {
  it("is an error at its place", () => {
    expect(cover(`# Tick\n\n# Other\n`).diagnostics).toEqual([
      {
        code: "derive/uncovered",
        severity: "error",
        message: "This heading belongs to no topic, reply or request of the line file.",
        file: "page.md",
        line: 3,
        column: 1,
        excerpt: "# Other",
        fix: "Name its heading in line.yaml: as a topic, as an example of a reply, or below `skip` with the reason.",
      },
    ]);
  });

  it("stands before the first heading", () => {
    expect(cover(`${FENCE}\n# Tick\n`).uncovered).toEqual([1]);
  });
});
