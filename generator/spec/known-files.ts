/**
 * Files of people that have been read and checked: those that ship by the build, others once a process. A file with
 * the same bytes is not parsed and checked again, which is half the time of checking a small capture. An edited file
 * has other bytes and goes the whole way.
 */

import { createHash } from "node:crypto";
import { loadBuilt } from "../host/build-output.js";

/** Written by `npm run build:generator`; absent where the sources run without a build. */
export const KNOWN_FILES = new URL("known-files.json", import.meta.url);

/** Of a file's text and the schema that it has to fit. */
export const digestOf = (source: string, schema: object): string =>
  createHash("sha256").update(JSON.stringify(schema)).update("\n").update(source).digest("hex");

let known: Record<string, unknown> | undefined;

const knownFiles = (): Record<string, unknown> => {
  known ??= { ...loadBuilt<Readonly<Record<string, unknown>>>(KNOWN_FILES) };
  return known;
};

/** What `check` makes of the file, or has made of it before. Only a sound file is known for the rest of the process. */
export function readKnown<Content>(
  source: string,
  schema: object,
  check: () => Content | undefined,
): Content | undefined {
  const digest = digestOf(source, schema);
  const files = knownFiles();
  if (Object.hasOwn(files, digest)) return structuredClone(files[digest]) as Content;
  const checked = check();
  if (checked !== undefined) files[digest] = structuredClone(checked);
  return checked;
}
