/** Defects for a terminal. */

import { counted } from "../text/words.js";
import type { ReportedKind, ReportedPage, ReportedPlace } from "./defect-report.js";

const SHOWN_LINES = 12;

export const defectsText = (pages: readonly ReportedPage[]): string =>
  `${pages.map((page) => pageLines(page).join("\n")).join("\n\n")}\n`;

const pageLines = ({ page, url, count, groups }: ReportedPage): string[] => [
  `${page}: ${counted(count, "defect")}`,
  ...(url === undefined ? [] : [url]),
  ...groups.flatMap(({ harm, kinds }) => ["", `  ${harm}`, ...kinds.flatMap(kindLines)]),
];

const kindLines = ({ code, meaning, advice, count, places }: ReportedKind): string[] => [
  `    ${code}, ${counted(count, "place")}: ${meaning}. ${advice}`,
  ...places.map((place) => `      ${placeLine(place)}`),
];

function placeLine({ topic, fields, lines, claim, evidence }: ReportedPlace): string {
  const rest = lines.length > SHOWN_LINES ? `, and ${lines.length - SHOWN_LINES} more` : "";
  const numbers = lines.slice(0, SHOWN_LINES).map(({ line }) => line);
  const at = lines.length === 0 ? [] : [`${lines.length === 1 ? "line" : "lines"} ${numbers.join(", ")}${rest}`];
  const facts = [claim, evidence].filter((text) => text !== undefined).join("; ");
  return [...at, topic, ...fields, facts].filter((part) => part !== "").join("  ");
}
