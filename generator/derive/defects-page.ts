/** `schemas/DEFECTS.md`: the defects for people who work with the spec. */

import { groupBy } from "../text/group-by.js";
import { codeSpan, escapeText } from "../text/markdown.js";
import { capital, counted } from "../text/words.js";
import type { DefectRow } from "./defect-rows.js";
import { rankDefects } from "./ranked-defects.js";

export function defectsPage(rows: readonly DefectRow[]): string {
  const pages = rankDefects(rows);
  return [
    "# Defects of the documentation",
    "",
    `${counted(rows.length, "place")} of ${counted(pages.length, "page")} where the documentation contradicts itself or cannot be read as it stands, and what the`,
    "schemas follow instead. Written by `derive`; `defects.json` has the same rows, and `sources.json` of each product line the page's line by the id of a row.",
    ...pages.flatMap(({ page, count, groups }) => [
      "",
      `## ${escapeText(page)}`,
      "",
      `${counted(count, "defect")}.`,
      ...groups.flatMap(({ harm, kinds }) => [
        "",
        `### ${harm}`,
        ...kinds.flatMap(({ code, meaning, rows: own, isFolded }) => {
          const title = `#### ${capital(meaning)} (\`${code}\`, ${own.length})`;
          return ["", title, "", ...(isFolded ? foldedRows(own) : table(own))];
        }),
      ]),
    ]),
    "",
  ].join("\n");
}

const table = (rows: readonly DefectRow[]): string[] => [
  "| id | where | the page says | against it | followed |",
  "| --- | --- | --- | --- | --- |",
  ...rows.map(({ id, topic, field, claim, evidence, decision, confidence }) => {
    const followed = confidence === undefined ? decision : `${decision} (${confidence})`;
    const where = [topic, field].filter((part) => part !== "").map(codeSpan);
    return `| ${[codeSpan(id), where.join(" "), ...[claim, evidence, followed].map(escapeText)].join(" | ")} |`;
  }),
];

const foldedRows = (rows: readonly DefectRow[]): string[] =>
  [...groupBy(rows, ({ topic }) => topic)].map(([topic, own]) => {
    const members = [...new Set(own.map(({ field }) => field))].map(codeSpan).join(", ");
    return `- ${topic === "" ? "no topic" : codeSpan(topic)}: ${members}`;
  });
