/** Part of the build: checks the line files and schemas that ship, for known-line-files.ts and known-schemas.ts. */

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OWN_SCHEMAS } from "../commands/options.js";
import { createReport } from "../diagnostics/diagnostic.js";
import { ownSchema } from "../host/own-schema.js";
import { checkSchema } from "../schema/check-schema.js";
import { digestOf, KNOWN_LINE_FILES } from "./known-line-files.js";
import { KNOWN_SCHEMAS, schemaDigest } from "./known-schemas.js";
import type { LineFile } from "./line-file.js";
import { readLineFile } from "./read-line-file.js";

// What an earlier build has checked, this one checks again.
rmSync(KNOWN_LINE_FILES, { force: true });
rmSync(KNOWN_SCHEMAS, { force: true });
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

const schemas = readdirSync(OWN_SCHEMAS, { recursive: true, encoding: "utf8" })
  .filter((path) => dirname(path) !== "." && path.endsWith(".schema.json"))
  .map((path) => readFileSync(join(OWN_SCHEMAS, path), "utf8"))
  .filter((source) => checkSchema(JSON.parse(source)).length === 0);
writeFileSync(KNOWN_SCHEMAS, JSON.stringify(schemas.map(schemaDigest)));
