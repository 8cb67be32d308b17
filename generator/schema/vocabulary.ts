import type { JsonSchema, TypeName } from "./json-schema.js";

/** Every keyword of ours. Ajv's strict mode refuses a keyword that is not registered, so a misspelt one is an error. */
export const VOCABULARY: readonly string[] = [
  "x-forms",
  "x-revision",
  "x-source",
  "x-kind",
  "x-unit",
  "x-scale",
  "x-unsafe-integer",
  "x-enum",
  "x-presence",
  "x-condition",
  "x-words",
  "x-confidence",
];

const NUMBER = ["enum", "x-enum", "x-scale", "x-unsafe-integer"] as const;

/** The keywords that belong to a type and to those of its name only, as schemas/vocabulary.schema.json has them. */
export const KEYWORDS_OF: Readonly<Record<TypeName, readonly (keyof JsonSchema)[]>> = {
  object: ["properties", "required"],
  array: ["items", "prefixItems", "minItems", "maxItems"],
  string: ["enum", "format", "x-enum", "x-scale"],
  number: NUMBER,
  integer: NUMBER,
  boolean: [],
  null: [],
};
