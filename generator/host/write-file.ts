/** Writes one file whole or not at all. */

import { renameSync, rmSync, writeFileSync } from "node:fs";
import type { Report } from "../diagnostics/diagnostic.js";

export function writeFile(path: string, text: string, report: Report): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    report.add({
      code: "usage/cannot-write",
      severity: "error",
      message: `The file cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
      file: path,
      fix: "Check the folder and its rights.",
    });
  }
}
