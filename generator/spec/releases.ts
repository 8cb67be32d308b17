/** `schemas/releases.json`: the versions of the generated package, and what each of them changed. */

import { join, relative } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import { ownSchema } from "../host/own-schema.js";
import { readText } from "../host/read-text.js";
import { COMMAND_LINE } from "../text/command-line.js";
import type { Level } from "./level.js";
import { type ConfigKind, readConfigFile } from "./read-config-file.js";

export interface Release {
  /** SemVer. */
  readonly version: string;
  /** `2026-11-22`. */
  readonly date: string;
  /** What people have to add. */
  readonly notes?: string;
  readonly changes: readonly ReleaseChange[];
  /** Defects of the documentation since the release before. */
  readonly defects: { readonly fixed: number; readonly new: number };
}

/** Changes of words are none. */
export interface ReleaseChange {
  readonly level: Level;
  readonly rule: string;
  /** `futures/trade`, `futures pong`, `futures`. */
  readonly at: string;
  readonly member?: string;
  readonly change: string;
  readonly because: string;
}

export const RELEASES_FILE = "releases.json";

/** Of the package before its first release. */
export const FIRST_VERSION = "0.1.0";

export const versionOf = ([newest]: readonly Release[]): string => newest?.version ?? FIRST_VERSION;

const ABOUT = `\`${COMMAND_LINE} changelog\` writes this file; git has what it was.`;

const KIND: ConfigKind<{ readonly releases: readonly Release[] }> = {
  code: "config/releases",
  schemaName: "releases.schema.json",
  about: ABOUT,
  checks: [],
};

/** Of a spec folder, the newest first; none without the file. Undefined if it cannot be read. */
export function readReleases(root: string, report: Report): readonly Release[] | undefined {
  const path = join(root, RELEASES_FILE);
  if (!exists(path)) return [];
  const file = relative(process.cwd(), path);
  const source = readText(path, { name: file, fix: ABOUT }, report);
  if (source === undefined) return undefined;
  return readConfigFile(KIND, source, file, ownSchema("releases"), report)?.releases;
}
