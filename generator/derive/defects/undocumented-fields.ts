/** Members that are in no row: payload fields that the table forgot, and the envelope that no table ever lists. */

import { isDiscriminator } from "../evidence.js";
import { isInRecord, type TopicMatch } from "../match-rows.js";
import { type Field, isOnlyNull, showValue } from "../shape.js";
import type { LocatedFinding } from "./rule.js";

type Undocumented = Omit<LocatedFinding, "decision">;

/** Each name once. A topic without a table documents nothing, which is told elsewhere. */
export function undocumentedFields(
  match: TopicMatch,
  topics: readonly TopicMatch[],
): { readonly payload: readonly Undocumented[]; readonly envelope: readonly Undocumented[] } {
  const { evidence, fields, records, rowOf } = match;
  const names = new Set<string>();
  const found = fields.filter((field) => {
    if (evidence.rows.length === 0 || rowOf.has(field) || names.has(field.key)) return false;
    names.add(field.key);
    return true;
  });
  // What a sibling topic documents at this place is a field here too; what is envelope there is envelope here.
  const siblings = outsideRecords(topics);
  const isPayload = (field: Field): boolean => {
    if (isDiscriminator(evidence, field.pointer)) return false;
    return isInRecord(field, records) ? !siblings.envelope.has(field.pointer) : siblings.documented.has(field.pointer);
  };
  const told = ({ pointer, shape }: Field): Undocumented => ({
    line: shape.place.line,
    field: pointer,
    claim: `example: ${showValue(shape)}`,
    evidence: "no table row names it",
    // What only null stands for may be anything.
    ...(isOnlyNull(shape) && { confidence: "guess" as const }),
  });
  return {
    payload: found.filter(isPayload).map(told),
    envelope: found.filter((field) => !isPayload(field)).map(told),
  };
}

function outsideRecords(topics: readonly TopicMatch[]): { documented: Set<string>; envelope: Set<string> } {
  const documented = new Set<string>();
  const envelope = new Set<string>();
  for (const { fields, fieldsOfRow, records, rowOf } of topics) {
    for (const field of fields) {
      if (isInRecord(field, records)) continue;
      const row = rowOf.get(field);
      if (row === undefined) envelope.add(field.pointer);
      // Only if the row means this place: a record's `seq` says nothing of the envelope's.
      else if (fieldsOfRow.get(row)?.[0]?.pointer === field.pointer) documented.add(field.pointer);
    }
  }
  return { documented, envelope };
}
