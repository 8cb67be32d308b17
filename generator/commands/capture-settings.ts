/** What the commands that read captures have in common. */

import { type CaptureFormat, FORMATS } from "../capture/formats.js";
import type { Report } from "../diagnostics/diagnostic.js";

/** Longest line, bytes. */
export const DEFAULT_MAX_LINE: number = 16 * 1024 * 1024;

/** The format that `--format-in` names. */
export function findFormat(name: string | undefined, report: Report): CaptureFormat | undefined {
  const format = FORMATS.find((each) => each.name === name);
  if (name !== undefined && !format)
    report.add({
      code: "usage/option",
      severity: "error",
      message: `There is no capture format "${name}".`,
      fix: `Formats: ${FORMATS.map((each) => each.name).join(", ")}.`,
    });
  return format;
}
