/** Ajv over our own configuration files and over schemas. */

import type { Ajv2020, ErrorObject } from "ajv/dist/2020.js";
import { loadLater } from "./load-later.js";

const ajv = loadLater<typeof import("ajv/dist/2020.js")>("ajv/dist/2020.js");

/** The schemas are our own and tested: checking and optimizing them at every start would take longer than their use. */
const CHECK_OPTIONS = {
  strict: true,
  strictTypes: false,
  validateSchema: false,
  allErrors: true,
  verbose: true,
  code: { optimize: false },
} as const;

const compiled = new WeakMap<object, ReturnType<Ajv2020["compile"]>>();

/** Every fault of a value; none: it fits. A schema is compiled once. */
export function errorsOf(schema: object, value: unknown): readonly ErrorObject[] {
  const validate = compiled.get(schema) ?? new (ajv().Ajv2020)(CHECK_OPTIONS).compile(schema);
  compiled.set(schema, validate);
  return validate(value) ? [] : (validate.errors ?? []);
}

/** A fault in one sentence. */
export function explainError(error: ErrorObject): string {
  const detail = Object.values(error.params).map(String).join(", ");
  return `${error.instancePath || "the root"} ${error.message ?? error.keyword}${detail ? ` (${detail})` : ""}`;
}
