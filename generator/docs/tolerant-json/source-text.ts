/** Small parts of reading JSON as it is written. */

import { parseJson } from "../../text/parse-json.js";

/** The text that a sticky pattern matches at an offset. */
export function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

/** Of the text that a sticky pattern matches at an offset; 0 where it does not. */
export const lengthAt = (pattern: RegExp, text: string, offset: number): number =>
  matchAt(pattern, text, offset)?.length ?? 0;

/** The text of a JSON string; undefined for what is none. */
export function decodeString(json: string): string | undefined {
  const value = parseJson(json);
  return typeof value === "string" ? value : undefined;
}

/** For repairs: source of several lines as one. */
export function oneLine(source: string): string {
  return /[\r\n]/.test(source)
    ? source
        .split(/\r\n?|\n/)
        .map((line) => line.trim())
        .filter((line, index) => index === 0 || line !== "")
        .join(" ")
    : source;
}
