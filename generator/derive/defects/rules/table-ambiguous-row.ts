/**
 * A flat table names a field that stands at several levels of the message.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | seq | string | Sequence |
 *     | price | string | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "seq": "7", "data": { "seq": "7", "price": "1.5" } }
 *     ```
 *
 * line 5  table-ambiguous-row  seq
 *   claim     seq
 *   evidence  /data/seq, /seq
 *   decision  the row speaks of each of them
 *   confidence  likely
 */

import { isInRecord, type TopicMatch } from "../../match-rows.js";
import type { Field } from "../../shape.js";
import { rowRule } from "../rule.js";

export const tableAmbiguousRow = rowRule("table-ambiguous-row", (row, match) => {
  const fields = match.fieldsOfRow.get(row) ?? [];
  const isAmbiguous = [...match.forms.keys()].some((form) =>
    standApart(
      fields.filter((field) => field.form === form),
      match,
    ),
  );
  if (!isAmbiguous) return [];
  const levels = new Set(fields.map(({ pointer }) => pointer));
  return [
    {
      claim: row.name,
      evidence: [...levels].join(", "),
      decision: "the row speaks of each of them",
      confidence: "likely",
    },
  ];
});

/** Beside each other, records are one level: of `/data/update` and `/data/insert` the row says the same. */
function standApart(fields: readonly Field[], { records }: TopicMatch): boolean {
  const levels = new Set(fields.map((field) => (isInRecord(field, records) ? "record" : field.pointer)));
  return levels.size > 1 || isNested(fields.map(({ parent }) => parent));
}

/** `/data/<any>` and `/data/<any>/extra/<any>`: one object inside the other. */
const isNested = (parents: readonly string[]): boolean =>
  parents.some((parent) => parents.some((other) => other.startsWith(`${parent}/`)));
