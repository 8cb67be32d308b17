/** Changes as reports arrange them: by product line, then by what they are at. */

import { groupBy } from "../../text/group-by.js";
import type { Change } from "../changes.js";
import { subjectOf } from "../ignores.js";

export interface Group {
  /** `futures/trade`, `futures pong`, `futures`. */
  readonly subject: string;
  readonly changes: readonly Change[];
}

export function groupsOf(changes: readonly Change[]): readonly Group[] {
  const bySubject = groupBy(changes, subjectOf);
  return [...bySubject]
    .map(([subject, own]) => ({ subject, changes: own }))
    .sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0));
}
