/** Boolean checks of parsed values, as a careful person would write them by hand: each property is read once, the first fault ends it. */

import type { JsonSchema, TypeName } from "../../schema/json-schema.js";
import { MAX_SCHEMA_DEPTH, resolve, shapeOf, typesOf } from "../../schema/resolve.js";
import { literal } from "../code.js";

export interface GuardCode {
  /** An expression that says whether the value of this name is one of the schema. */
  check(schema: JsonSchema, name: string): string;
  readonly functions: readonly string[];
  /** Names that the code uses of runtime/decimal. */
  readonly used: ReadonlySet<string>;
}

const FORMATS = { decimal: "isDecimal", "decimal-or-empty": "isDecimalOrEmpty" } as const;

export function createGuardCode(root: JsonSchema): GuardCode {
  const functions: string[] = [];
  const used = new Set<string>();
  const known = new Map<string, string>();

  const check = (schema: JsonSchema | false | undefined, name: string, depth: number): string => {
    if (schema === false) return "false";
    // A schema that refers to itself is checked so deep and no deeper.
    if (schema === undefined || depth > MAX_SCHEMA_DEPTH) return "true";
    const own = resolve(schema, root);
    if (own.anyOf) return `(${own.anyOf.map((each) => check(each, name, depth + 1)).join(" || ")})`;
    if (own.oneOf) return `${own.oneOf.map((each) => `(${check(each, name, depth + 1)} ? 1 : 0)`).join(" + ")} === 1`;
    if (own.const !== undefined) return `${name} === ${literal(own.const)}`;
    const types = typesOf(own);
    if (types.length === 0) return "true";
    const checks = types.map((type) => ofType(own, type, name, depth));
    return checks.length === 1 ? (checks[0] as string) : `(${checks.join(" || ")})`;
  };

  const ofType = (own: JsonSchema, type: TypeName, name: string, depth: number): string => {
    switch (type) {
      case "string": {
        if (own.format === undefined) return `typeof ${name} === "string"`;
        used.add(FORMATS[own.format]);
        return `typeof ${name} === "string" && ${FORMATS[own.format]}(${name})`;
      }
      case "integer":
        return `Number.isInteger(${name})`;
      case "number":
        return `Number.isFinite(${name})`;
      case "boolean":
        return `typeof ${name} === "boolean"`;
      case "null":
        return `${name} === null`;
      case "array":
        return `${arrayFunction(own, depth)}(${name})`;
      default:
        return `${objectFunction(own, depth)}(${name})`;
    }
  };

  /** The same schema is one function. */
  const functionOf = (kind: string, own: JsonSchema, write: (name: string) => string): string => {
    const key = `${kind} ${JSON.stringify(shapeOf(own, root))}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const name = `is${known.size}`;
    known.set(key, name);
    functions.push(write(name));
    return name;
  };

  /** Also what is not there, if it is asked. */
  const takesAnything = (schema: JsonSchema): boolean => {
    const own = resolve(schema, root);
    const branches = own.anyOf ?? own.oneOf;
    return branches ? branches.some(takesAnything) : own.const === undefined && typesOf(own).length === 0;
  };

  const objectFunction = (own: JsonSchema, depth: number): string =>
    functionOf("object", own, (name) => {
      const lines = Object.entries(own.properties ?? {}).map(([property, schema], index) => {
        const value = `p${index}`;
        const read = `v[${literal(property)}]`;
        // What every object inherits is no member of the message.
        const member =
          property in Object.prototype ? `Object.hasOwn(v, ${literal(property)}) ? ${read} : undefined` : read;
        const holds = check(schema, value, depth + 1);
        const required = own.required?.includes(property) === true;
        const fails = required
          ? holds === "true"
            ? `${value} === undefined`
            : `${takesAnything(schema) ? `${value} === undefined || ` : ""}!(${holds})`
          : `${value} !== undefined && !(${holds})`;
        return `  const ${value} = ${member};\n  if (${fails}) return false;\n`;
      });
      return `function ${name}(v) {\n  if (typeof v !== "object" || v === null || Array.isArray(v)) return false;\n${lines.join("")}  return true;\n}\n`;
    });

  const arrayFunction = (own: JsonSchema, depth: number): string =>
    functionOf("array", own, (name) => {
      const prefix = own.prefixItems ?? [];
      const limits = [
        ...(own.minItems === undefined ? [] : [`v.length < ${own.minItems}`]),
        ...(own.maxItems === undefined ? [] : [`v.length > ${own.maxItems}`]),
        ...(own.items === false ? [`v.length > ${prefix.length}`] : []),
      ];
      const firsts = prefix.map(
        (item, index) => `  if (v.length > ${index} && !(${check(item, `v[${index}]`, depth + 1)})) return false;\n`,
      );
      const rest = own.items === false || own.items === undefined ? "true" : check(own.items, "item", depth + 1);
      const loop =
        rest === "true"
          ? ""
          : `  for (let index = ${prefix.length}; index < v.length; index += 1) {\n    const item = v[index];\n    if (!(${rest})) return false;\n  }\n`;
      return `function ${name}(v) {\n  if (!Array.isArray(v)${limits.map((limit) => ` || ${limit}`).join("")}) return false;\n${firsts.join("")}${loop}  return true;\n}\n`;
    });

  return { check: (schema, name) => check(schema, name, 0), functions, used };
}
