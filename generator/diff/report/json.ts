/** The changes for programs: `schemas/diff-report.schema.json` describes it. */

import type { Change } from "../changes.js";
import type { DefectChanges } from "../defects.js";
import type { SpecDiff } from "../diff.js";
import type { Judged } from "../ignores.js";

export interface DiffReport {
  /** Of this report; grows when a member goes or changes its meaning. */
  readonly version: 1;
  readonly before: string;
  readonly after: string;
  readonly counts: SpecDiff["counts"];
  readonly bump: SpecDiff["bump"];
  readonly changes: readonly Change[];
  readonly ignored: readonly { readonly change: Change; readonly because: string; readonly until: string }[];
  readonly defects: DefectChanges;
}

export const diffJson = (
  { before, after, counts, bump, changes, defects }: SpecDiff,
  ignored: Judged["ignored"],
): DiffReport => ({ version: 1, before, after, counts, bump, changes, ignored, defects });
