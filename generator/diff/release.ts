/** A release of the generated package, made from what has changed since the one before. */

import type { Release, ReleaseChange } from "../spec/releases.js";
import { type Change, changesProtocol } from "./changes.js";
import type { SpecDiff } from "./diff.js";
import { subjectOf } from "./ignores.js";

/** Changes of words stay in the diff. */
export const releaseOf = ({ changes, defects }: SpecDiff, version: string, date: string): Release => ({
  version,
  date,
  changes: changes.filter(changesProtocol).map(toEntry),
  defects: { fixed: defects.fixed.length, new: defects.new.length },
});

const toEntry = (change: Change): ReleaseChange => ({
  level: change.level,
  rule: change.rule,
  at: subjectOf(change),
  ...(change.member !== undefined && { member: change.member }),
  change: change.change,
  because: change.because,
});
