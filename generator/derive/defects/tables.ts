/** Tables as tables: cells, pipes, links in names, type words, names that stand twice. */

import type { Defect, DefectCode } from "../defect.js";
import { TYPE_WORDS } from "../infer-value.js";
import { isInRecord } from "../match-rows.js";
import type { DefectRule } from "./context.js";

export const tableDefects: DefectRule = ({ topics }) =>
  topics.flatMap((match) => {
    const { page, entry, rows, tables } = match.evidence;
    const defects: Defect[] = [];
    const add = (
      code: DefectCode,
      line: number,
      field: string,
      claim: string,
      evidence: string,
      decision: string,
    ): void => {
      defects.push({ code, page: page.path, line, topic: entry.name, field, claim, evidence, decision });
    };
    const [first, ...more] = tables;
    for (const table of more) {
      add(
        "table-split",
        table.line,
        "",
        `table at line ${first?.line}`,
        `table at line ${table.line}`,
        "read as one table",
      );
    }
    const named = new Map<string, number>();
    for (const row of rows) {
      const { cells, line, source } = row.row;
      const width = row.table.header.length;
      if (cells.length !== width) {
        add(
          "table-cell-count",
          line,
          row.name,
          `${width} columns`,
          `${cells.length} cells`,
          "first cells are name and type, the last is the comment",
        );
      }
      if (!source.trimEnd().endsWith("|")) {
        add(
          "table-unclosed-row",
          line,
          row.name,
          "a row ends with a pipe",
          "it does not",
          "read to the end of the line",
        );
      }
      if (/<a\b/i.test(row.nameCell.raw)) {
        add(
          "table-name-anchor",
          line,
          row.name,
          row.nameCell.raw,
          "the name alone is the field",
          `read as ${row.name}`,
        );
      }
      if (!TYPE_WORDS.has(row.type.toLowerCase())) {
        add("table-type-word", line, row.name, `type ${row.type || "missing"}`, "no such type", "the example decides");
      }
      const earlier = named.get(row.name);
      if (earlier !== undefined) {
        add(
          "table-duplicate-row",
          line,
          row.name,
          `row at line ${earlier}`,
          "the same name again",
          "each is paired with its own field",
        );
      }
      named.set(row.name, line);
      const fields = match.fieldsOfRow.get(row) ?? [];
      const levels = new Set(fields.map((field) => field.pointer));
      const ambiguous = [...match.forms.keys()].some((form) => {
        const own = fields.filter((field) => field.form === form);
        const places = new Set(own.map((field) => (isInRecord(field, match.records) ? "record" : field.pointer)));
        return places.size > 1 || nestedTwice(new Set(own.map((field) => field.pointer)));
      });
      if (ambiguous) {
        add("table-ambiguous-row", line, row.name, row.name, [...levels].join(", "), "the row speaks of each of them");
      }
    }
    return defects;
  });

/** `/data/<any>/feeRate` and `/data/<any>/extraFees/<any>/feeRate`: one object inside the other. */
function nestedTwice(pointers: ReadonlySet<string>): boolean {
  const parents = [...pointers].map((pointer) => pointer.slice(0, pointer.lastIndexOf("/")));
  return parents.some((parent) => parents.some((other) => other !== parent && other.startsWith(`${parent}/`)));
}
