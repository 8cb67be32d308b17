/** The documented dialogues beside the schemas of a line. A spec folder may have none: then nothing is documented. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import { isObject } from "../schema/is-object.js";
import { DIALOGUES_FILE, type Dialogues } from "../spec/dialogues.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { readJson } from "./line-files.js";

/** `root`: the spec folder. */
export function readDialogues(root: string, line: string, report: Report): Dialogues {
  const none: Dialogues = { $schema: "", line, replies: [], pushes: [] };
  const path = join(root, line, DIALOGUES_FILE);
  if (!exists(path)) return none;
  const name = `${line}/${DIALOGUES_FILE}`;
  const fix = `Run \`${COMMAND_LINE} derive\`.`;
  const read = readJson(path, name, fix, report);
  if (read === undefined) return none;
  if (isObject(read) && Array.isArray(read.replies) && Array.isArray(read.pushes)) return read as unknown as Dialogues;
  report.add({
    code: "config/json",
    severity: "error",
    message: "The file has no `replies` and `pushes`.",
    file: name,
    fix,
  });
  return none;
}
