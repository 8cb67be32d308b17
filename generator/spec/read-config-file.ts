/** Reads and checks a YAML file that people write: every fault with its line, its column and what to do. */

import type { Document, YAMLError } from "yaml";
import type { Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { loadLater } from "../host/load-later.js";
import { errorsOf } from "../host/schema-check.js";
import { dataOf, offsetAt, refuseYaml } from "../host/yaml-data.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";
import type { Fault } from "./config-fault.js";
import { shapeFaults } from "./shape-faults.js";

const yaml = loadLater<typeof import("yaml")>("yaml");

const MAX_FAULTS = 50;

export interface ConfigKind<Content> {
  /** Of its diagnostics. */
  readonly code: string;
  /** `line.schema.json`, as people find it in the folder of schemas. */
  readonly schemaName: string;
  /** What the file is, for one that is something else. */
  readonly about: string;
  /** What a schema cannot say. */
  readonly checks: readonly ((content: Content) => readonly Fault[])[];
}

/** Undefined if the file is faulty; the report has every fault. */
export function readConfigFile<Content>(
  kind: ConfigKind<Content>,
  source: string,
  file: string,
  schema: object,
  report: Report,
): Content | undefined {
  const { content, faults } = readSource(kind, source, schema);
  for (const { offset, message, fix } of faults.slice(0, MAX_FAULTS)) {
    const { line, column, excerpt } = placeAt(source, offset);
    const shown = excerpt.replace(/\r$/, "").slice(0, 400);
    report.add({ code: kind.code, severity: "error", message, file, line, column, excerpt: shown, fix });
  }
  return content;
}

interface PlacedFault {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

interface ReadSource<Content> {
  /** Absent if there are faults. */
  readonly content?: Content;
  readonly faults: readonly PlacedFault[];
}

/** The file's content, or its faults: of the text, else of its shape, else of what it refers to. */
function readSource<Content>(kind: ConfigKind<Content>, source: string, schema: object): ReadSource<Content> {
  const fix = kind.about;
  const refusal = refuseYaml(source);
  if (refusal) return { faults: [{ fix, ...refusal }] };
  const { isMap, parseDocument } = yaml();
  const document = parseDocument(source, { logLevel: "error" });
  const problems = syntaxFaults(document);
  if (problems.length > 0) return { faults: problems };
  const { value, fault } = dataOf(document);
  if (fault) return { faults: [{ fix, ...fault }] };
  if (!isMap(document.contents)) {
    const message = document.contents === null ? "The file is empty." : "The file is not a YAML mapping.";
    return { faults: [{ offset: 0, message, fix }] };
  }
  const faults = dataFaults(kind, value, schema);
  if (faults.length === 0) return { content: value as Content, faults: [] };
  return {
    faults: faults.map(({ path, atName, message, fix }) => ({
      offset: offsetAt(document, path, atName),
      message,
      fix,
    })),
  };
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
  if (code === "MULTIPLE_DOCS") return "One file is one document: remove the `---`.";
  return "Correct the YAML here.";
}

function dataFaults<Content>(kind: ConfigKind<Content>, value: unknown, schema: object): readonly Fault[] {
  const broken = findBrokenText(value).map((place) => ({ ...place, ...BROKEN_TEXT }));
  if (broken.length > 0) return broken;
  const misshapen = shapeFaults(errorsOf(schema, value), kind.schemaName);
  return misshapen.length > 0 ? misshapen : kind.checks.flatMap((check) => check(value as Content));
}
