/** The history of a line for a terminal, and as Markdown. */

import pc from "picocolors";
import { visible } from "../../diagnostics/print.js";
import { codeSpan, escapeText } from "../../text/markdown.js";
import { counted } from "../../text/words.js";
import { changesProtocol, levelsInWords } from "../changes.js";
import type { SpecDiff } from "../diff.js";
import { groupsOf } from "./groups.js";
import { changeSections } from "./markdown.js";

/** One commit of the documentation. */
export interface HistoryEntry {
  readonly commit: string;
  readonly time: string;
  readonly subject: string;
  readonly diff: SpecDiff;
  readonly topics: number;
  readonly underived: readonly string[];
}

export function historyText(line: string, rows: readonly HistoryEntry[], color: boolean): string {
  const colors = pc.createColors(color);
  const lines = rows.flatMap((row) => {
    const { diff, underived } = row;
    const defects = [
      ...(diff.defects.fixed.length > 0 ? [`${counted(diff.defects.fixed.length, "defect")} fixed`] : []),
      ...(diff.defects.new.length > 0 ? [`${counted(diff.defects.new.length, "defect")} new`] : []),
    ];
    const subjects = groupsOf(diff.changes.filter(changesProtocol)).map(({ subject }) => subject);
    const what = [...levelsInWords(diff.counts), ...defects].join(", ") || "no claim changed";
    return [
      `${colors.yellow(row.commit.slice(0, 10))} ${row.time.slice(0, 10)} ${colors.bold(visible(row.subject))}`,
      `  ${diff.counts.breaking > 0 ? colors.red(what) : what}${subjects.length > 0 ? `: ${subjects.join(", ")}` : ""}`,
      ...(underived.length > 0 ? [colors.yellow(`  not derived: ${underived.join(", ")}`)] : []),
    ];
  });
  return [...lines, "", `${line}: ${summaryOf(rows)}.`, ""].join("\n");
}

export function historyMarkdown(line: string, rows: readonly HistoryEntry[]): string {
  const sections = rows.toReversed().flatMap((row) => {
    const { diff, commit, time, subject, underived } = row;
    return [
      `## ${time.slice(0, 10)} ${escapeText(subject)}`,
      "",
      `Commit ${codeSpan(commit.slice(0, 10))}; ${counted(row.topics, "topic")}.`,
      "",
      ...(underived.length > 0 ? [`Not derived: ${underived.map(codeSpan).join(", ")}.`, ""] : []),
      ...changeSections(diff.changes, 3),
    ];
  });
  return [`# History of ${codeSpan(line)}`, "", `${summaryOf(rows)}.`, "", ...sections]
    .join("\n")
    .replace(/\n+$/, "\n");
}

/** `12 commits, 3 changed the protocol, 1 break` */
export function summaryOf(rows: readonly HistoryEntry[]): string {
  const count = (isMeant: (row: HistoryEntry) => boolean): number => rows.filter(isMeant).length;
  const changed = count(({ diff }) => diff.changes.some(changesProtocol));
  const breaking = count(({ diff }) => diff.counts.breaking > 0);
  const failed = count(({ underived }) => underived.length > 0);
  return [
    counted(rows.length, "commit"),
    `${changed} changed the protocol`,
    `${breaking} break`,
    ...(failed > 0 ? [`${failed} with topics that could not be derived`] : []),
  ].join(", ");
}
