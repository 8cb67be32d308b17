/** Finds and reads the line files of a spec folder. */

import { join, relative } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { ownSchema } from "../host/own-schema.js";
import { readText } from "../host/read-text.js";
import type { LineFile } from "../spec/line-file.js";
import { readLineFile } from "../spec/read-line-file.js";
import { lineNames } from "./spec-folder.js";

const FIX = "A spec folder has one folder per line with a line.yaml.";

/** Names of the lines that are wanted; those that do not exist are told. */
export function namedLines(root: string, only: readonly string[] | undefined, report: Report): string[] {
  const names = lineNames(root);
  for (const name of only ?? []) {
    if (names.includes(name)) continue;
    report.add({
      code: "usage/unknown-line",
      severity: "error",
      message: `There is no line "${name}" in ${root}.`,
      fix: `Lines: ${names.join(", ") || "none"}.`,
    });
  }
  if (names.length === 0)
    report.add({
      code: "config/no-lines",
      severity: "error",
      message: `No line.yaml below ${root}.`,
      file: root,
      fix: FIX,
    });
  return names.filter((name) => only === undefined || only.includes(name));
}

export function readLineFiles(root: string, only: readonly string[] | undefined, report: Report): LineFile[] {
  const lineSchema = ownSchema("line");
  return namedLines(root, only, report).flatMap((name) => {
    const path = join(root, name, "line.yaml");
    const shown = relative(process.cwd(), path);
    const source = readText(path, { name: shown, fix: FIX }, report);
    const file = source === undefined ? undefined : readLineFile(source, shown, lineSchema, report);
    if (file && file.line !== name) {
      report.add({
        code: "config/line-file",
        severity: "error",
        message: `The file says "line: ${file.line}" and stands in the folder "${name}".`,
        file: shown,
        line: (source?.split("\n").findIndex((text) => text.startsWith("line:")) ?? 0) + 1,
        column: 1,
        fix: "Give both the same name: it is the line's path in schemas and package.",
      });
      return [];
    }
    return file ? [file] : [];
  });
}

export function readJson(path: string, name: string, fix: string, report: Report): object | undefined {
  const source = readText(path, { name, fix }, report);
  if (source === undefined) return undefined;
  try {
    return JSON.parse(source) as object;
  } catch (error) {
    report.add({
      code: "config/json",
      severity: "error",
      message: `Not readable JSON: ${String(error)}`,
      file: name,
      fix,
    });
    return undefined;
  }
}
