/** Parts a schema that derive has built from the lines of the page behind it: an edit of the page moves lines, and changes no contract. */

import type { JsonSchema, SourceLines } from "../schema/json-schema.js";
import { mapNodes } from "../schema/map-nodes.js";

/** By the pointer of a node. */
export type LinesByPointer = ReadonlyMap<string, SourceLines>;

export function takeLines(built: JsonSchema): { readonly schema: JsonSchema; readonly lines: LinesByPointer } {
  const lines = new Map<string, SourceLines>();
  const schema = mapNodes(built, ({ "x-lines": own, ...node }, pointer) => {
    if (own) lines.set(pointer, own);
    return node;
  });
  return { schema, lines };
}

/** In the order of the schema's text, without those of nodes that an overlay took away. */
export function linesIn(schema: JsonSchema, lines: LinesByPointer): Record<string, SourceLines> {
  const found = new Map<string, SourceLines>();
  mapNodes(schema, (node, pointer) => {
    const own = lines.get(pointer);
    if (own) found.set(pointer, own);
    return node;
  });
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
