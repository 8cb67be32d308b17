/** The changes as Markdown: for a pull request, an issue or a changelog. */

import type { Level } from "../../spec/level.js";
import { codeSpan, escapeText } from "../../text/markdown.js";
import { counted } from "../../text/words.js";
import { type Change, changesProtocol, levelsInWords } from "../changes.js";
import type { DefectChange } from "../defects.js";
import type { SpecDiff } from "../diff.js";
import type { Judged } from "../ignores.js";
import { groupsOf } from "./groups.js";
import { placesOf, sourcesOf } from "./places.js";

export function diffMarkdown(diff: SpecDiff, ignored: Judged["ignored"]): string {
  const { before, after, changes, counts, bump, defects } = diff;
  return [
    `# Protocol changes: ${codeSpan(before)} to ${codeSpan(after)}`,
    "",
    changes.length === 0
      ? "No changes."
      : `**${counted(changes.length, "change")}**: ${levelsInWords(counts).join(", ")}. The generated package needs a **${bump}** version.`,
    "",
    ...changeSections(changes, 2),
    ...defectSection("Defects of the documentation that are fixed", defects.fixed),
    ...defectSection("Defects of the documentation that are new", defects.new),
    ...ignoredSection(ignored),
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}

/** `depth`: level of the headings. Words that decide nothing come last, in one line. */
export function changeSections(changes: readonly Change[], depth: number): string[] {
  const matters = changes.filter(changesProtocol);
  const words = changes.length - matters.length;
  const sections = groupsOf(matters).flatMap(({ subject, changes: own }) => [
    `${"#".repeat(depth)} ${codeSpan(subject)}`,
    "",
    ...own.map(changeItem),
    "",
  ]);
  const subjects = groupsOf(changes.filter((change) => !changesProtocol(change))).map(({ subject }) =>
    codeSpan(subject),
  );
  return words === 0
    ? sections
    : [...sections, `${counted(words, "change")} of words alone, at ${subjects.join(", ")}.`, ""];
}

const MARKS: Readonly<Record<Level, string>> = {
  breaking: "**Breaking**",
  dangerous: "**Dangerous**",
  compatible: "Compatible",
  "docs-only": "Words",
};

function changeItem(change: Change): string {
  const { level, member, rule, because, evidence = [] } = change;
  const head = member === undefined ? escapeText(change.change) : `${codeSpan(member)}: ${escapeText(change.change)}`;
  const places = placesOf(change).map(codeSpan).join(", ");
  const sources = sourcesOf(change).map(codeSpan).join(", ");
  const details = [
    `${escapeText(because)} ${evidence.map((text) => `${escapeText(text)}.`).join(" ")}`.trim(),
    [places, sources].filter((text) => text !== "").join(" · "),
  ];
  return [
    `- ${MARKS[level]} ${head} (${rule})`,
    ...details.filter((text) => text !== "").map((text) => `  ${text}`),
  ].join("  \n");
}

function defectSection(title: string, rows: readonly DefectChange[]): string[] {
  if (rows.length === 0) return [];
  return [`## ${title}`, "", ...rows.map(defectItem), ""];
}

function defectItem({ page, line, topic, field, claim, evidence }: DefectChange): string {
  const at = [topic, field].filter((part) => part !== "").join(" ");
  const place = codeSpan(line === undefined ? page : `${page}:${line}`);
  return `- ${place}${at === "" ? "" : ` ${codeSpan(at)}`}: ${escapeText(claim)}; ${escapeText(evidence)}`;
}

function ignoredSection(ignored: Judged["ignored"]): string[] {
  if (ignored.length === 0) return [];
  const rows = ignored.map(
    ({ change, because, until }) =>
      `- ${codeSpan(change.rule)} at ${codeSpan(groupsOf([change])[0]?.subject ?? "")}: ${escapeText(because)} (until ${until})`,
  );
  return ["## Ignored", "", ...rows, ""];
}
