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

/** Where a command that writes into a spec folder writes, and where it reads what people wrote. */
export interface WrittenSpec {
  readonly target: string;
  readonly source: string;
  /** The target does not exist yet, and begins as a copy of what people wrote in the spec that ships. */
  readonly begins: boolean;
}

export function writtenSpec(named: string | undefined): WrittenSpec {
  const target = named ?? DEFAULT_SCHEMAS;
  const begins = named === undefined && !isSpecFolder(target) && !exists(join(target, EXCHANGE_FILE));
  return { target, source: begins ? OWN_SCHEMAS : target, begins };
}

export const reportBegun = (target: string, report: Report): void =>
  report.add({
    code: "config/new-spec-folder",
    severity: "info",
    message:
      "The spec folder is new: exchange file, line files, overlays and glossary were copied from the spec that ships.",
    file: target,
    fix: "They are yours from now on; --schemas names another folder.",
  });

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
