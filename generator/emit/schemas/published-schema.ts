/**
 * The schemas of the package: JSON Schema 2020-12 in its own keywords alone, for tools that refuse those they do not know. Our formats are patterns,
 * documented values are examples because lists are open, and what else our keywords say stands in `$comment`.
 */

import { referenceTo } from "../../schema/reference.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { type ConstantType, partsOf, type ValueType } from "../../spec/value-type.js";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** What our formats are, for tools that do not know them. */
export const DECIMAL_PATTERNS = {
  decimal: "^-?[0-9]+(\\.[0-9]+)?$",
  "decimal-or-empty": "^(-?[0-9]+(\\.[0-9]+)?)?$",
} as const;

/** Below `schemas/` of the package. */
export const topicSchemaPath = (topic: Pick<TopicSpec, "line" | "modulePath">): string =>
  `${topic.line}/${topic.modulePath}.json`;
export const lineSchemaPath = (line: Pick<LineSpec, "name">): string => `${line.name}.json`;

/** Where a registry's mirror serves the file, so that `$id` leads to it. */
const idOf = (packageName: string, path: string): string => `https://unpkg.com/${packageName}/schemas/${path}`;

/** Any message of a topic; each form of it is a definition. */
export const topicSchema = (topic: TopicSpec, packageName: string): object => ({
  $schema: DIALECT,
  $id: idOf(packageName, topicSchemaPath(topic)),
  ...messageSchema(topic, referenceTo),
  $defs: definitionsOf(topic, referenceTo),
});

/**
 * Any message of any topic of a line. Definitions of a topic are called after it: schemas bundled with ids of their own are what tools differ about.
 */
export function lineSchema({ name, topics, exchange, file }: LineSpec): object {
  const parts = topics.map((topic) => {
    const nameOf = (definition: string): string => `${topic.modulePath}:${definition}`;
    const refer: Refer = (definition) => referenceTo(nameOf(definition));
    const definitions = Object.entries(definitionsOf(topic, refer));
    return {
      [topic.modulePath]: messageSchema(topic, refer),
      ...Object.fromEntries(definitions.map(([definition, schema]) => [nameOf(definition), schema])),
    };
  });
  return {
    $schema: DIALECT,
    $id: idOf(exchange.package, lineSchemaPath({ name })),
    title: `${exchange.title}: ${file.title}`,
    description: "What the server pushes on any topic of the line.",
    ...(topics.length > 0 && { anyOf: topics.map(({ modulePath }) => ({ $ref: referenceTo(modulePath) })) }),
    $defs: Object.assign({}, ...parts) as object,
  };
}

/** The reference to a definition of the topic. */
type Refer = (definition: string) => string;

function messageSchema({ patterns, description, forms }: TopicSpec, refer: Refer): object {
  const references = forms.map(({ def }) => ({ $ref: refer(def) }));
  return {
    title: patterns.map(({ text }) => text).join(", "),
    description,
    ...(references.length === 1 ? references[0] : { anyOf: references }),
  };
}

const definitionsOf = ({ definitions }: TopicSpec, refer: Refer): Record<string, object> =>
  Object.fromEntries([...definitions].map(([name, type]) => [name, schemaOf(type, refer)]));

const partOf = (type: ValueType, refer: Refer): object =>
  type.definition === undefined ? schemaOf(type, refer) : { $ref: refer(type.definition) };

const schemaOf = (type: ValueType, refer: Refer): object => ({ ...wordsOf(type), ...keywordsOf(type, refer) });

function keywordsOf(type: ValueType, refer: Refer): object {
  switch (type.kind) {
    case "any":
      return {};
    case "null":
    case "boolean":
      return { type: type.kind };
    case "constant":
      return { const: type.value };
    case "text":
      return {
        type: "string",
        ...(type.format !== undefined && { pattern: DECIMAL_PATTERNS[type.format] }),
        ...examplesOf(type),
      };
    case "number":
      return { type: type.whole ? "integer" : "number", ...examplesOf(type) };
    case "list":
      return {
        type: "array",
        ...(type.minItems > 0 && { minItems: type.minItems }),
        ...(type.maxItems !== undefined && { maxItems: type.maxItems }),
        items: partOf(type.items, refer),
      };
    case "tuple": {
      const { length } = type.items;
      return {
        type: "array",
        minItems: length,
        maxItems: length,
        prefixItems: type.items.map((item) => partOf(item, refer)),
        items: false,
      };
    }
    case "object": {
      const required = type.members.filter((member) => member.required).map(({ name }) => name);
      return {
        type: "object",
        ...(required.length > 0 && { required }),
        properties: Object.fromEntries(type.members.map((member) => [member.name, partOf(member.type, refer)])),
      };
    }
    case "choice":
      if (type.branches.every(isConstant)) return { enum: type.branches.map(({ value }) => value) };
      // Strict tools refuse a list of types. Its branches have the words of the choice.
      return type.keyword === "type"
        ? { anyOf: type.branches.map((branch) => keywordsOf(branch, refer)) }
        : { [type.keyword]: type.branches.map((branch) => partOf(branch, refer)) };
  }
}

const isConstant = (type: ValueType): type is ConstantType => type.kind === "constant";

function examplesOf(type: ValueType & { readonly kind: "text" | "number" }): object {
  const kind = type.kind === "text" ? "string" : "number";
  const values = (type.enum?.values ?? []).filter((value) => typeof value === kind);
  return values.length === 0 ? {} : { examples: values };
}

function wordsOf(type: ValueType): object {
  const { title, description, deprecated, meaning, unit, scale, presence, condition, confidence } = type;
  const facts = {
    "x-kind": meaning,
    "x-unit": unit,
    "x-scale": scale,
    "x-unsafe-integer": isUnsafe(type) || undefined,
    "x-presence": presence,
    "x-condition": condition,
    "x-confidence": confidence,
  };
  const comment = Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    ...(comment.length > 0 && { $comment: comment.join("; ") }),
  };
}

const isUnsafe = (type: ValueType): boolean =>
  type.kind === "number" ? type.unsafe : type.kind === "choice" && partsOf(type).some((part) => isUnsafe(part.type));
