/** The report as it is: the stable contract of schemas/validate-report.schema.json. */

import { jsonText } from "./json-text.js";
import type { ValidateReport } from "./validate-report.js";

export const jsonReport = (report: ValidateReport): string => `${jsonText(report)}\n`;
