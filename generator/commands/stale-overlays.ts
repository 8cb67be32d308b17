/** Overlays correct the pages of their time: in pages of another time they may have nothing to correct. */

import { createReport, type Report } from "../diagnostics/diagnostic.js";

export const STALE_OVERLAY = "config/stale-overlay";

/** Takes what is said of stale overlays for warnings, so that topics are derived with those corrections that still apply. */
export function lenientReport(): Report {
  const report = createReport();
  return {
    diagnostics: report.diagnostics,
    add: (diagnostic) =>
      report.add(diagnostic.code === STALE_OVERLAY ? { ...diagnostic, severity: "warning" } : diagnostic),
    get failed() {
      return report.failed;
    },
  };
}
