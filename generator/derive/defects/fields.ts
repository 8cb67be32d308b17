/** Table against example: types, names, fields that only one of them has. */

import type { Defect } from "../defect.js";
import { TYPE_WORDS } from "../infer-value.js";
import { isInRecord, type TopicMatch } from "../match-rows.js";
import { type Field, showValue, typesOf } from "../shape.js";
import type { DefectContext, DefectRule } from "./context.js";

export const typeDefects: DefectRule = ({ topics }) =>
  topics.flatMap((match) =>
    match.evidence.rows.flatMap((row) => {
      // A misnamed row is one defect: its type goes with its name.
      if (match.nearNames.has(row)) return [];
      const field = match.fieldsOfRow.get(row)?.[0];
      if (!field) return [];
      const shown = typesOf(field.shape);
      const claimed = TYPE_WORDS.get(row.type.toLowerCase());
      if (claimed && shown.every((type) => type === "null" || claimed.some((word) => word === type))) return [];
      return [
        {
          ...placeOf(match, field),
          code: "type-conflict" as const,
          line: row.row.line,
          claim: `table: ${row.type || "no type"}`,
          evidence: `example, line ${field.shape.place.line}: ${showValue(field.shape)} (${shown.join(" or ")})`,
          decision: `${shown.join(" or ")}: the example stands`,
        },
      ];
    }),
  );

export const nameDefects: DefectRule = ({ topics }) =>
  topics.flatMap((match) =>
    [...match.nearNames].flatMap(([row, rule]) => {
      const field = match.fieldsOfRow.get(row)?.[0];
      if (!field) return [];
      return [
        {
          ...placeOf(match, field),
          code: "name-mismatch" as const,
          line: row.row.line,
          claim: `table: ${row.name} (${row.type})`,
          evidence: `example, line ${field.shape.place.line}: ${field.key} = ${showValue(field.shape)} (${typesOf(field.shape).join(" or ")})`,
          decision: `${field.key}: the example's name and type stand; paired by ${rule}`,
        },
      ];
    }),
  );

export const tableOnlyDefects: DefectRule = ({ topics }) =>
  topics.flatMap((match) =>
    match.evidence.rows
      .filter((row) => match.forms.size > 0 && (match.fieldsOfRow.get(row) ?? []).length === 0)
      .map((row) => ({
        code: "table-only" as const,
        page: match.evidence.page.path,
        line: row.row.line,
        topic: match.evidence.entry.name,
        field: row.name,
        claim: `table: ${row.name} (${row.type})`,
        evidence: "no example has it",
        decision: "optional, with the type of the table",
      })),
  );

/** Members in no row: payload fields that the table forgot, and the envelope that no table ever lists. */
export const undocumentedDefects: DefectRule = (context) => {
  const { documented, envelope } = outsideRecords(context);
  return context.topics.flatMap((match) => {
    if (match.evidence.rows.length === 0) return [];
    const seen = new Set<string>();
    return match.fields.flatMap((field): Defect[] => {
      if (match.rowOf.has(field) || seen.has(field.key)) return [];
      // What a sibling topic documents at this place is a field here too; what is envelope there is envelope here.
      const inRecord = isInRecord(field, match.records);
      const isField = inRecord ? !envelope.has(field.pointer) : documented.has(field.pointer);
      seen.add(field.key);
      return [
        {
          ...placeOf(match, field),
          code: isField ? "example-only" : "envelope-undocumented",
          line: field.shape.place.line,
          claim: `example: ${showValue(field.shape)}`,
          evidence: "no table row names it",
          decision: isField ? "optional, with the type of the example" : "required where every example has it",
        },
      ];
    });
  });
};

function outsideRecords({ topics }: DefectContext): { documented: Set<string>; envelope: Set<string> } {
  const documented = new Set<string>();
  const envelope = new Set<string>();
  for (const match of topics) {
    for (const field of match.fields) {
      if (isInRecord(field, match.records)) continue;
      const row = match.rowOf.get(field);
      if (row === undefined) envelope.add(field.pointer);
      // Only if the row means this place: a record's `cross_seq` says nothing of the envelope's.
      else if (match.fieldsOfRow.get(row)?.[0]?.pointer === field.pointer) documented.add(field.pointer);
    }
  }
  return { documented, envelope };
}

const placeOf = (match: TopicMatch, field: Field) => ({
  page: match.evidence.page.path,
  topic: match.evidence.entry.name,
  field: field.pointer,
});
