/** Reads and checks a line.yaml: every fault with its line, its column and what to do. */

import type { Document, YAMLError } from "yaml";
import type { Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { loadLater } from "../host/load-later.js";
import { errorsOf } from "../host/schema-check.js";
import { dataOf, offsetAt, refuseYaml } from "../host/yaml-data.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";
import { checkAuthentication } from "./check-authentication.js";
import { checkNames } from "./check-names.js";
import { checkReplies, checkReplySchemas } from "./check-replies.js";
import { checkRequests } from "./check-requests.js";
import { checkFiles, checkTopicForms } from "./check-topic-entries.js";
import { checkTopics } from "./check-topics.js";
import { keepLineFile, knownLineFile } from "./known-line-files.js";
import type { Fault } from "./line-fault.js";
import type { LineFile } from "./line-file.js";
import { shapeFaults } from "./shape-faults.js";

const yaml = loadLater<typeof import("yaml")>("yaml");

const MAX_FAULTS = 50;
const ABOUT = "A line file is a YAML mapping with the members of schemas/line.schema.json.";

/** What a schema cannot say: names that must exist, slots that must be defined, files that must not collide. */
const CHECKS: readonly ((file: LineFile) => readonly Fault[])[] = [
  checkNames,
  checkReplies,
  checkReplySchemas,
  checkFiles,
  checkTopics,
  checkTopicForms,
  checkRequests,
  checkAuthentication,
];

/** Undefined if the file is faulty; the report has every fault. */
export function readLineFile(source: string, file: string, lineSchema: object, report: Report): LineFile | undefined {
  const known = knownLineFile(source, lineSchema);
  if (known) return known;
  const checked = checkLineFile(source, file, lineSchema, report);
  if (checked) keepLineFile(source, lineSchema, checked);
  return checked;
}

/** As `readLineFile`, also for a file that the build has checked. */
export function checkLineFile(source: string, file: string, lineSchema: object, report: Report): LineFile | undefined {
  const read = readSource(source, lineSchema);
  if ("line" in read) return read;
  for (const { offset, message, fix } of read.slice(0, MAX_FAULTS)) {
    const { line, column, excerpt } = placeAt(source, offset);
    const shown = excerpt.replace(/\r$/, "").slice(0, 400);
    report.add({ code: "config/line-file", severity: "error", message, file, line, column, excerpt: shown, fix });
  }
  return undefined;
}

interface PlacedFault {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

/** The line file, or its faults: of the text, else of its shape, else of what it refers to. */
function readSource(source: string, lineSchema: object): LineFile | readonly PlacedFault[] {
  const refusal = refuseYaml(source);
  if (refusal) return [{ fix: ABOUT, ...refusal }];
  const { isMap, parseDocument } = yaml();
  const document = parseDocument(source, { logLevel: "error" });
  const problems = syntaxFaults(document);
  if (problems.length > 0) return problems;
  const { value, fault } = dataOf(document);
  if (fault) return [{ fix: ABOUT, ...fault }];
  if (!isMap(document.contents)) {
    const what = document.contents === null ? "The file is empty." : "The file is not a YAML mapping.";
    return [{ offset: 0, message: what, fix: ABOUT }];
  }
  const faults = dataFaults(value, lineSchema);
  if (faults.length === 0) return value as LineFile;
  return faults.map(({ path, atName, message, fix }) => ({ offset: offsetAt(document, path, atName), message, fix }));
}

/** A fault of syntax makes the rest of the file another one; duplicate keys stand for themselves. */
function syntaxFaults({ errors, warnings }: Document): PlacedFault[] {
  const found: YAMLError[] = [...errors, ...warnings];
  const problems = found.every(({ code }) => code === "DUPLICATE_KEY") ? found : found.slice(0, 1);
  return problems.map((problem) => {
    const [what = ""] = problem.message.split("\n");
    const message = `Not readable YAML: ${what.replace(/:$/, ".")}`;
    return { offset: problem.pos[0], message, fix: fixOf(problem) };
  });
}

function fixOf({ code, message }: YAMLError): string {
  if (code === "TAB_AS_INDENT" || /\btabs?\b/i.test(message)) return "Use spaces to indent: YAML takes no tabs.";
  if (code === "DUPLICATE_KEY") return "Remove or rename one of the two.";
  if (code === "MULTIPLE_DOCS") return "One file describes one line: remove the `---`.";
  return "Correct the YAML here.";
}

function dataFaults(value: unknown, lineSchema: object): readonly Fault[] {
  const broken = findBrokenText(value).map((place) => ({ ...place, ...BROKEN_TEXT }));
  if (broken.length > 0) return broken;
  const misshapen = shapeFaults(errorsOf(lineSchema, value));
  return misshapen.length > 0 ? misshapen : CHECKS.flatMap((check) => check(value as LineFile));
}
