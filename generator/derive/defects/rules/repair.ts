/**
 * An example is not strict JSON. Each change that reading it took is told; none invents or drops a value.
 *
 *     # Tick
 *
 *     ```json
 *     { // ticks
 *       topic: 'tick.ABC',
 *       "live": True
 *       "lot": 1,
 *       "lot": 2,
 *       "
 *       note": "",
 *       "data": [
 *         { "bids": [[1, 2], ...
 *           "asks": [[3, 4]] },
 *         { "bids": [[1, 2]]
 *       ],
 *     }
 *     ```
 *
 * line 4  repair-comment
 *   claim     // ticks
 *   evidence  JSON has no comments
 *   decision  dropped
 * line 5  repair-single-quoted-string
 *   claim     'tick.ABC'
 *   evidence  strict JSON does not allow it
 *   decision  read as "tick.ABC"
 * line 5  repair-unquoted-key
 *   claim     topic
 *   evidence  strict JSON does not allow it
 *   decision  read as "topic"
 * line 6  repair-missing-comma
 *   claim     True
 *   evidence  strict JSON does not allow it
 *   decision  read as True,
 * line 6  repair-python-literal
 *   claim     True
 *   evidence  strict JSON does not allow it
 *   decision  read as true
 * line 7  repair-duplicate-key
 *   claim     "lot": 1
 *   evidence  strict JSON does not allow it
 *   decision  read as "lot": 2
 * line 9  repair-stray-text-in-key
 *   claim     " note"
 *   evidence  strict JSON does not allow it
 *   decision  read as "note"
 * line 12  repair-elision
 *   claim     ...
 *   evidence  strict JSON does not allow it
 *   decision  dropped
 * line 13  repair-unclosed-array
 *   claim     "asks"
 *   evidence  strict JSON does not allow it
 *   decision  read as ], "asks"
 * line 15  repair-trailing-comma
 *   claim     ,
 *   evidence  strict JSON does not allow it
 *   decision  dropped
 * line 15  repair-unclosed-object
 *   claim     ]
 *   evidence  strict JSON does not allow it
 *   decision  read as } ]
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
