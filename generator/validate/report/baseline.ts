/** Findings that a team knows and accepts: the file of `--baseline`. */

import type { Report } from "../../diagnostics/diagnostic.js";
import { fileText } from "../../host/file-text.js";
import type { OutputFile } from "../../host/output-file.js";
import { isObject } from "../../schema/is-object.js";
import { parseJson } from "../../text/parse-json.js";
import { isAcceptable } from "../check/findings.js";
import type { ReportFinding } from "./validate-report.js";

const FORMAT = "wireloom-baseline-1";
const FIX = "Write it with --update-baseline.";

/** Fingerprints of the accepted findings; none if the report says why. */
export function readBaseline(path: string, mayBeMissing: boolean, report: Report): Set<string> {
  const fail = (message: string): Set<string> => {
    report.add({ code: "config/baseline", severity: "error", message, file: path, line: 1, column: 1, fix: FIX });
    return new Set();
  };
  const file = fileText(path);
  if (file.kind === "missing") return mayBeMissing ? new Set() : fail("The baseline does not exist.");
  if (file.kind === "unreadable") return fail(`The baseline cannot be read: ${file.code}.`);
  const content = parseJson(file.text);
  // The parser's own message quotes the file, which may be a capture by mistake.
  if (content === undefined) return fail("The baseline cannot be read: it is not JSON.");
  return fingerprintsOf(content) ?? fail("This is not a baseline of wireloom.");
}

/** Undefined for what is no baseline. */
function fingerprintsOf(content: unknown): Set<string> | undefined {
  if (!isObject(content)) return undefined;
  const { format, causes } = content;
  if (format !== FORMAT || !Array.isArray(causes)) return undefined;
  return new Set(causes.map((row: { fingerprint?: unknown } | null) => String(row?.fingerprint)));
}

/** Sorted, one finding after the other, so that a review sees what was added. */
export function writeBaseline(file: OutputFile, findings: readonly ReportFinding[], report: Report): void {
  const causes = findings
    .filter((finding) => finding.severity !== "info" && isAcceptable(finding))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    .map(({ fingerprint, code, severity, line, connection, topic, form, pointer, expected, got }) => ({
      fingerprint,
      code,
      severity,
      line,
      ...(connection === undefined ? {} : { connection }),
      topic,
      form,
      pointer,
      expected,
      got,
    }));
  file.write(`${JSON.stringify({ format: FORMAT, causes }, null, 2)}\n`, report);
}

const sortKey = ({ line, connection = "", topic, form, pointer, code, got }: ReportFinding): string =>
  [line, connection, topic, form, pointer, code, got].join("\n");
