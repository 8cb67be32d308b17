/** Part of the build: reads and checks the exchange file and the line files that ship, for known-files.ts. */

import { join } from "node:path";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import { writeBuilt } from "../host/build-output.js";
import { foldersIn } from "../host/folders.js";
import { OWN_SCHEMAS } from "../host/own-folders.js";
import { ownSchema } from "../host/own-schema.js";
import { readText } from "../host/read-text.js";
import { checkExchangeFile, EXCHANGE_FILE } from "./exchange-file.js";
import { digestOf, KNOWN_FILES } from "./known-files.js";
import { checkLineFile } from "./read-line-file.js";

type Check = (source: string, file: string, schema: object, report: Report) => object | undefined;

// What is wrong with a file is said by every command that reads it.
const report = createReport();
const known: Record<string, object> = {};
const keep = (path: string, schema: object, check: Check): void => {
  const source = readText(path, { name: path, fix: "" }, report);
  const file = source === undefined ? undefined : check(source, path, schema, report);
  if (source !== undefined && file) known[digestOf(source, schema)] = file;
};
keep(join(OWN_SCHEMAS, EXCHANGE_FILE), ownSchema("exchange"), checkExchangeFile);
for (const name of foldersIn(OWN_SCHEMAS)) keep(join(OWN_SCHEMAS, name, "line.yaml"), ownSchema("line"), checkLineFile);
writeBuilt(KNOWN_FILES, JSON.stringify(known));
