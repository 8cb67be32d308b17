/** Reads and checks a line.yaml. */

import type { Report } from "../diagnostics/diagnostic.js";
import { checkAuthentication } from "./check-authentication.js";
import { checkNames } from "./check-names.js";
import { checkReplies, checkReplySchemas } from "./check-replies.js";
import { checkRequests } from "./check-requests.js";
import { checkFiles, checkTopicForms } from "./check-topic-entries.js";
import { checkTopics } from "./check-topics.js";
import { readKnown } from "./known-files.js";
import type { LineFile } from "./line-file.js";
import { type ConfigKind, readConfigFile } from "./read-config-file.js";

const LINE_FILE: ConfigKind<LineFile> = {
  code: "config/line-file",
  schemaName: "line.schema.json",
  about: "A line file is a YAML mapping with the members of schemas/line.schema.json.",
  /** Names that must exist, slots that must be defined, files that must not collide. */
  checks: [
    checkNames,
    checkReplies,
    checkReplySchemas,
    checkFiles,
    checkTopics,
    checkTopicForms,
    checkRequests,
    checkAuthentication,
  ],
};

/** Undefined if the file is faulty; the report has every fault. */
export const readLineFile = (source: string, file: string, lineSchema: object, report: Report): LineFile | undefined =>
  readKnown(source, lineSchema, () => checkLineFile(source, file, lineSchema, report));

/** As `readLineFile`, also for a file that the build has checked. */
export const checkLineFile = (source: string, file: string, lineSchema: object, report: Report): LineFile | undefined =>
  readConfigFile(LINE_FILE, source, file, lineSchema, report);
