/** Causes that a team knows and accepts: the file of `--baseline`. */

import { existsSync, readFileSync } from "node:fs";
import type { Report } from "../../diagnostics/diagnostic.js";
import type { OutputFile } from "../../host/output-file.js";
import { isAcceptable } from "../check/findings.js";
import type { Finding } from "./validate-report.js";

const FORMAT = "wireloom-baseline-1";
const FIX = "Write it with --update-baseline.";

/** Fingerprints of the known causes. */
export function readBaseline(path: string, mayBeMissing: boolean, report: Report): Set<string> {
  const fail = (message: string): Set<string> => {
    report.add({ code: "config/baseline", severity: "error", message, file: path, line: 1, column: 1, fix: FIX });
    return new Set();
  };
  if (!existsSync(path)) return mayBeMissing ? new Set() : fail("The baseline does not exist.");
  try {
    const file = JSON.parse(readFileSync(path, "utf8")) as { format?: unknown; causes?: unknown };
    if (file.format !== FORMAT || !Array.isArray(file.causes)) return fail("This is not a baseline of wireloom.");
    return new Set(file.causes.map((cause: { fingerprint?: unknown }) => String(cause?.fingerprint)));
  } catch (error) {
    // The parser's own message quotes the file, which may be a capture by mistake.
    const why =
      error instanceof SyntaxError ? "it is not JSON" : String((error as NodeJS.ErrnoException).code ?? error);
    return fail(`The baseline cannot be read: ${why}.`);
  }
}

/** Sorted, one cause after the other, so that a review sees what was added. */
export function writeBaseline(file: OutputFile, findings: readonly Finding[], report: Report): void {
  const causes = findings
    .filter((finding) => finding.severity !== "info" && isAcceptable(finding))
    .map(({ fingerprint, code, severity, line, topic, form, pointer, expected, got }) => ({
      fingerprint,
      code,
      severity,
      line,
      topic,
      form,
      pointer,
      expected,
      got,
    }))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  file.write(`${JSON.stringify({ format: FORMAT, causes }, null, 2)}\n`, report);
}

const sortKey = (cause: Pick<Finding, "line" | "topic" | "form" | "pointer" | "code" | "got">): string =>
  [cause.line, cause.topic, cause.form, cause.pointer, cause.code, cause.got].join("\n");
