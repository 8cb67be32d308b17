/** The history as HTML: all of it, as text and nothing else, without anything that is loaded or run. */

import { describe, expect, it } from "vitest";
import { diffSpecs, type SpecDiff } from "../../generator/diff/diff.js";
import { historyHtml } from "../../generator/diff/report/history-html.js";
import type { HistoryEntry } from "../../generator/diff/report/history-text.js";
import { escapeHtml } from "../../generator/text/html.js";
import { CASES, revisionsIn } from "./cases.js";

const entry = (index: number, diff: SpecDiff, others: Partial<HistoryEntry> = {}): HistoryEntry => ({
  commit: index.toString(16).padStart(4, "0").padEnd(40, "0"),
  time: new Date(Date.UTC(2022, 0, 1 + index)).toISOString(),
  subject: `Edit ${index}`,
  diff,
  topics: 1,
  underived: [],
  ...others,
});

/** Every kind of change that there is, a commit each. */
const ROWS = CASES.map((one, index) => entry(index, diffSpecs(...revisionsIn(one))));
const [FIRST] = CASES;
if (!FIRST) throw new Error("no cases");
const [before] = revisionsIn(FIRST);
const NOTHING = diffSpecs(before, before);

const HOSTILE = '<img src=x onerror="alert(1)">&\u202e';
const SHOWN = "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;\\u202e";

/** Each mark with what it opens. */
const marksIn = (html: string): string[] => html.match(/<details name="mark">[\s\S]*?<\/details>/g) ?? [];

describe("the page", () => {
  const html = historyHtml("mart", ROWS);

  it("has each change of each commit behind a mark, with its rule, why it matters and where it stands", () => {
    const marks = marksIn(html);
    for (const { commit, diff } of ROWS) {
      const shown = marks.filter((mark) => mark.includes(commit.slice(0, 10))).join("\n");
      for (const { change, rule, because, level, member } of diff.changes)
        for (const text of [change, `(${rule})`, because, level, member ?? ""])
          expect(shown).toContain(escapeHtml(text));
      const items = shown.match(/<li>/g) ?? [];
      expect(items).toHaveLength(diff.changes.length);
    }
    expect(ROWS.flatMap(({ diff }) => diff.changes).length).toBeGreaterThan(CASES.length / 2);
  });

  it("has a column for each commit that changed something, each as wide as the rows, and lists all commits", () => {
    const chart = html.slice(html.indexOf('<table class="chart">'), html.indexOf("</table>"));
    const columns = ROWS.filter(({ diff }) => diff.changes.length > 0).length;
    const [head = "", ...rows] = chart.split("<tr>").slice(1);
    expect(head.match(/scope="col"/g)).toHaveLength(columns);
    for (const row of rows) expect(row.match(/<td>/g)).toHaveLength(columns);
    for (const { subject } of ROWS) expect(html.slice(html.indexOf("<h2>Commits"))).toContain(subject);
  });

  it("says in words what a mark is", () => {
    for (const mark of marksIn(html))
      expect(mark).toMatch(
        /<summary [^>]*aria-label="2022-\d\d-\d\d [^"]*: \d+ (?:breaking|dangerous|compatible|docs-only)/,
      );
  });

  it("loads and runs nothing", () => {
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\shref=|url\(|@import|\son\w+=/i);
  });

  it("closes what it opens", () => {
    const open: string[] = [];
    for (const [, end, name = ""] of html.matchAll(/<(\/?)([a-z][a-z\d]*)\b[^>]*>/g)) {
      if (["meta", "br"].includes(name)) continue;
      if (end === "/") expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });
});

it("shows the text of pages, commits and names as text", () => {
  const { changes } = ROWS.find(({ diff }) => diff.changes.length > 0)?.diff ?? NOTHING;
  const [change] = changes;
  if (!change) throw new Error("no change");
  const [place] = change.places;
  if (!place) throw new Error("no place");
  const hostilePlace = { ...place.after, page: HOSTILE, pageLine: 1 };
  const all = {
    ...change,
    ...{
      productLine: HOSTILE,
      topic: HOSTILE,
      member: HOSTILE,
      change: HOSTILE,
      because: HOSTILE,
      evidence: [HOSTILE],
    },
    places: [{ before: hostilePlace, after: hostilePlace }],
  };
  const html = historyHtml(HOSTILE, [
    entry(1, { ...NOTHING, changes: [all] }, { subject: HOSTILE, underived: [HOSTILE] }),
  ]);
  expect(html).not.toContain("<img");
  expect(html).not.toContain("\u202e");
  expect(html.split(SHOWN).length).toBeGreaterThan(10);
});

it("marks a topic that a commit did not let derive", () => {
  const html = historyHtml("mart", [entry(1, NOTHING, { underived: ["quote"] })]);
  expect(marksIn(html)).toHaveLength(1);
  expect(html).toContain('aria-label="2022-01-02 mart/quote: not derived"');
});

it("says so where nothing changed", () => {
  expect(historyHtml("mart", [entry(1, NOTHING)])).toContain("No commit changed what the documentation says");
  expect(historyHtml("mart", [])).toContain("0 commits");
});
