/** The report formats of `--format`, one file each. */

import { githubReport } from "./github.js";
import { htmlReport } from "./html.js";
import { jsonReport } from "./json.js";
import { junitReport } from "./junit.js";
import { markdownReport } from "./markdown.js";
import { ndjsonReport } from "./ndjson.js";
import type { RenderOptions } from "./render-options.js";
import { sarifReport } from "./sarif.js";
import { textReport } from "./text.js";
import type { ValidateReport } from "./validate-report.js";

export type RenderReport = (report: ValidateReport, options: RenderOptions) => string;

export const REPORT_FORMATS: Readonly<Record<string, RenderReport>> = {
  text: textReport,
  json: jsonReport,
  ndjson: ndjsonReport,
  markdown: markdownReport,
  html: htmlReport,
  junit: junitReport,
  sarif: sarifReport,
  github: githubReport,
};
