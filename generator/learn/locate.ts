/** Where in a schema document the fields of its messages are described: a message pointer to a path into the document. */

import type { JsonSchema } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { defOfRef, MAX_SCHEMA_DEPTH, resolve } from "../schema/resolve.js";

export interface Location {
  /** Path of the schema node, from the document's root. */
  readonly path: readonly string[];
  readonly schema: JsonSchema;
}

/** Every described place of a form; `*` for array indexes. */
export function locateFields(form: Location, root: JsonSchema): Map<string, Location> {
  const found = new Map<string, Location>();
  const visit = ({ path, schema }: Location, pointer: string, depth: number): void => {
    if (depth > MAX_SCHEMA_DEPTH) return;
    if (schema.$ref !== undefined) {
      const def = defOfRef(schema.$ref);
      const target = root.$defs?.[def];
      if (target) visit({ path: ["$defs", def], schema: target }, pointer, depth + 1);
      return;
    }
    if (!found.has(pointer)) found.set(pointer, { path, schema });
    for (const keyword of ["anyOf", "oneOf"] as const)
      for (const [index, branch] of (schema[keyword] ?? []).entries()) {
        // The branch with members describes what lies below.
        if (hasInner(branch, root)) {
          found.delete(pointer);
          visit({ path: [...path, keyword, String(index)], schema: branch }, pointer, depth + 1);
        }
      }
    for (const [index, item] of (schema.prefixItems ?? []).entries())
      visit({ path: [...path, "prefixItems", String(index)], schema: item }, `${pointer}/*`, depth + 1);
    if (schema.items) visit({ path: [...path, "items"], schema: schema.items }, `${pointer}/*`, depth + 1);
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      visit({ path: [...path, "properties", name], schema: property }, `${pointer}/${escapePointer(name)}`, depth + 1);
  };
  visit(form, "", 0);
  return found;
}

const hasInner = (schema: JsonSchema, root: JsonSchema): boolean => {
  const own = resolve(schema, root);
  return own.properties !== undefined || own.items !== undefined || own.prefixItems !== undefined;
};

/** A normalized path of RFC 9535: `$['$defs']['item']`; indexes of lists without quotes. */
export function jsonPath(path: readonly string[]): string {
  return `$${path
    .map((segment, index) =>
      /^\d+$/.test(segment) && ["anyOf", "oneOf", "prefixItems"].includes(path[index - 1] ?? "")
        ? `[${segment}]`
        : `['${segment.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`,
    )
    .join("")}`;
}
