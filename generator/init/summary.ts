/** A proposal in numbers: by member of the line file, what was found, what was guessed, and what a person has to fill in. */

import { claimsOf } from "./claim.js";
import type { Proposal } from "./propose-line.js";

export interface SummaryRow {
  readonly member: string;
  readonly found: number;
  readonly guessed: number;
  readonly missing: number;
}

export function summaryOf({ draft }: Pick<Proposal, "draft">): SummaryRow[] {
  const rows = new Map<string, { member: string; found: number; guessed: number; missing: number }>();
  for (const { path, claim } of claimsOf(draft)) {
    const member = String(path[0] ?? "");
    const row = rows.get(member) ?? { member, found: 0, guessed: 0, missing: 0 };
    row[claim.certainty] += 1;
    rows.set(member, row);
  }
  return [...rows.values()];
}
