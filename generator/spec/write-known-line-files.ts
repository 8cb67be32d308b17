/** Part of the build: reads and checks the line files that ship, for known-line-files.ts. */

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createReport } from "../diagnostics/diagnostic.js";
import { OWN_SCHEMAS } from "../host/own-folders.js";
import { ownSchema } from "../host/own-schema.js";
import { digestOf, KNOWN_LINE_FILES } from "./known-line-files.js";
import type { LineFile } from "./line-file.js";
import { readLineFile } from "./read-line-file.js";

// What an earlier build has checked, this one checks again.
rmSync(KNOWN_LINE_FILES, { force: true });
const lineSchema = ownSchema("line");
const known: Record<string, LineFile> = {};
for (const name of readdirSync(OWN_SCHEMAS)) {
  const path = join(OWN_SCHEMAS, name, "line.yaml");
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch {
    continue;
  }
  // A faulty file is reported by every command that reads it.
  const file = readLineFile(source, path, lineSchema, createReport());
  if (file) known[digestOf(source, lineSchema)] = file;
}
writeFileSync(KNOWN_LINE_FILES, JSON.stringify(known));
