/** The changes for a terminal. */

import pc from "picocolors";
import { visible } from "../../diagnostics/print.js";
import { LEVELS, type Level } from "../../spec/level.js";
import { groupBy } from "../../text/group-by.js";
import { counted } from "../../text/words.js";
import { type Change, changesProtocol, levelsInWords } from "../changes.js";
import type { DefectChange } from "../defects.js";
import type { SpecDiff } from "../diff.js";
import type { Judged } from "../ignores.js";
import { groupsOf } from "./groups.js";
import { placesOf, sourcesOf } from "./places.js";

type Colors = ReturnType<typeof pc.createColors>;

/** Of the places of one change, and of defects of one kind. */
const SHOWN = 3;

export function diffText(diff: SpecDiff, ignored: Judged["ignored"], color: boolean): string {
  const colors = pc.createColors(color);
  const groups = groupsOf(diff.changes).flatMap(({ subject, changes }) => [
    colors.bold(shown(subject)),
    ...changes.filter(changesProtocol).flatMap((change) => changeLines(change, colors)),
    ...wordLines(changes, colors),
    "",
  ]);
  return [...groups, ...defectLines(diff, colors), ...summaryLines(diff, ignored), ""].join("\n");
}

function paint(level: Level, text: string, colors: Colors): string {
  switch (level) {
    case "breaking":
      return colors.red(text);
    case "dangerous":
      return colors.yellow(text);
    case "compatible":
      return colors.green(text);
    case "docs-only":
      return colors.dim(text);
  }
}

const WIDTH = Math.max(...LEVELS.map((level) => level.length));

function changeLines(change: Change, colors: Colors): string[] {
  const what = shown(change.change);
  const head = change.member === undefined ? what : `${colors.bold(shown(change.member))}: ${what}`;
  const indent = " ".repeat(WIDTH + 4);
  const detail = [change.because, ...(change.evidence ?? []), placeText(change)];
  return [
    `  ${paint(change.level, change.level.padEnd(WIDTH), colors)}  ${head}  ${colors.dim(change.rule)}`,
    ...detail.filter((text) => text !== "").map((text) => colors.dim(`${indent}${shown(text)}`)),
  ];
}

/** What decides nothing: a line a rule. */
function wordLines(changes: readonly Change[], colors: Colors): string[] {
  const words = changes.filter((change) => !changesProtocol(change));
  return [...groupBy(words, ({ rule }) => rule)].map(([rule, own]) => {
    const members = [...new Set(own.flatMap(({ member }) => (member === undefined ? [] : [shown(member)])))];
    return `  ${colors.dim(`${"docs-only".padEnd(WIDTH)}  ${rule}${members.length > 0 ? `: ${members.join(", ")}` : ""}`)}`;
  });
}

function placeText(change: Change): string {
  const places = firstOf(placesOf(change));
  const sources = firstOf(sourcesOf(change));
  return [places, sources].filter((text) => text !== "").join("; ");
}

function firstOf(texts: readonly string[]): string {
  const rest = texts.length - SHOWN;
  return [...texts.slice(0, SHOWN), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

function defectLines({ defects }: SpecDiff, colors: Colors): string[] {
  const listed = (title: string, rows: readonly DefectChange[], sign: string): string[] =>
    rows.length === 0
      ? []
      : [colors.bold(title), ...rows.map((row) => `  ${sign} ${defectText(row)}  ${colors.dim(row.code)}`), ""];
  return [
    ...listed("Defects of the documentation that are fixed", defects.fixed, colors.green("-")),
    ...listed("Defects of the documentation that are new", defects.new, colors.red("+")),
  ];
}

export const defectText = ({ page, line, topic, field, claim, evidence }: DefectChange): string =>
  shown(
    `${line === undefined ? page : `${page}:${line}`} ${[topic, field].filter((part) => part !== "").join(" ")}: ${claim}; ${evidence}`,
  );

/** On one line, and nothing that steers the terminal. */
const shown = (text: string): string => visible(text.replace(/\s+/g, " "));

function summaryLines(
  { before, after, changes, counts, bump, defects }: SpecDiff,
  ignored: Judged["ignored"],
): string[] {
  const total =
    changes.length === 0
      ? "No changes of the protocol"
      : `${counted(changes.length, "change")} of the protocol: ${levelsInWords(counts).join(", ")}`;
  const kept = `${defects.fixed.length} fixed, ${defects.new.length} new, ${defects.unchanged} unchanged`;
  return [
    shown(`${before} → ${after}`),
    `${total}. ${bump === "none" ? "The package keeps its version." : `The package needs a ${bump} version.`}`,
    `Defects of the documentation: ${kept}.`,
    ...(ignored.length > 0 ? [`${counted(ignored.length, "change")} ignored.`] : []),
  ];
}
