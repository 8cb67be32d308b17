/** Finds and reads the line files of a spec folder. */

import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { readText } from "../host/read-text.js";
import type { LineFile } from "../spec/line-file.js";
import { readLineFile } from "../spec/read-line-file.js";
import { OWN_SCHEMAS } from "./options.js";
import { lineNames } from "./spec-folder.js";

export function readLineFiles(root: string, only: readonly string[] | undefined, report: Report): LineFile[] {
  const fix = "A spec folder has line.schema.json and one folder per line with a line.yaml.";
  const lineSchema = readJson(join(root, "line.schema.json"), "line.schema.json", fix, OWN_SCHEMAS, report);
  if (!lineSchema) return [];
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
  if (names.length === 0) {
    report.add({ code: "config/no-lines", severity: "error", message: `No line.yaml below ${root}.`, file: root, fix });
  }
  return names
    .filter((name) => only === undefined || only.includes(name))
    .flatMap((name) => {
      const path = join(root, name, "line.yaml");
      const shown = relative(process.cwd(), path);
      const source = readText(path, { name: shown, fix }, report);
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
      }
      return file ? [file] : [];
    });
}

export function readJson(
  path: string,
  name: string,
  fix: string,
  fallback: string,
  report: Report,
): object | undefined {
  // A stranger's spec folder need not carry our own schemas.
  const found = existsSync(path) ? path : join(fallback, name);
  const source = readText(found, { name, fix }, report);
  if (source === undefined) return undefined;
  try {
    return JSON.parse(source) as object;
  } catch (error) {
    report.add({
      code: "config/json",
      severity: "error",
      message: `Not readable JSON: ${String(error)}`,
      file: found,
      fix,
    });
    return undefined;
  }
}
