/** What diff prints: JSON as its schema says, and text of pages that stays text, in a terminal and in Markdown. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { diffSpecs, type SpecDiff } from "../../generator/diff/diff.js";
import { applyIgnores } from "../../generator/diff/ignores.js";
import { diffJson } from "../../generator/diff/report/json.js";
import { diffMarkdown } from "../../generator/diff/report/markdown.js";
import { diffText } from "../../generator/diff/report/text.js";
import { ROOT } from "../real-docs.js";
import { CASES, revisionsIn } from "./cases.js";
import { filesOf, type Patch, patched, revisionOf } from "./revisions.js";

describe("the JSON report", () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  const isReport = ajv.compile(
    JSON.parse(readFileSync(join(ROOT, "schemas/diff-report.schema.json"), "utf8")) as object,
  );
  const reportOf = (diff: SpecDiff, ignored: Parameters<typeof diffJson>[1] = []): unknown =>
    JSON.parse(JSON.stringify(diffJson(diff, ignored)));
  const expectReport = (report: unknown): void => expect([isReport(report), isReport.errors ?? []]).toEqual([true, []]);

  it.each(CASES)("of $name is as its schema says", (one) => {
    const [before, after] = revisionsIn(one);
    expectReport(reportOf(diffSpecs(before, after)));
    expectReport(reportOf(diffSpecs(after, before)));
  });

  it("has what is ignored, and the defects", () => {
    const [before, after] = revisionsIn(CASES.find(({ name }) => name === "member-removed") as (typeof CASES)[number]);
    const defect = {
      id: "1f",
      productLine: "mart",
      code: "type-conflict",
      page: "mart/page.md",
      topic: "quote",
      field: "/data",
      claim: "table: string",
      evidence: "example: 1",
      decision: "number",
      confidence: "guess",
    } as const;
    const defectLines = { mart: { "1f": { line: 12 } } };
    const diff = diffSpecs({ ...before, defects: [defect], defectLines }, after);
    const { ignored } = applyIgnores(diff.changes, {
      ignores: [{ rule: "member-removed", because: "Seen.", until: "2026-12-31" }],
      file: "ignores.yaml",
      today: "2026-11-22",
    });
    expect([ignored.length, diff.defects]).toEqual([1, { fixed: [{ ...defect, line: 12 }], new: [], unchanged: 0 }]);
    expectReport(reportOf(diff, ignored));
  });

  it("with anything else is none", () => {
    const [before, after] = revisionsIn(CASES[0] as (typeof CASES)[number]);
    const report = reportOf(diffSpecs(before, after)) as Record<string, unknown>;
    for (const name of Object.keys(report))
      expect([name, isReport({ ...report, [name]: "other" })]).toEqual(
        name === "before" || name === "after" ? [name, true] : [name, false],
      );
    expect(isReport({ ...report, more: 1 })).toBe(false);
  });
});

/** What a page may say, and nobody must be made to read, follow or run. */
const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "[click](https://evil.example)",
  "![image](https://evil.example/a.png)",
  "https://evil.example/path",
  "see HTTP://evil.example now",
  "www.evil.example",
  "me@evil.example",
  "@everyone and @team/all",
  "fixes #1 and other/repository#22",
  "`code` and ``more``",
  "a | b | c",
  "**bold** __bold__ ~~gone~~ &lt;b&gt;",
  "line\n\n# Heading\n\n- item",
  "end --> <!-- begin",
  "\u001b[2J\u001b]0;title\u0007",
  "\u202eright to left\u2069 \u009b31m \u007f",
];

/** Topics, members, values, units, rules in words and settings that say it. */
const hostile = (text: string): Patch => ({
  "zero/line.yaml": {
    topics: [
      {
        name: "tick",
        description: text,
        connection: "public",
        heading: "Tick",
        topics: ["tick.{symbol}"],
        constraints: [text],
      },
    ],
  },
  "zero/tick.schema.json": {
    "x-source": { page: text, heading: text },
    $defs: {
      push: {
        properties: {
          [text]: { type: "string", "x-unit": text, "x-enum": { name: "Kind", values: [text] } },
          topic: { type: null, const: text, "x-source": { overlay: text } },
        },
      },
    },
  },
});

