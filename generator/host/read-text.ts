/** Reads text files that people and exchanges wrote: unreadable ones are diagnostics. */

import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import type { Report } from "../diagnostics/diagnostic.js";

/** Upstream's largest page has 110 kB, its locale file 390 kB. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface ReadTextOptions {
  /** How the diagnostic names the file. */
  readonly name: string;
  readonly fix: string;
}

export function readText(path: string, { name, fix }: ReadTextOptions, report: Report): string | undefined {
  const fail = (code: string, message: string): undefined => {
    report.add({ code, severity: "error", message, file: name, line: 1, column: 1, fix });
    return undefined;
  };
  let bytes: Buffer;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return fail("input/not-a-file", "This is not a file.");
    if (stat.size > MAX_BYTES)
      return fail("input/too-large", `The file has ${stat.size} bytes, more than ${MAX_BYTES}.`);
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return fail("input/missing", "The file does not exist.");
    return fail("input/unreadable", `The file cannot be read (${code ?? String(error)}).`);
  }
  if (bytes.length === 0 || bytes.toString("latin1").trim() === "") return fail("input/empty", "The file is empty.");
  if (bytes.includes(0) || !isUtf8(bytes)) return fail("input/binary", "The file is not UTF-8 text.");
  return bytes.toString("utf8").replace(/^\ufeff/, "");
}
