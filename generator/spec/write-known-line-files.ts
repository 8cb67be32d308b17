/** Part of the build: reads and checks the line files that ship, for known-line-files.ts. */

import { join } from "node:path";
import { createReport } from "../diagnostics/diagnostic.js";
import { writeBuilt } from "../host/build-output.js";
import { foldersIn } from "../host/folders.js";
import { OWN_SCHEMAS } from "../host/own-folders.js";
import { ownSchema } from "../host/own-schema.js";
import { readText } from "../host/read-text.js";
import { digestOf, KNOWN_LINE_FILES } from "./known-line-files.js";
import type { LineFile } from "./line-file.js";
import { checkLineFile } from "./read-line-file.js";

// What is wrong with a file is said by every command that reads it.
const report = createReport();
const lineSchema = ownSchema("line");
const known: Record<string, LineFile> = {};
for (const name of foldersIn(OWN_SCHEMAS)) {
  const path = join(OWN_SCHEMAS, name, "line.yaml");
  const source = readText(path, { name: path, fix: "" }, report);
  const file = source === undefined ? undefined : checkLineFile(source, path, lineSchema, report);
  if (source !== undefined && file) known[digestOf(source, lineSchema)] = file;
}
writeBuilt(KNOWN_LINE_FILES, JSON.stringify(known));
