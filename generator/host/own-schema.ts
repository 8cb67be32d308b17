/**
 * The schemas of the files that people write: the ones that ship, because they say what this program reads. Each is
 * read once.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OWN_SCHEMAS } from "./own-folders.js";

const known = new Map<string, object>();

/** `line`: `line.schema.json`, the shape of a `line.yaml`. */
export function ownSchema(name: "exchange" | "line" | "glossary" | "ignores" | "releases" | "vocabulary"): object {
  const schema =
    known.get(name) ?? (JSON.parse(readFileSync(join(OWN_SCHEMAS, `${name}.schema.json`), "utf8")) as object);
  known.set(name, schema);
  return schema;
}
