/** The report as it is: the stable contract of schemas/validate-report.schema.json. */

import type { ValidateReport } from "./validate-report.js";

export const jsonReport = (report: ValidateReport): string => `${JSON.stringify(report, null, 2)}\n`;
