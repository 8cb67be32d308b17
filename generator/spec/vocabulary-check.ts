/**
 * The check of the vocabulary: compiled by the build, because starting Ajv for it takes longer than checking a small capture. Where the sources run
 * without a build it is compiled on first use.
 */

import type { ErrorObject } from "ajv/dist/2020.js";
import { loadBuilt } from "../host/build-output.js";
import { loadLater } from "../host/load-later.js";
import { ownSchema } from "../host/own-schema.js";

type Check = ((value: unknown) => boolean) & { errors?: readonly ErrorObject[] | null };

/** Written by write-vocabulary-check.ts. */
export const COMPILED_CHECK = new URL("vocabulary-check.cjs", import.meta.url);
export const CHECK_OPTIONS = {
  strict: true,
  strictTypes: false,
  strictRequired: false,
  validateSchema: false,
} as const;

const ajv = loadLater<typeof import("ajv/dist/2020.js")>("ajv/dist/2020.js");
let check: Check | undefined;

/** The first fault of a schema file; undefined if it fits the vocabulary. */
export function checkVocabulary(schema: unknown): ErrorObject | undefined {
  check ??=
    loadBuilt<Check>(COMPILED_CHECK) ?? (new (ajv().Ajv2020)(CHECK_OPTIONS).compile(ownSchema("vocabulary")) as Check);
  // The errors behind the first say which condition chose the keywords.
  return check(schema) ? undefined : check.errors?.[0];
}
