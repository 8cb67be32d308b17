/** Reads the defects that derive found. */

import { join, relative } from "node:path";
import { type DefectRow, isDefectRow } from "../derive/defect-rows.js";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import { readText } from "../host/read-text.js";
import { NO_SOURCES, SOURCE_MAP, type SourceMap, toSourceMap } from "../spec/source-map.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { parseJson } from "../text/parse-json.js";
import { readJson } from "./line-files.js";

export const DEFECTS_FILE = "defects.json";

/** Undefined if they cannot be read. What is no row, because somebody edited the file, is left out. */
export function readDefectRows(root: string, report: Report): DefectRow[] | undefined {
  const path = join(root, DEFECTS_FILE);
  const rows = readJson(path, relative(process.cwd(), path), `Run \`${COMMAND_LINE} derive\` without --lines.`, report);
  if (rows === undefined) return undefined;
  return Array.isArray(rows) ? rows.filter(isDefectRow) : [];
}

/** Of a line's folder. Without one that can be read, messages name no lines. */
export function readSources(folder: string): SourceMap {
  const name = join(folder, SOURCE_MAP);
  const text = readText(name, { name, fix: "" }, createReport());
  return (text !== undefined && toSourceMap(parseJson(text))) || NO_SOURCES;
}
