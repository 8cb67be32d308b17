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

export function readText(path: string, options: ReadTextOptions, report: Report): string | undefined {
  let bytes: Buffer | undefined;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return refuse("input/not-a-file", "This is not a file.", options, report);
    if (stat.size > MAX_BYTES) return refuseSize(stat.size, options, report);
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOENT" && code !== "ENOTDIR")
      return refuse("input/unreadable", `The file cannot be read (${code ?? String(error)}).`, options, report);
  }
  return decodeText(bytes, options, report);
}

/** The text of a file's bytes; undefined: of one that is not there. */
export function decodeText(bytes: Buffer | undefined, options: ReadTextOptions, report: Report): string | undefined {
  if (bytes === undefined) return refuse("input/missing", "The file does not exist.", options, report);
  if (bytes.length > MAX_BYTES) return refuseSize(bytes.length, options, report);
  if (bytes.length === 0 || bytes.toString("latin1").trim() === "")
    return refuse("input/empty", "The file is empty.", options, report);
  if (bytes.includes(0) || !isUtf8(bytes))
    return refuse("input/binary", "The file is not UTF-8 text.", options, report);
  return bytes.toString("utf8").replace(/^\ufeff/, "");
}

const refuseSize = (size: number, options: ReadTextOptions, report: Report): undefined =>
  refuse("input/too-large", `The file has ${size} bytes, more than ${MAX_BYTES}.`, options, report);

function refuse(code: string, message: string, { name, fix }: ReadTextOptions, report: Report): undefined {
  report.add({ code, severity: "error", message, file: name, line: 1, column: 1, fix });
  return undefined;
}
