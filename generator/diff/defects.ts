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

/** A defect is the same while its words are, wherever on the page it stands. Those of topics that one of the two could not derive are left out. */
export function diffDefects(before: SpecRevision, after: SpecRevision): DefectChanges {
  const unknown = new Set([...before.underived, ...after.underived].map(nameOf));
  const isUnknown = ({ productLine, topic }: DefectRow): boolean => unknown.has(`${productLine} ${topic}`);
  const [older, newer] = [defectsOf(before, isUnknown), defectsOf(after, isUnknown)];
  return {
    fixed: [...older].flatMap(([key, defect]) => (newer.has(key) ? [] : [defect])),
    new: [...newer].flatMap(([key, defect]) => (older.has(key) ? [] : [defect])),
    unchanged: [...older.keys()].filter((key) => newer.has(key)).length,
  };
}

/** Defects name their topic without its folder. */
const nameOf = (path: string): string => `${path.split("/")[0]} ${path.split("/").at(-1)}`;

function defectsOf(
  { defects, defectLines }: SpecRevision,
  isUnknown: (defect: DefectRow) => boolean,
): Map<string, DefectChange> {
  const counted = defects.filter((defect) => !isUnknown(defect));
  return new Map(
    counted.map((defect) => {
      const line = defectLines[defect.productLine]?.[defect.id]?.line;
      return [`${defect.productLine} ${defect.id}`, { ...defect, ...(line !== undefined && { line }) }];
    }),
  );
}
