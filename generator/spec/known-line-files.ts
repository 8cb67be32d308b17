/**
 * Line files that have been read and checked: those that ship by the build, others once a process. A file with the same bytes is not parsed and
 * checked again, which is half the time of checking a small capture. An edited file has other bytes and goes the whole way.
 */

import { createHash } from "node:crypto";
import { loadBuilt } from "../host/build-output.js";
import type { LineFile } from "./line-file.js";

/** Written by `npm run build:generator`; absent where the sources run without a build. */
export const KNOWN_LINE_FILES = new URL("known-line-files.json", import.meta.url);

/** Of a line file's text and the schema that it has to fit. */
export const digestOf = (source: string, lineSchema: object): string =>
  createHash("sha256").update(JSON.stringify(lineSchema)).update("\n").update(source).digest("hex");

let known: Record<string, LineFile> | undefined;

const knownFiles = (): Record<string, LineFile> => {
  known ??= { ...loadBuilt<Readonly<Record<string, LineFile>>>(KNOWN_LINE_FILES) };
  return known;
};

export function knownLineFile(source: string, lineSchema: object): LineFile | undefined {
  const digest = digestOf(source, lineSchema);
  return Object.hasOwn(knownFiles(), digest) ? structuredClone(knownFiles()[digest]) : undefined;
}

/** A sound file is known for the rest of the process. */
export function keepLineFile(source: string, lineSchema: object, file: LineFile): void {
  knownFiles()[digestOf(source, lineSchema)] = structuredClone(file);
}
