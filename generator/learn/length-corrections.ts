/** Lists that are longer or shorter than documented. Statistics do not count items: findings do. */

import type { ReportFinding } from "../validate/report/validate-report.js";
import type { Correction } from "./corrections.js";
import type { ObservedNode } from "./observed.js";

const LIMITS = { "too-few-items": "minItems", "too-many-items": "maxItems" } as const;

export function lengthCorrections({ type, ways }: ObservedNode, findings: readonly ReportFinding[]): Correction[] {
  if (type.kind !== "list") return [];
  return Object.entries(LIMITS).flatMap(([code, limit]): Correction[] => {
    const outside = findings.filter((finding) => finding.code === code);
    const counts = ways.map(({ form, pointer }) =>
      outside
        .flatMap((finding) => finding.places ?? [finding])
        .filter((place) => place.form === form.form && place.pointer === pointer)
        .reduce((sum, { count }) => sum + count, 0),
    );
    const seen = counts.reduce((sum, count) => sum + count, 0);
    if (seen === 0) return [];
    const of = ways.reduce((sum, { form }) => sum + form.messages, 0);
    const lengths = [...new Set(outside.map(({ got }) => got))].join(", ");
    return [
      { change: { set: { [limit]: null } }, fact: `The wire sends lists of ${lengths}`, ways, codes: [code], seen, of },
    ];
  });
}
