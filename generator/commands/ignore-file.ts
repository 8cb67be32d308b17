/** Reads the changes that somebody accepts. */

import type { Report } from "../diagnostics/diagnostic.js";
import type { Ignore } from "../diff/ignores.js";
import { ownSchema } from "../host/own-schema.js";
import { readText } from "../host/read-text.js";
import { type ConfigKind, readConfigFile } from "../spec/read-config-file.js";

interface IgnoreFile {
  readonly ignores: readonly Ignore[];
}

const ABOUT =
  "A YAML mapping with a list: `ignores: [{ rule: member-removed, at: futures/trade, because: …, until: 2026-12-31 }]`.";

const IGNORE_FILE: ConfigKind<IgnoreFile> = {
  code: "config/ignores",
  schemaName: "ignores.schema.json",
  about: ABOUT,
  checks: [],
};

/** Undefined if the file cannot be read. */
export function readIgnores(path: string, report: Report): readonly Ignore[] | undefined {
  const source = readText(path, { name: path, fix: ABOUT }, report);
  if (source === undefined) return undefined;
  return readConfigFile(IGNORE_FILE, source, path, ownSchema("ignores"), report)?.ignores;
}
