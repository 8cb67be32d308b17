/** Is this a schema of the dialect? What is wrong is said with its place and what to do: schemas are written by people too, and by overlays. */

import type { ErrorObject } from "ajv/dist/2020.js";
import { valueAt } from "../../templates/runtime/pointer.js";
import { suggest } from "../diagnostics/suggest.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";
import { isObject } from "../schema/is-object.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { escapePointer, pointerOf, segmentsOf } from "../schema/pointer.js";
import { MAX_TYPE_DEPTH, readDefinitions, type SchemaFault } from "./read-value-type.js";
import type { LinesAt } from "./source-map.js";
import type { ValueType } from "./value-type.js";
import { checkVocabulary } from "./vocabulary-check.js";

export interface CheckedSchema {
  readonly faults: readonly SchemaFault[];
  /** By name; empty if there are faults. */
  readonly definitions: ReadonlyMap<string, ValueType>;
}

/** Each level of a message is at most four of JSON: `properties`, a name, `anyOf`, an index. */
const MAX_JSON_DEPTH = 4 * MAX_TYPE_DEPTH;

/** `linesAt`: where the pages say it. Faults of one kind hide those of the next, which need it to hold. */
export function checkSchema(schema: unknown, linesAt: LinesAt = () => undefined): CheckedSchema {
  for (const stage of [depthFaults, textFaults, vocabularyFaults]) {
    const faults = stage(schema);
    if (faults.length > 0) return { faults, definitions: new Map() };
  }
  const faults: SchemaFault[] = [];
  const definitions = readDefinitions(schema as JsonSchema, (fault) => faults.push(fault), linesAt);
  faults.push(...formFaults(schema as JsonSchema));
  return faults.length > 0 ? { faults, definitions: new Map() } : { faults, definitions };
}

/** Without recursion: what is too deep for the other stages ends here. */
function depthFaults(schema: unknown): SchemaFault[] {
  let level: [string, unknown][] = [["", schema]];
  for (let depth = 0; level.length > 0; depth += 1) {
    const [first] = level;
    if (depth > MAX_JSON_DEPTH && first) {
      const message = `The schema nests deeper than ${MAX_TYPE_DEPTH} levels.`;
      return [{ pointer: first[0], message, fix: "No message is nested that deep: describe fewer levels." }];
    }
    level = level.flatMap(([pointer, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([key, inner]): [string, unknown] => [`${pointer}/${escapePointer(key)}`, inner])
        : [],
    );
  }
  return [];
}

const textFaults = (schema: unknown): SchemaFault[] =>
  findBrokenText(schema).map(({ path, atName }) => ({
    pointer: pointerOf(path),
    atName,
    ...BROKEN_TEXT,
  }));

function vocabularyFaults(schema: unknown): SchemaFault[] {
  const error = checkVocabulary(schema);
  return error ? [wordsOf(error, schema)] : [];
}

function formFaults({ $defs = {}, "x-forms": keyword }: JsonSchema): SchemaFault[] {
  const forms = Object.entries(keyword?.forms ?? {});
  const faults = forms
    .filter(([, { def }]) => !Object.hasOwn($defs, def))
    .map(([name, { def }]) => ({
      pointer: `/x-forms/forms/${escapePointer(name)}/def`,
      message: `There is no definition ${JSON.stringify(def)}.`,
      fix: suggest(def, Object.keys($defs)),
    }));
  const discriminator = keyword?.discriminator;
  if (forms.length > 1 && discriminator === undefined)
    faults.push({
      pointer: "/x-forms",
      message: "Several forms need a `discriminator` that tells them apart.",
      fix: "Name the pointer of the member that does, and its value for each form.",
    });
  if (discriminator !== undefined && !/^(?:\/(?:[^~/]|~[01])*)+$/.test(discriminator))
    faults.push({
      pointer: "/x-forms/discriminator",
      message: `${JSON.stringify(discriminator)} is no JSON pointer.`,
      fix: "Write it as in `/type`.",
    });
  return faults;
}

const VOCABULARY_FIX = "schemas/vocabulary.schema.json says what may stand where.";

function wordsOf(error: ErrorObject, schema: unknown): SchemaFault {
  const { instancePath: pointer, schemaPath, keyword, params, message = keyword } = error;
  const node = valueAt(schema, segmentsOf(pointer));
  if (keyword === "additionalProperties" && isObject(node)) {
    const name = String((params as { additionalProperty: unknown }).additionalProperty);
    const beside = companyOf(node);
    const fix = beside.startsWith("with")
      ? VOCABULARY_FIX
      : `Remove one of them; an overlay that turns a node into another kind has to \`replace\` it. ${VOCABULARY_FIX}`;
    const message = `The keyword ${JSON.stringify(name)} may not stand here, ${beside}.`;
    return { pointer: `${pointer}/${escapePointer(name)}`, atName: true, message, fix };
  }
  if (keyword === "enum") {
    const known = (params as { allowedValues: unknown[] }).allowedValues.map(String);
    return { pointer, message: `${show(node)} is not known here.`, fix: suggest(String(node), known) };
  }
  const [, foreign] = /dependentSchemas\/([^/]+)\//.exec(schemaPath) ?? [];
  if (foreign !== undefined)
    return {
      pointer: pointer.replace(/\/type$/, ""),
      message: `The keyword ${JSON.stringify(foreign)} speaks of none of the listed types.`,
      fix: VOCABULARY_FIX,
    };
  return { pointer, message: `${show(node)} ${message}.`, fix: VOCABULARY_FIX };
}

/** A value in a sentence. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "This";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** What else the node is, where a keyword is one too many. */
function companyOf(node: Record<string, unknown>): string {
  if (Object.hasOwn(node, "$schema")) return "with the root of a schema file";
  for (const keyword of ["$ref", "const", "anyOf", "oneOf"])
    if (Object.hasOwn(node, keyword)) return `beside ${keyword}`;
  return Object.hasOwn(node, "type") ? `with the type ${JSON.stringify(node.type)}` : "with a node that has no type";
}

/** `"$defs.item.type"`: a place as people read it. */
export const placeName = (pointer: string): string =>
  pointer === "" ? "The schema" : `"${segmentsOf(pointer).join(".").slice(0, 200)}"`;
