/** Names and values of the documentation: lines, topics, forms, members, enums. */

import type { JsonSchema } from "../schema/json-schema.js";
import type { FormTable } from "./form-table.js";

export function documentedWords({ forms }: FormTable): Set<string> {
  const words = new Set<string>();
  const visit = (schema: JsonSchema): void => {
    if (schema.const !== undefined) words.add(String(schema.const));
    for (const { value } of schema["x-enum"]?.values ?? []) words.add(String(value));
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      words.add(name);
      visit(property);
    }
    const { items, prefixItems = [], anyOf = [], oneOf = [], $defs = {} } = schema;
    for (const inner of [...prefixItems, ...anyOf, ...oneOf, ...Object.values($defs)]) visit(inner);
    if (items) visit(items);
  };
  for (const { line, topic, form, connection, push } of forms)
    for (const word of [line.name, topic, form, connection ?? "", ...(push?.topic.topics ?? [])]) words.add(word);
  for (const root of new Set(forms.map((form) => form.root))) visit(root);
  return words;
}
