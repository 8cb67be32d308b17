/** Changes that somebody has looked at and accepts: each with a reason, and until a day. */

import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { matchesPhrase } from "../text/phrase.js";
import type { Change } from "./changes.js";
import { RULES } from "./rules/index.js";

export interface Ignore {
  /** Id of a rule; `*`: any text. */
  readonly rule: string;
  /** `futures/trade`, `futures/trade price`; `*`: any text. Absent: everywhere. */
  readonly at?: string;
  readonly because: string;
  /** Last day on which it holds: `2026-12-31`. */
  readonly until: string;
}

export interface Judged {
  /** What still counts. */
  readonly changes: readonly Change[];
  readonly ignored: readonly { readonly change: Change; readonly because: string; readonly until: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `today`: `2026-11-22`. An ignore that is over, or ignores nothing, is told; what it was to ignore counts. */
export function applyIgnores(
  changes: readonly Change[],
  { ignores, file, today }: { readonly ignores: readonly Ignore[]; readonly file: string; readonly today: string },
): Judged {
  const report = createReport();
  const counted: Change[] = [];
  const ignored: { change: Change; because: string; until: string }[] = [];
  const used = new Set<Ignore>();
  for (const change of changes) {
    const ignore = ignores.find((each) => each.until >= today && isMeant(each, change));
    if (ignore === undefined) counted.push(change);
    else {
      used.add(ignore);
      ignored.push({ change, because: ignore.because, until: ignore.until });
    }
  }
  for (const [index, ignore] of ignores.entries()) {
    const name = `${ignore.rule}${ignore.at === undefined ? "" : ` at ${ignore.at}`}`;
    const add = (code: string, message: string, fix: string): void =>
      report.add({ code, severity: "warning", message: `Entry ${index + 1}, ${name}: ${message}`, file, fix });
    if (!RULES.some(({ id }) => matchesPhrase(ignore.rule, id)))
      add("diff/unknown-rule", "there is no such rule.", "Reports name the rule of each change.");
    else if (ignore.until < today)
      add("diff/ignore-expired", `held until ${ignore.until}.`, "Look again, and give it another day or remove it.");
    else if (!used.has(ignore)) add("diff/ignore-unused", "ignores nothing.", "Remove it.");
  }
  return { changes: counted, ignored, diagnostics: report.diagnostics };
}

const isMeant = ({ rule, at }: Ignore, change: Change): boolean =>
  matchesPhrase(rule, change.rule) &&
  (at === undefined ||
    matchesPhrase(at, subjectOf(change)) ||
    matchesPhrase(at, `${subjectOf(change)} ${change.member ?? ""}`));

/** `futures/trade`, `futures pong`, `futures`: what a change is at. */
export const subjectOf = ({ productLine, topic, reply, request }: Change): string => {
  if (topic !== undefined) return `${productLine}/${topic}`;
  return [productLine || "exchange", reply ?? request].filter((part) => part !== undefined).join(" ");
};
