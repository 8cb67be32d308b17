/** A type as Ajv takes it: what decides validity and nothing else, because the rest would end up in the module. Definitions stay references. */

import type { JsonSchema, TypeName } from "../../schema/json-schema.js";
import { referenceTo } from "../../schema/reference.js";
import { type ChoiceType, type ListType, type ObjectType, partsOf, type ValueType } from "../../spec/value-type.js";

/** The `$defs` of a schema file. */
export const ajvDefinitions = (definitions: ReadonlyMap<string, ValueType>): Record<string, JsonSchema> =>
  Object.fromEntries([...definitions].map(([name, type]) => [name, schemaOf(type)]));

/** Of what is part of a definition. */
const partOf = (type: ValueType): JsonSchema =>
  type.definition === undefined ? schemaOf(type) : { $ref: referenceTo(type.definition) };

function schemaOf(type: ValueType): JsonSchema {
  switch (type.kind) {
    case "any":
      return {};
    case "null":
    case "boolean":
      return { type: type.kind };
    case "constant":
      return { const: type.value };
    case "text":
      return { type: "string", ...(type.format !== undefined && { format: type.format }) };
    case "number":
      return { type: type.whole ? "integer" : "number" };
    case "list":
      return listSchema(type);
    case "tuple": {
      const { length } = type.items;
      return { type: "array", minItems: length, maxItems: length, items: false, prefixItems: type.items.map(partOf) };
    }
    case "object": {
      const required = type.members.filter((member) => member.required).map(({ name }) => name);
      return {
        type: "object",
        ...(required.length > 0 && { required }),
        ...propertiesOf(type),
      };
    }
    case "choice":
      return choiceSchema(type);
  }
}

const listSchema = ({ minItems, maxItems, items }: ListType): JsonSchema => ({
  type: "array",
  ...(minItems > 0 && { minItems }),
  ...(maxItems !== undefined && { maxItems }),
  ...(items.kind !== "any" && { items: partOf(items) }),
});

/** Ajv skips a member of the name `__proto__`. Found by a pattern it is a member as any other. */
function propertiesOf({ members }: ObjectType): object {
  const schemas = members.map(({ name, type }) => [name, partOf(type)] as const);
  const odd = schemas.find(([name]) => name === "__proto__");
  const plain = schemas.filter((entry) => entry !== odd);
  return {
    ...(plain.length > 0 && { properties: Object.fromEntries(plain) }),
    ...(odd && { patternProperties: { "^__proto__$": odd[1] } }),
  };
}

/** A list of types is written as one, so that Ajv tells of the types and not of a choice. */
function choiceSchema({ keyword, branches }: ChoiceType): JsonSchema {
  if (keyword !== "type") return { [keyword]: branches.map(partOf) };
  const schemas = branches.map(schemaOf);
  return Object.assign({}, ...schemas, { type: schemas.map((schema) => schema.type as TypeName) }) as JsonSchema;
}

/**
 * Without `ownProperties`, `{}` has "constructor" and "toString". With it each member costs a call of `hasOwnProperty`: 4.4 to 5 times a hand-written
 * check on order books, against 1.25 times without. No parsed JSON inherits any other name, so only schemas that mention one of these pay.
 */
export const hasInheritedName = (type: ValueType): boolean =>
  (type.kind === "object" && type.members.some(({ name }) => name in Object.prototype)) ||
  partsOf(type).some((part) => part.type.definition === undefined && hasInheritedName(part.type));
