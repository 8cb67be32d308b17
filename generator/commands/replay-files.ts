/** The captures of a replay. */

import { FORMATS } from "../capture/formats.js";
import { openCapture } from "../capture/open-capture.js";
import { type CapturedFrame, readFrames } from "../capture/read-frames.js";
import { expandSources } from "../capture/sources.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { DEFAULT_MAX_LINE, findFormat } from "./capture-settings.js";

/** Opens them once now, so that what is wrong is said at the start, and anew for each client. */
export async function readCaptures(
  files: readonly string[],
  formatIn: string | undefined,
  report: Report,
): Promise<() => AsyncIterable<CapturedFrame>> {
  const sources = expandSources(files, report);
  const format = findFormat(formatIn, report);
  const open = (source: (typeof sources)[number]) =>
    openCapture(source, { stdin: process.stdin, read: {}, ...(format ? { format } : {}) });
  for (const source of sources) {
    // It was reported when the files were listed.
    if (source.damage) continue;
    if (source.path === undefined) {
      report.add({
        code: "usage/option",
        severity: "error",
        message: "Standard input cannot be replayed: each client gets the capture from its start.",
        fix: "Write it to a file first.",
      });
      continue;
    }
    const capture = await open(source);
    capture.close();
    if (capture.format && !capture.damage) continue;
    report.add({
      code: "input/unknown-format",
      severity: "error",
      message: capture.damage?.message ?? "The format of the capture is not known.",
      file: source.name,
      line: 1,
      column: 1,
      fix: `Name it with --format-in: ${FORMATS.map(({ name }) => name).join(", ")}.`,
    });
  }
  return async function* () {
    for (const source of sources) yield* readFrames(await open(source), { maxLine: DEFAULT_MAX_LINE, read: {} });
  };
}
