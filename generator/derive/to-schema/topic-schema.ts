/** From what rows and examples say of a topic to its JSON Schema. */

import type { FormsKeyword, JsonSchema } from "../../schema/json-schema.js";
import { referenceTo } from "../../schema/reference.js";
import type { TopicMatch } from "../match-rows.js";
import type { Shape } from "../shape.js";
import { itemSchema, objectSchema } from "./object-schema.js";
import { draftOf, type SchemaContext, type TopicDraft } from "./topic-draft.js";

export function topicSchema(match: TopicMatch, context: SchemaContext): JsonSchema {
  const { entry, page, heading } = match.evidence;
  const draft = draftOf(match, context);
  const roots = [...match.forms].map(([form, shape]): [string, JsonSchema] => [form, rootSchema(draft, form, shape)]);
  const refs = roots.map(([form]) => ({ $ref: referenceTo(form) }));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:wireloom:${context.line}:${context.path.replaceAll("/", ":")}`,
    title: entry.topics[0] ?? entry.name,
    description: entry.description,
    "x-forms": formsKeyword(match),
    "x-source": { page: page.path, heading: heading.raw },
    "x-lines": { heading: heading.line },
    ...(refs.length === 1 ? refs[0] : { oneOf: refs }),
    $defs: { ...Object.fromEntries(roots), ...Object.fromEntries(draft.definitions) },
  };
}

function formsKeyword({ evidence, forms }: TopicMatch): FormsKeyword {
  const { discriminator, values = {} } = evidence.entry.forms ?? {};
  const formAt = (form: string): FormsKeyword["forms"][string] => {
    const value = values[form];
    return { def: form, ...(value === undefined ? {} : { value }) };
  };
  return {
    ...(forms.size > 1 && discriminator !== undefined ? { discriminator } : {}),
    forms: Object.fromEntries([...forms.keys()].map((form) => [form, formAt(form)])),
  };
}

const FORM_TEXT: Readonly<Record<string, string>> = {
  snapshot: "The whole state.",
  delta: "What changed since the last message.",
};

function rootSchema(draft: TopicDraft, form: string, shape: Shape): JsonSchema {
  const description = `${draft.match.evidence.entry.description} ${FORM_TEXT[form] ?? ""}`.trim();
  if (shape.objects > 0) return { ...objectSchema(draft, { form, pointer: "" }, shape), description };
  const items = shape.items && itemSchema(draft, { form, pointer: "/*" }, "", shape.items, undefined);
  return { type: "array", ...(items ? { items } : {}), description };
}
