/** Defects as people read them: by page, the most harmful first, in kinds. */

import { groupBy } from "../text/group-by.js";
import { DEFECT_GROUPS, type DefectCode } from "./defect.js";
import type { DefectRow } from "./defect-rows.js";

export interface RankedPage {
  readonly page: string;
  readonly count: number;
  readonly groups: readonly { readonly harm: string; readonly kinds: readonly DefectKind[] }[];
}

export interface DefectKind {
  readonly code: DefectCode;
  readonly meaning: string;
  readonly rows: readonly DefectRow[];
  /** Every topic has some, and they all say the same: a list of members instead of a row for each. */
  readonly isFolded: boolean;
}

const FOLDED: ReadonlySet<DefectCode> = new Set(["envelope-undocumented"]);

/** Pages in the order of the rows. */
export function rankDefects(rows: readonly DefectRow[]): RankedPage[] {
  return [...groupBy(rows, ({ page }) => page)].map(([page, own]) => {
    const byCode = groupBy(own, ({ code }) => code);
    const groups = DEFECT_GROUPS.map(({ harm, codes }) => ({
      harm,
      kinds: (Object.entries(codes) as [DefectCode, string][]).flatMap(([code, meaning]) => {
        const found = byCode.get(code);
        return found ? [{ code, meaning, rows: found, isFolded: FOLDED.has(code) }] : [];
      }),
    }));
    return { page, count: own.length, groups: groups.filter(({ kinds }) => kinds.length > 0) };
  });
}