const base = filesOf(new Set(["zero"]));
const diffs = HOSTILE.map((text) => {
  const revision = revisionOf(patched(base, hostile(text)));
  const defect = { id: "1", productLine: "zero", code: "type-conflict", page: text, topic: text, field: text } as const;
  const words = { claim: text, evidence: text, decision: text };
  const diff = diffSpecs(revisionOf(base), { ...revision, name: text, defects: [{ ...defect, ...words }] });
  const ignored = diff.changes.map((change) => ({ change, because: text, until: "2026-12-31" }));
  return { text, diff, ignored };
});

describe.each(diffs)("a page that says $text", ({ diff, ignored }) => {
  it("says it in Markdown: no markup, link, name or issue comes of it", () => {
    const markdown = diffMarkdown(diff, ignored);
    const tokens = new MarkdownIt({ html: true, linkify: true }).parse(markdown, {});
    const inline = tokens.flatMap(({ children }) => children ?? []);
    const types = new Set([...tokens, ...inline].map(({ type }) => type));
    for (const type of ["html_block", "html_inline", "link_open", "image", "table_open", "s_open", "fence", "em_open"])
      expect([type, types.has(type)]).toEqual([type, false]);
    // Each heading and strong word is ours.
    const headings = tokens.flatMap(({ type }, index) =>
      type === "heading_open" ? [tokens[index + 1]?.content ?? ""] : [],
    );
    for (const heading of headings) expect(heading).toMatch(/^(?:Protocol changes: `|`|Defects of |Ignored$)/);
    const strong = inline.flatMap(({ type }, index) =>
      type === "strong_open" ? [inline[index + 1]?.content ?? ""] : [],
    );
    for (const word of strong) expect(word).toMatch(/^(?:Breaking|Dangerous|minor|\d+ changes?)$/);
    // What hosts of repositories make of the text that a reader sees.
    const seen = inline.filter(({ type }) => type.startsWith("text")).map(({ content }) => content);
    expect(seen.filter((each) => /@\w|\w#\d|(?:^|\s)#\d/.test(each))).toEqual([]);
  });

  it("says it in a terminal: nothing steers it, and each change has its line", () => {
    const text = diffText(diff, ignored, false);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
    const changes = text.split("\n").filter((line) => /^ {2}(?:breaking|dangerous|compatible) /.test(line));
    expect(changes).toHaveLength(diff.changes.filter(({ level }) => level !== "docs-only").length);
  });
});

describe("a report for people", () => {
  const [before, after] = revisionsIn(CASES.find(({ name }) => name === "member-renamed") as (typeof CASES)[number]);
  const diff = diffSpecs(before, after);

  it("names level, member, change, rule, reason, evidence and place, and says which version that makes", () => {
    const words = ["breaking", "zero/tick", "last", "price is called last", "member-renamed", "Readers get nothing"];
    const rest = ["both are described in the same words", "TickMessage /last", "made-up/page.md", "major version"];
    for (const text of [
      diffText(diff, [], false),
      diffMarkdown(diff, []).replace("**Breaking**", "breaking").replaceAll("**", ""),
    ])
      for (const word of [...words, ...rest]) expect(text).toContain(word);
  });

  it("has colours only where they are asked for", () => {
    expect(diffText(diff, [], true)).toContain("\u001b[");
    expect(diffText(diff, [], false)).not.toContain("\u001b");
  });

  it("of no change says so", () => {
    const none = diffSpecs(before, before);
    expect(diffText(none, [], false)).toContain("No changes of the protocol. The package keeps its version.");
    expect(diffMarkdown(none, [])).toContain("No changes.");
  });
});
