/** Ajv over our own configuration files and over what derive writes. */

import type { ErrorObject } from "ajv/dist/2020.js";
import { loadLater } from "./load-later.js";

const ajv = loadLater<typeof import("ajv/dist/2020.js")>("ajv/dist/2020.js");

/** The schemas are our own and tested: checking and optimizing them at every start would take longer than their use. */
export const CHECK_OPTIONS = {
  strict: true,
  strictTypes: false,
  validateSchema: false,
  code: { optimize: false },
} as const;

/** A check that answers with one sentence on the first fault, or nothing. */
export function compileCheck(schema: object): (value: unknown) => string | undefined {
  const validate = new (ajv().Ajv2020)(CHECK_OPTIONS).compile(schema);
  return (value) => (validate(value) ? undefined : explain(validate.errors?.[0]));
}

function explain(error: ErrorObject | undefined): string {
  if (!error) return "it is not valid";
  const detail = Object.values(error.params).map(String).join(", ");
  return `${error.instancePath || "the root"} ${error.message ?? error.keyword}${detail ? ` (${detail})` : ""}`;
}
