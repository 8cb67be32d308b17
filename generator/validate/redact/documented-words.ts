/** Names and values of the documentation: lines, topics, forms, members, enums. */

import { partsOf, type ValueType } from "../../spec/value-type.js";
import type { FormTable } from "../form-table.js";

export function documentedWords({ forms }: FormTable): Set<string> {
  const words = new Set<string>();
  const visit = (type: ValueType): void => {
    if (type.kind === "constant") words.add(String(type.value));
    if (type.kind === "text" || type.kind === "number")
      for (const value of type.enum?.values ?? []) words.add(String(value));
    for (const { segment, type: part } of partsOf(type)) {
      if (segment !== undefined) words.add(segment);
      visit(part);
    }
  };
  for (const { line, topic, form, connection, push } of forms)
    for (const word of [
      line.name,
      topic,
      form,
      connection ?? "",
      ...(push?.topic.patterns ?? []).map(({ text }) => text),
    ])
      words.add(word);
  for (const { type } of forms) visit(type);
  return words;
}
