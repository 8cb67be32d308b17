/** Is this a schema of the dialect? What is wrong is said with its place and what to do: schemas are written by people too, and by overlays. */

import type { ErrorObject } from "ajv/dist/2020.js";
import { isObject } from "../schema/is-object.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";
import { checkVocabulary } from "../schema/vocabulary-check.js";
import { readDefinitions, type SchemaFault } from "./read-value-type.js";
import type { ValueType } from "./value-type.js";

export interface CheckedSchema {
  readonly faults: readonly SchemaFault[];
  /** By name; empty if there are faults. */
  readonly definitions: ReadonlyMap<string, ValueType>;
}

/** Deeper values overflow the stack of who walks them. */
const MAX_JSON_DEPTH = 200;

export function checkSchema(schema: unknown): CheckedSchema {
  if (isDeeper(schema, MAX_JSON_DEPTH))
    return failed({
      pointer: "",
      message: `The schema goes more than ${MAX_JSON_DEPTH} levels deep.`,
      fix: "Describe as many levels as messages have.",
    });
  const error = checkVocabulary(schema);
  if (error) return failed(wordsOf(error, schema));
  const faults: SchemaFault[] = [];
  const definitions = readDefinitions(schema as JsonSchema, (fault) => faults.push(fault));
  faults.push(...formFaults(schema as JsonSchema));
  return faults.length > 0 ? { faults, definitions: new Map() } : { faults, definitions };
}

const failed = (fault: SchemaFault): CheckedSchema => ({ faults: [fault], definitions: new Map() });

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

function formFaults({ $defs = {}, "x-forms": keyword }: JsonSchema): SchemaFault[] {
  const forms = Object.entries(keyword?.forms ?? {});
  const faults = forms
    .filter(([, { def }]) => !Object.hasOwn($defs, def))
    .map(([name, { def }]) => ({
      pointer: `/x-forms/forms/${name}/def`,
      message: `There is no definition "${def}".`,
      fix: `Definitions: ${Object.keys($defs).join(", ") || "none"}.`,
    }));
  if (forms.length > 1 && keyword?.discriminator === undefined)
    faults.push({
      pointer: "/x-forms",
      message: "Several forms, and no discriminator that tells them apart.",
      fix: "Name the pointer of the member that does, and its value for each form.",
    });
  return faults;
}

const VOCABULARY_FIX = "schemas/vocabulary.schema.json says what may stand where.";

function wordsOf(error: ErrorObject, schema: unknown): SchemaFault {
  const { instancePath: pointer, schemaPath, keyword, params, message = keyword } = error;
  const node = nodeAt(schema, pointer);
  if (keyword === "additionalProperties" && isObject(node)) {
    const name = String((params as { additionalProperty: unknown }).additionalProperty);
    const beside = companyOf(node);
    const fix = beside.startsWith("with")
      ? VOCABULARY_FIX
      : `Remove one of them; an overlay that turns a node into another kind has to \`replace\` it. ${VOCABULARY_FIX}`;
    return { pointer, message: `The keyword ${JSON.stringify(name)} may not stand here, ${beside}.`, fix };
  }
  const [, foreign] = /dependentSchemas\/([^/]+)\//.exec(schemaPath) ?? [];
  if (foreign !== undefined)
    return {
      pointer: pointer.replace(/\/type$/, ""),
      message: `The keyword ${JSON.stringify(foreign)} speaks of none of the listed types.`,
      fix: VOCABULARY_FIX,
    };
  const detail = Object.values(params)
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join(", ");
  return { pointer, message: `The schema ${message}${detail === "" ? "" : ` (${detail})`}.`, fix: VOCABULARY_FIX };
}

/** What else the node is, where a keyword is one too many. */
function companyOf(node: Record<string, unknown>): string {
  if (Object.hasOwn(node, "$schema")) return "with the root of a schema file";
  for (const keyword of ["$ref", "const", "anyOf", "oneOf"])
    if (Object.hasOwn(node, keyword)) return `beside ${keyword}`;
  return Object.hasOwn(node, "type") ? `with the type ${JSON.stringify(node.type)}` : "with a node that has no type";
}

function nodeAt(root: unknown, pointer: string): unknown {
  let node = root;
  for (const segment of segmentsOf(pointer)) node = (node as Record<string, unknown> | undefined)?.[segment];
  return node;
}
