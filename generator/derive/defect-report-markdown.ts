/** Defects as an issue for the authors of the pages. */

import { codeSpan, escapeText } from "../text/markdown.js";
import { capital, counted } from "../text/words.js";
import type { ReportedKind, ReportedPage, ReportedPlace } from "./defect-report.js";

const SHOWN_LINES = 12;

export const defectsMarkdown = (pages: readonly ReportedPage[]): string =>
  `${pages.map((page) => pageSection(page).join("\n")).join("\n\n")}\n`;

function pageSection({ page, url, revision, count, groups }: ReportedPage): string[] {
  const title = url === undefined ? escapeText(page) : `[${escapeText(page)}](${url})`;
  const at = revision === undefined ? "" : ` Lines are of commit ${revision}.`;
  return [
    `## ${title}`,
    "",
    `${counted(count, "place")} to correct, the most harmful first.${at}`,
    ...groups.flatMap(({ harm, kinds }) => ["", `### ${harm}`, ...kinds.flatMap(kindSection)]),
  ];
}

const kindSection = ({ meaning, advice, count, places }: ReportedKind): string[] => [
  "",
  `**${capital(meaning)}** (${counted(count, "place")}). ${advice}`,
  "",
  ...places.map((place) => `- ${placeText(place)}`),
];

function placeText({ topic, fields, lines, claim, evidence }: ReportedPlace): string {
  const links = lines.map(({ line, url }) => (url === undefined ? String(line) : `[${line}](${url})`));
  const rest = links.length > SHOWN_LINES ? `, and ${links.length - SHOWN_LINES} more` : "";
  const at = `${links.length === 1 ? "line" : "lines"} ${links.slice(0, SHOWN_LINES).join(", ")}${rest}`;
  const where = [topic, ...fields].filter((part) => part !== "").map(codeSpan);
  const facts = [claim, evidence].flatMap((text) => (text === undefined ? [] : [escapeText(text)])).join("; ");
  const place = [...(links.length > 0 ? [at] : []), ...(where.length > 0 ? [where.join(" ")] : [])].join(", ");
  return facts === "" ? place : `${place}: ${facts}`;
}
