/** Which spec folder a command means: the user's own, or the one that ships. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { exists, foldersIn, readTree } from "../host/folders.js";
import type { OutputTree } from "../host/output-tree.js";
import { EXCHANGE_FILE } from "../spec/exchange-file.js";
import { DEFAULT_SCHEMAS, OWN_SCHEMAS } from "./options.js";

/** What `--schemas` names; else `schemas` in the working directory if it is a spec folder; else the one that ships. */
export function specFolder(named: string | undefined): string {
  if (named !== undefined) return named;
  return isSpecFolder(DEFAULT_SCHEMAS) ? DEFAULT_SCHEMAS : OWN_SCHEMAS;
}

/** Other tools keep other schemas in a folder of that name: a spec folder has a line. */
export const isSpecFolder = (folder: string): boolean => lineNames(folder).length > 0;

/** Names of the lines in a spec folder, sorted: its folders with a line.yaml. */
export const lineNames = (folder: string): string[] =>
  foldersIn(folder).filter((name) => exists(join(folder, name, "line.yaml")));

/** What people write in a spec folder, of some lines: where a folder of one's own begins. */
export function handWrittenFiles(folder: string, lines: readonly string[], report: Report): OutputTree {
  return readTree(folder, report, (path) => {
    if (path === EXCHANGE_FILE || path === "glossary.yaml") return true;
    return lines.includes(path.split("/")[0] ?? "") && /(?:^|\/)line\.yaml$|\.overlay\.yaml$/.test(path);
  });
}
