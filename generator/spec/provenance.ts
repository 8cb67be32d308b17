/** Where the documentation states each rule, by pointer with `*` for array indexes: what a validator's issue names. */

import { escapePointer } from "../schema/pointer.js";
import { partsOf, type Source, type ValueType } from "./value-type.js";

/** Value of `Provenance` in templates/runtime/validator.ts. */
export interface Provenance {
  readonly page: string;
  readonly lines: Readonly<Record<string, number>>;
  readonly notes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** `page`: that of the schema, where a source names no other. */
export function provenanceOf(type: ValueType, page: string): Provenance {
  const lines = new Map<string, number>();
  const notes = new Map<string, Record<string, string>>();

  const record = (source: Source, pointer: string): void => {
    const line = lineOf(source);
    if (line !== undefined && !lines.has(pointer)) lines.set(pointer, line);
    const note = Object.entries({
      page: source.page === page ? undefined : source.page,
      overlay: source.overlay,
      byHand: source.byHand,
      rule: source.rule,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    if (note.length > 0 && !notes.has(pointer)) notes.set(pointer, Object.fromEntries(note));
  };

  const visit = (node: ValueType, pointer: string): void => {
    for (const source of node.sources) record(source, pointer);
    for (const { segment, type: part } of partsOf(node))
      visit(part, segment === undefined ? pointer : `${pointer}/${segment === "*" ? segment : escapePointer(segment)}`);
  };

  visit(type, "");
  return { page, lines: Object.fromEntries(lines), ...(notes.size > 0 && { notes: Object.fromEntries(notes) }) };
}

/** The line that says most: a table names and describes, an example shows. */
export const lineOf = ({ lines }: Pick<Source, "lines">): number | undefined =>
  lines?.table ?? lines?.example ?? lines?.heading;
