/** Overlays correct the pages of their time: in pages of another time they may have nothing to correct, and leave things open. */

import { createReport, type Report } from "../diagnostics/diagnostic.js";

export const STALE_OVERLAY = "config/stale-overlay";

/** What only overlays of the same time as the pages have to answer. */
const LENIENT = new Set([STALE_OVERLAY, "derive/value-not-listed"]);

/** Takes that for warnings, so that topics are derived with those corrections that still apply. */
export function lenientReport(): Report {
  const report = createReport();
  return {
    diagnostics: report.diagnostics,
    add: (diagnostic) => report.add(LENIENT.has(diagnostic.code) ? { ...diagnostic, severity: "warning" } : diagnostic),
    get failed() {
      return report.failed;
    },
  };
}
