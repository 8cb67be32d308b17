/**
 * Schemas that the build has checked: the ones that ship. They are not checked again at each start, as
 * known-line-files.ts does it for line files.
 */

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { ownSchema } from "../host/own-schema.js";

/** Written by `npm run build:generator`; absent where the sources run without a build. */
export const KNOWN_SCHEMAS = new URL("known-schemas.json", import.meta.url);

/** Of a schema's text and the vocabulary that it was checked against. */
export const schemaDigest = (source: string): string =>
  createHash("sha256")
    .update(JSON.stringify(ownSchema("vocabulary")))
    .update("\n")
    .update(source)
    .digest("hex");

let known: ReadonlySet<string> | undefined;

export function isKnownSchema(source: string): boolean {
  known ??= new Set(existsSync(KNOWN_SCHEMAS) ? (JSON.parse(readFileSync(KNOWN_SCHEMAS, "utf8")) as string[]) : []);
  return known.size > 0 && known.has(schemaDigest(source));
}
