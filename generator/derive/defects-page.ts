/** `schemas/DEFECTS.md`: the defects for people, by page, the most harmful first. */

import { counted } from "../text/words.js";
import { DEFECT_GROUPS, type DefectCode } from "./defect.js";
import type { DefectRow } from "./defect-rows.js";

/** Every topic has some, and they all say the same: a list of members instead of a row for each. */
const FOLDED: ReadonlySet<DefectCode> = new Set(["envelope-undocumented"]);

export function defectsPage(rows: readonly DefectRow[]): string {
  const pages = [...new Set(rows.map(({ page }) => page))];
  return [
    "# Defects of the documentation",
    "",
    `${counted(rows.length, "place")} of ${counted(pages.length, "page")} where the documentation contradicts itself or cannot be read as it stands, and what the`,
    "schemas follow instead. Written by `derive`; `defects.json` has the same rows, and `sources.json` of each product line the page's line by the id of a row.",
    ...pages.flatMap((page) =>
      pageSection(
        page,
        rows.filter((row) => row.page === page),
      ),
    ),
    "",
  ].join("\n");
}

function pageSection(page: string, rows: readonly DefectRow[]): string[] {
  const groups = DEFECT_GROUPS.flatMap(({ harm, codes }) => {
    const kinds = (Object.entries(codes) as [DefectCode, string][]).flatMap(([code, meaning]) => {
      const own = rows.filter((row) => row.code === code);
      if (own.length === 0) return [];
      const title = `#### ${capital(meaning)} (\`${code}\`, ${own.length})`;
      return ["", title, "", ...(FOLDED.has(code) ? foldedRows(own) : table(own))];
    });
    return kinds.length === 0 ? [] : ["", `### ${harm}`, ...kinds];
  });
  return ["", `## ${escapeText(page)}`, "", `${counted(rows.length, "defect")}.`, ...groups];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const table = (rows: readonly DefectRow[]): string[] => [
  "| id | where | the page says | against it | followed |",
  "| --- | --- | --- | --- | --- |",
  ...rows.map(({ id, topic, field, claim, evidence, decision, confidence }) => {
    const followed = confidence === undefined ? decision : `${decision} (${confidence})`;
    const where = [topic, field].filter((part) => part !== "").map(code);
    return `| ${[code(id), where.join(" "), ...[claim, evidence, followed].map(escapeText)].join(" | ")} |`;
  }),
];

function foldedRows(rows: readonly DefectRow[]): string[] {
  const topics = [...new Set(rows.map(({ topic }) => topic))];
  const members = (topic: string): string =>
    [...new Set(rows.filter((row) => row.topic === topic).map(({ field }) => field))].map(code).join(", ");
  return topics.map((topic) => `- ${topic === "" ? "no topic" : code(topic)}: ${members(topic)}`);
}

/** Text of a page in a cell: nothing in it is Markdown, HTML or the end of the cell. */
const escapeText = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_[\]|~#]/g, "\\$&");

/** As a code span: with a fence longer than any in it, and no end of the cell. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text.replace(/\s+/g, " ").replaceAll("|", "\\|")}${pad}${fence}`;
}
