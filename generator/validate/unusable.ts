/** Captures of which nothing can be checked, and what is said of those that are damaged. */

import type { Damage } from "../capture/damage.js";
import { FORMATS, firstLine } from "../capture/formats.js";
import type { OpenCapture } from "../capture/open-capture.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { counted } from "../text/words.js";
import { NO_SECRETS, sampleOf } from "./redact/redact.js";

/** Why there is nothing to check; undefined where there is. What comes before a damaged place is checked. */
export function whyUnusable({ head, format, damage }: OpenCapture, isInterrupted: boolean): Damage | undefined {
  if (isInterrupted && (head.length === 0 || !format)) return INTERRUPTED;
  if (head.length === 0) return damage ?? { code: "input/empty", message: "The capture is empty." };
  if (format) return undefined;
  return firstLine(head) === ""
    ? { code: "input/empty", message: "The capture holds nothing but blank lines." }
    : { code: "input/unknown-format", message: "The format of the capture is not known." };
}

export const NO_FRAMES: Damage = { code: "input/no-frames", message: "There is no frame in the capture." };

export const INTERRUPTED: Damage = {
  code: "input/interrupted",
  message: "The run was interrupted before the end of the capture.",
};

const FIXES: Readonly<Record<string, string>> = {
  "input/missing": "Check the path.",
  "input/unreadable": "Check the path and its rights.",
  "input/damaged": "Record or copy the file again; a copy that was cut has no sound end.",
  "input/empty": "Check what should have written it.",
  "input/interrupted": "Run it again.",
  "input/no-frames": "Check what should have recorded them, and the format (--format-in).",
};

/** `lines`: those that were checked. */
export function damageDiagnostic({ source, head }: OpenCapture, damage: Damage, lines: number): Diagnostic {
  const { code } = damage;
  const checked =
    lines > 0 && code !== NO_FRAMES.code ? ` What came before was checked: ${counted(lines, "line")}.` : "";
  const own = { code, severity: "error", message: `${damage.message}${checked}`, file: source.name } as const;
  if (code === "input/empty") return { ...own, line: 1, column: 1, fix: FIXES[code] ?? "" };
  if (code !== "input/unknown-format") return { ...own, fix: FIXES[code] ?? "" };
  const formats = FORMATS.map(({ name, title }) => `    ${name.padEnd(16)} ${title}`).join("\n");
  return {
    ...own,
    line: 1,
    column: 1,
    excerpt: sampleOf(firstLine(head), undefined, NO_SECRETS, 400),
    fix: `Name it with --format-in. Formats:\n${formats}`,
  };
}
