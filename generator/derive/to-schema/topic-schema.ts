/** From what rows and examples say of a topic to its JSON Schema. */

import type { FormsKeyword, JsonSchema } from "../../schema/json-schema.js";
import { referenceTo } from "../../schema/reference.js";
import type { TopicMatch } from "../match-rows.js";
import { NOTHING_SHOWN, type Shape } from "../shape.js";
import { itemSchema, objectSchema } from "./object-schema.js";
import { openForm } from "./open-form.js";
import { draftOf, type SchemaContext, type TopicDraft } from "./topic-draft.js";

export function topicSchema(match: TopicMatch, context: SchemaContext): JsonSchema {
  const { entry, page, heading } = match.evidence;
  const draft = draftOf(match, context);
  const roots = [...match.forms].map(([form, shape]): [string, JsonSchema] => [form, rootSchema(draft, form, shape)]);
  const [like = NOTHING_SHOWN] = match.forms.values();
  // A table is of all forms; without one nothing says what the others have.
  const isDescribed = match.evidence.rows.length > 0;
  for (const form of match.unshown) {
    const root = isDescribed ? rootSchema(draft, form, like) : openForm(draft, form, like);
    roots.push([form, { ...root, description: formText(match, form) }]);
  }
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

function formsKeyword({ evidence, forms, unshown }: TopicMatch): FormsKeyword {
  const { discriminator, values = {} } = evidence.entry.forms ?? {};
  const formAt = (form: string): FormsKeyword["forms"][string] => {
    const value = values[form];
    return { def: form, ...(value === undefined ? {} : { value }) };
  };
  const names = [...forms.keys(), ...unshown];
  return {
    ...(names.length > 1 && discriminator !== undefined ? { discriminator } : {}),
    forms: Object.fromEntries(names.map((form) => [form, formAt(form)])),
  };
}

const FORM_TEXT: Readonly<Record<string, string>> = {
  snapshot: "The whole state.",
  delta: "What changed since the last message.",
};

const formText = ({ evidence }: TopicMatch, form: string): string =>
  `${evidence.entry.description} ${FORM_TEXT[form] ?? ""}`.trim();

function rootSchema(draft: TopicDraft, form: string, shape: Shape): JsonSchema {
  const description = formText(draft.match, form);
  if (shape.objects > 0) return { ...objectSchema(draft, { form, pointer: "" }, shape), description };
  const items = shape.items && itemSchema(draft, { form, pointer: "/*" }, "", shape.items, undefined);
  return { type: "array", ...(items ? { items } : {}), description };
}
