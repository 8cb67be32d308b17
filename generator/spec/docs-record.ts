/** `schemas/docs.json`: which revision of each repository `docs` fetched, and git's hash of each of its pages that the line files read. */

import { join, relative } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import { readText } from "../host/read-text.js";
import { isObject } from "../schema/is-object.js";
import { parseJson } from "../text/parse-json.js";

export const DOCS_RECORD = "docs.json";

/** By name of the repository. */
export type DocsRecord = Readonly<Record<string, RecordedRepository>>;

export interface RecordedRepository {
  readonly git: string;
  /** What was asked for: a commit, a tag, a branch, or HEAD. */
  readonly ref: string;
  /** The commit that it was, with all digits. */
  readonly revision: string;
  /** Hash by path, as line files name the page. */
  readonly pages: Readonly<Record<string, string>>;
}

/** Of a spec folder; empty where nothing was fetched yet. Undefined for one that cannot be read; the report says why. */
export function readDocsRecord(root: string, report: Report): DocsRecord | undefined {
  const path = join(root, DOCS_RECORD);
  if (!exists(path)) return {};
  const file = relative(process.cwd(), path);
  const fix = "Restore it; or remove it, and `docs` writes it anew, with the newest revisions.";
  const text = readText(path, { name: file, fix }, report);
  if (text === undefined) return undefined;
  const value = parseJson(text);
  if (isObject(value) && Object.values(value).every(isRepository)) return value as DocsRecord;
  const message = "This is not what `docs` writes.";
  report.add({ code: "config/docs-record", severity: "error", message, file, line: 1, column: 1, fix });
  return undefined;
}

const isHash = (value: unknown): boolean => typeof value === "string" && /^[0-9a-f]{40}$/.test(value);

const isRepository = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.git === "string" &&
  typeof value.ref === "string" &&
  isHash(value.revision) &&
  isObject(value.pages) &&
  Object.values(value.pages).every(isHash);
