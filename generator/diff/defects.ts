/** What became of the documentation's defects. */

import type { DefectRow } from "../derive/defect-rows.js";
import type { SpecRevision } from "./revision.js";

export interface DefectChange extends DefectRow {
  /** Line of the page, in the revision that has the defect. */
  readonly line?: number;
}

export interface DefectChanges {
  /** Were there before, and are gone. */
  readonly fixed: readonly DefectChange[];
  readonly new: readonly DefectChange[];
  readonly unchanged: number;
}

/** A defect is the same while its words are, wherever on the page it stands. */
export function diffDefects(before: SpecRevision, after: SpecRevision): DefectChanges {
  const [older, newer] = [defectsOf(before), defectsOf(after)];
  return {
    fixed: [...older].flatMap(([key, defect]) => (newer.has(key) ? [] : [defect])),
    new: [...newer].flatMap(([key, defect]) => (older.has(key) ? [] : [defect])),
    unchanged: [...older.keys()].filter((key) => newer.has(key)).length,
  };
}

function defectsOf({ defects, defectLines }: SpecRevision): Map<string, DefectChange> {
  return new Map(
    defects.map((defect) => {
      const line = defectLines[defect.productLine]?.[defect.id]?.line;
      return [`${defect.productLine} ${defect.id}`, { ...defect, ...(line !== undefined && { line }) }];
    }),
  );
}
