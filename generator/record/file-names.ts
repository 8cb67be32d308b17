/** The names of a recording's files. */

import { basename, dirname, join } from "node:path";

/** `day.ndjson.zst` of a moment: `day-20260131T180000Z.ndjson.zst`. */
export function nameAt(path: string, ms: number): string {
  const time = new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");
  return withMark(path, time);
}

/** The n-th of one name, from 2: `day-2.ndjson.zst`. */
export const nthName = (path: string, n: number): string => withMark(path, String(n));

function withMark(path: string, mark: string): string {
  const [, stem = "", endings = ""] = /^(.[^.]*)(.*)$/s.exec(basename(path)) ?? [];
  return join(dirname(path), `${stem}-${mark}${endings}`);
}
