/** Our own words for fields: schemas/glossary.yaml. */

import type { Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { ownSchema } from "../host/own-schema.js";
import { errorsOf, explainError } from "../host/schema-check.js";
import { type DataFault, readYaml } from "../host/yaml-data.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";
import type { ValueKind } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";

export interface GlossaryEntry {
  readonly text: string;
  readonly kind: ValueKind | "object" | "list";
  readonly unit?: string;
  /** Labels of the positions of a tuple. */
  readonly tuple?: readonly string[];
  readonly condition?: string;
  readonly deprecated?: boolean;
}

export interface Glossary {
  readonly fields: ReadonlyMap<string, GlossaryEntry>;
  readonly comments: ReadonlyMap<string, GlossaryEntry>;
}

export const EMPTY_GLOSSARY: Glossary = { fields: new Map(), comments: new Map() };

export function readGlossary(source: string, file: string, report: Report): Glossary {
  const { value, fault } = readYaml(source, faultOf);
  if (fault) {
    report.add({
      code: "config/glossary",
      severity: "error",
      message: `The glossary cannot be used: ${fault.message.replace(/\.$/, "")}.`,
      file,
      ...placeAt(source, fault.offset),
      fix: fault.fix ?? "See schemas/glossary.schema.json for what may stand there.",
    });
    return EMPTY_GLOSSARY;
  }
  type Entries = Record<string, GlossaryEntry>;
  const { fields, comments = {} } = value as { fields: Entries; comments?: Entries };
  return { fields: new Map(Object.entries(fields)), comments: new Map(Object.entries(comments)) };
}

/** The first thing that the glossary's schema or a text file cannot have. */
function faultOf(value: unknown): DataFault | undefined {
  const [broken] = findBrokenText(value);
  if (broken) return { path: broken.path, message: BROKEN_TEXT.message };
  const [error] = errorsOf(ownSchema("glossary"), value);
  return error && { path: segmentsOf(error.instancePath), message: explainError(error) };
}

/** Most specific first: parent and field, line and topic, line, the bare name, then the comment's placeholder. */
export function lookUp(
  glossary: Glossary,
  place: { readonly line: string; readonly topic: string; readonly field: string; readonly parent?: string },
  commentKeys: readonly string[] = [],
): GlossaryEntry | undefined {
  const { line, topic, field, parent } = place;
  const names = [
    ...(parent === undefined ? [] : [`${line}/${topic}/${parent}.${field}`]),
    `${line}/${topic}/${field}`,
    `${line}/${field}`,
  ];
  for (const name of names) {
    const entry = glossary.fields.get(name);
    if (entry) return entry;
  }
  const bare = glossary.fields.get(field);
  if (bare) return bare;
  for (const key of commentKeys) {
    const entry = glossary.comments.get(key);
    if (entry) return entry;
  }
  return undefined;
}
