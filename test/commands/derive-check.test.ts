/** What was derived is held against the pages that it was derived from. */

import { describe, expect, it } from "vitest";
import { checkDerived, checkReplies } from "../../generator/commands/derive-check.js";
import { deriveLine } from "../../generator/derive/derive-line.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import type { Reply } from "../../generator/spec/line-file.js";
import { PAGE } from "../derive/pages.js";
import { type Setting, sourcesOf } from "../derive/toy.js";

const push = (data: string, topic = "tick.ABC"): string =>
  `\`\`\`json\n{ "topic": "${topic}", "data": ${data} }\n\`\`\`\n`;
const page = (...examples: string[]): string =>
  ["# Tick\n", "| Parameter | Type | Comments |\n|---|---|---|\n| price | string | Price |\n", ...examples].join("\n");

function check(text: string, setting: Setting = {}) {
  const sources = sourcesOf(text, setting);
  const report = createReport();
  for (const topic of deriveLine(sources, createReport()).topics) checkDerived(topic, sources.file, report);
  return report.diagnostics;
}

const told = (text: string, setting?: Setting) =>
  check(text, setting).map(({ code, line, column }) => [code, line, column]);

describe("an example", () => {
  it("is one of its schema and its topic", () => {
    expect(check(PAGE)).toEqual([]);
  });

  const TWO_KINDS = page(push('[{ "price": "1" }]'), push('{ "price": "1" }'));

  it("that its schema refuses is an error with its place", () => {
    expect(check(TWO_KINDS)).toMatchObject([
      {
        code: "derive/example-refused",
        severity: "error",
        file: "toy/page.md",
        line: 12,
        column: 32,
        excerpt: '{ "topic": "tick.ABC", "data": { "price": "1" } }',
        message: "The schema refuses the example that it was made from: /data is object, not array.",
        fix: expect.any(String),
      },
    ]);
  });

  it("is told with the row that describes it", () => {
    const text = page(push('{ "price": ["1"] }'), push('{ "price": { "now": "1" } }'));
    expect(check(text)).toMatchObject([{ message: expect.stringMatching(/ Line 5 describes it\.$/), line: 12 }]);
  });

  it("may be put right by an overlay, which may be stricter as well", () => {
    const at = "$['$defs'].push.properties.data";
    const because = "  because: b\n  evidence: e\n";
    const both = `  replace: { anyOf: [{ type: object }, { type: array }] }\n`;
    expect(told(TWO_KINDS, { overlay: `- at: "${at}"\n${both}${because}` })).toEqual([]);
    const text = "  replace: { type: string }\n";
    expect(told(page(push('{ "price": "1" }')), { overlay: `- at: "${at}"\n${text}${because}` })).toEqual([]);
  });

  it("that is shortened is not refused for its length", () => {
    expect(told(page(push('{ "price": [["1", "2"], ["3", ...]] }')))).toEqual([]);
  });

  it("of another topic is an error with both places", () => {
    expect(check(page(push("{}", "tock.ABC")))).toMatchObject([
      { code: "derive/topic-not-shown", severity: "warning", line: 1 },
      {
        code: "derive/other-topic",
        severity: "error",
        line: 8,
        column: 12,
        message: expect.stringMatching(/"tock\.ABC".*"tick\.\{symbol\}".*line 1\.$/),
      },
    ]);
  });

  it("has values in its topic that the line file lists", () => {
    const slots = (...values: string[]): Setting => ({
      line: { slots: { symbol: { description: "S.", values, example: "ABC", source: "by hand" } } },
    });
    expect(told(page(push("{}")), slots("ABC", "DEF"))).toEqual([]);
    expect(told(page(push("{}")), slots("DEF"))).toEqual([["derive/other-topic", 8, 12]]);
  });

  it("without a topic says nothing", () => {
    expect(told(`# Tick\n\n\`tick.ABC\`\n\n\`\`\`json\n{ "data": {} }\n\`\`\`\n`)).toEqual([]);
  });
});

describe("the frames of a reply", () => {
  const ACK: Reply = {
    name: "ack",
    kind: "ack",
    description: "Answer.",
    match: { "/success": true },
    examples: [{ heading: "Answer", fence: 1 }],
    source: "heading Answer",
  };

  it("are taken by its schema, or the place is told", () => {
    const frames = '{ "success": true, "args": ["a"] }\n{ "success": true, "args": { "a": 1 } }';
    const sources = sourcesOf(`${PAGE}\n# Answer\n\n\`\`\`json\n${frames}\n\`\`\`\n`, { line: { replies: [ACK] } });
    const report = createReport();
    checkReplies(deriveLine(sources, createReport()).control, report);
    expect(report.diagnostics).toMatchObject([
      { code: "derive/example-refused", column: 28, message: expect.stringContaining("/args is") },
    ]);
    expect([18, 19]).toContain(report.diagnostics[0]?.line);
  });
});

describe("a topic of the line file", () => {
  const two: Setting = { topic: { topics: ["tick.{symbol}", "tick.all.{symbol}"] } };

  it.each([
    ["an example", page(push("{}"), push("{}", "tick.all.ABC"))],
    ["a request", page(push("{}"), '```json\n{ "op": "subscribe", "args": ["tick.all.ABC"] }\n```\n')],
    ["code", page(push("{}"), "Topic: `tick.all.{symbol}`\n")],
    ["the text", page(push("{}"), "**All:** tick.all.ABC, tick.all.DEF.\n")],
  ])("is shown by %s", (_, text) => {
    expect(told(text, two)).toEqual([]);
  });

  it("that nothing shows is told", () => {
    expect(told(page(push("{}")), two)).toEqual([["derive/topic-not-shown", 1, 1]]);
  });
});
