/** What has changed between two revisions of a spec. */

import { LEVELS, type Level } from "../spec/level.js";
import type { Change } from "./changes.js";
import { changesOf, countByLevel, worstLevel } from "./changes.js";
import { compare } from "./compare.js";
import { type DefectChanges, diffDefects } from "./defects.js";
import type { SpecRevision } from "./revision.js";
import { type Bump, bumpFor } from "./version.js";

export interface SpecDiff {
  /** As the user named them. */
  readonly before: string;
  readonly after: string;
  readonly changes: readonly Change[];
  readonly counts: Readonly<Record<Level, number>>;
  /** For the generated package. */
  readonly bump: Bump;
  readonly defects: DefectChanges;
}

export function diffSpecs(before: SpecRevision, after: SpecRevision): SpecDiff {
  return summed(before.name, after.name, changesOf(compare(before, after)), diffDefects(before, after));
}

/** With the changes that count. */
export function summed(before: string, after: string, changes: readonly Change[], defects: DefectChanges): SpecDiff {
  return {
    before,
    after,
    changes: changes.toSorted((a, b) => orderOf(a) - orderOf(b)),
    counts: countByLevel(changes),
    bump: bumpFor(worstLevel(changes)),
    defects,
  };
}

const orderOf = ({ level }: Change): number => LEVELS.indexOf(level);
