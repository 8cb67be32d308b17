/** What `--check` says of files that are not what a command makes. */

import type { Report } from "../diagnostics/diagnostic.js";
import type { TreeChange } from "../host/tree-change.js";
import { COMMAND_LINE } from "../text/command-line.js";

export function reportStale(changes: readonly TreeChange[], what: string, command: string, report: Report): void {
  for (const { path, kind } of changes) {
    report.add({
      code: "check/stale",
      severity: "error",
      message: `This file is not what \`${command}\` makes: it would be ${kind}.`,
      file: `${what}/${path}`,
      fix: `Run \`${COMMAND_LINE} ${command}\` and commit the result.`,
    });
  }
}
