/**
 * An example is not strict JSON. Each change that reading it took is told; none invents or drops a value.
 *
 *     # Tick
 *
 *     ```json
 *     { // ticks
 *       topic: 'tick.ABC',
 *       "confirm": True
 *       "size": 1, "size": 2,
 *       "data ": { "bids": [[1, 2], ...], "asks": [3, }
 *     ```
 *
 * line 4  repair-comment
 *   claim     // ticks
 *   evidence  JSON has no comments
 *   decision  dropped
 */

import type { DefectCode } from "../../defect.js";
import { type DefectRule, fencesIn, toDefect } from "../rule.js";

export const repair: DefectRule = (context) =>
  fencesIn(context).flatMap(({ reading, place }) => {
    if (reading.kind !== "json" && reading.kind !== "request") return [];
    return reading.repairs.map(({ kind, line, before, after }) => {
      const code: DefectCode = `repair-${kind}`;
      return toDefect(code, place, {
        line,
        claim: before,
        evidence: kind === "comment" ? "JSON has no comments" : "strict JSON does not allow it",
        decision: after === "" ? "dropped" : `read as ${after}`,
      });
    });
  });
