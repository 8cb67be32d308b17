/** `CHANGELOG.md` of the package: its releases, the newest first, as keepachangelog.com arranges them. */

import { LEVELS, type Level } from "../spec/level.js";
import type { Release, ReleaseChange } from "../spec/releases.js";
import { codeSpan, escapeText } from "../text/markdown.js";
import { counted } from "../text/words.js";

export function emitChangelog(name: string, releases: readonly Release[]): string {
  const head = [
    "# Changelog",
    "",
    `Releases of \`${name}\`, and what the documentation changed between them. Versions follow SemVer: below 1.0.0 the second`,
    "number counts what breaks.",
    "",
  ];
  return [...head, ...releases.flatMap(section)].join("\n");
}

const TITLES: Readonly<Record<Level, string>> = {
  breaking: "Breaking: code that was right can be wrong",
  dangerous: "Dangerous: look whether it concerns you",
  compatible: "Compatible",
  "docs-only": "Words",
};

function section({ version, date, notes, changes, defects }: Release): string[] {
  const levels = LEVELS.flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    return own.length === 0 ? [] : [`### ${TITLES[level]}`, "", ...own.map(item), ""];
  });
  const parts = [`${counted(defects.fixed, "defect")} of the documentation fixed`, `${defects.new} new`];
  const hasDefects = defects.fixed + defects.new > 0;
  return [
    `## ${version} - ${date}`,
    "",
    ...(notes === undefined ? [] : [notes.trim(), ""]),
    ...(changes.length === 0 ? ["The messages are the same; the documentation puts them in other words.", ""] : levels),
    ...(hasDefects ? [`${parts.join(", ")}.`, ""] : []),
  ];
}

function item({ at, member, change, because }: ReleaseChange): string {
  const place = [at, member].filter((part) => part !== undefined).join(" ");
  return `- ${codeSpan(place)}: ${escapeText(change)}. ${escapeText(because)}`;
}
