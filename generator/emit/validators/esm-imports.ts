/**
 * Makes Ajv's standalone code a real ES module, and small.
 *
 * ajv#2209, ajv#2598: `esm: true` exports with `export` and still imports with `require`.
 * It also embeds every schema whole, to read a list of types from it, and the path of each rule, which nobody reads.
 */

import { type AnyNode, type Expression, type Program, parse } from "acorn";
import { literal } from "../../code/code.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { Json } from "../../schema/json-schema.js";

/** The one module that the code may ask for: format name -> export of runtime/decimal.ts. */
export const FORMATS_MODULE = "wireloom:formats";
const FORMAT_EXPORTS: ReadonlyMap<string, string> = new Map([
  ["decimal", "isDecimal"],
  ["decimal-or-empty", "isDecimalOrEmpty"],
]);

export interface EsmChecks {
  /** Statements without imports and exports. */
  readonly code: string;
  /** Exports of runtime/decimal.ts that `code` uses, sorted. */
  readonly formats: readonly string[];
  /** Export name -> function name in `code`. */
  readonly checks: ReadonlyMap<string, string>;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function toEsm(standalone: string): EsmChecks {
  const program = parse(standalone, { ecmaVersion: 2022, sourceType: "module" });
  const edits: Edit[] = [];
  const formats = new Set<string>();
  const checks = new Map<string, string>();
  const schemas = readSchemas(standalone, program);

  for (const statement of program.body) {
    const remove = () => edits.push({ start: statement.start, end: statement.end, text: "" });
    if (statement.type === "ExpressionStatement" && statement.directive !== undefined) remove();
    if (statement.type === "ExportNamedDeclaration") {
      for (const { name, init } of declaredNames(statement.declaration)) {
        invariant(init?.type === "Identifier", "Ajv exports something other than a function name");
        checks.set(name, init.name);
      }
      remove();
    }
    for (const { name } of declaredNames(statement)) if (schemas.has(name)) remove();
  }

  walk(program, (node) => {
    const format = requiredFormat(node);
    if (format !== undefined) {
      formats.add(format);
      edits.push({ start: node.start, end: node.end, text: format });
      return false;
    }
    const isRequire =
      node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "require";
    invariant(!isRequire, `Ajv asks for ${standalone.slice(node.start, node.end)}, which the package does not have`);
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && schemas.has(node.id.name)) return false;
    const inlined = schemaValue(node, schemas);
    if (inlined !== undefined) {
      edits.push({ start: node.start, end: node.end, text: literal(inlined) });
      return false;
    }
    // `!("" in value) && (missing0 = "")`: the empty name is false, and the member is not missed.
    if (isEmptyName(node))
      edits.push({ start: node.start, end: node.end, text: `${standalone.slice(node.start, node.end)}, true` });
    // Ajv escapes quotes and line ends in strings, but leaves characters that a reviewer cannot see.
    if (node.type === "Literal" && typeof node.value === "string" && /[^ -~]/.test(node.raw ?? "")) {
      edits.push({ start: node.start, end: node.end, text: literal(node.value) });
    }
    if (node.type === "Property" && node.key.type === "Identifier" && node.key.name === "schemaPath") {
      edits.push({ start: node.start, end: node.end + (standalone[node.end] === "," ? 1 : 0), text: "" });
      return false;
    }
    return true;
  });
  return { code: applyEdits(standalone, edits).replace(/^\n+/, ""), formats: [...formats].sort(), checks };
}

function declaredNames(node: AnyNode | null | undefined): { name: string; init: Expression | null | undefined }[] {
  if (node?.type !== "VariableDeclaration") return [];
  return node.declarations.flatMap(({ id, init }) => (id.type === "Identifier" ? [{ name: id.name, init }] : []));
}

/** `const schema11 = {…}` at the top level: written with JSON.stringify, so JSON.parse reads it. */
function readSchemas(code: string, program: Program): Map<string, Json> {
  const schemas = new Map<string, Json>();
  for (const { name, init } of program.body.flatMap(declaredNames)) {
    if (!/^schema\d+$/.test(name)) continue;
    invariant(init, "Ajv declares a schema without a value");
    schemas.set(name, JSON.parse(code.slice(init.start, init.end)) as Json);
  }
  return schemas;
}

/** The export behind `require("wireloom:formats").decimal` or `…["decimal-or-empty"]`. */
function requiredFormat(node: AnyNode): string | undefined {
  if (node.type !== "MemberExpression" || node.object.type !== "CallExpression") return undefined;
  const { callee, arguments: args } = node.object;
  const module = args[0];
  if (callee.type !== "Identifier" || callee.name !== "require") return undefined;
  if (module?.type !== "Literal" || module.value !== FORMATS_MODULE) return undefined;
  const format = FORMAT_EXPORTS.get(memberName(node.property) ?? "");
  invariant(format !== undefined, "Ajv asks for an unknown format");
  return format;
}

/** The value of `schema11.properties.data.type`. */
function schemaValue(node: AnyNode, schemas: ReadonlyMap<string, Json>): Json | undefined {
  if (node.type === "Identifier") return schemas.get(node.name);
  if (node.type !== "MemberExpression") return undefined;
  const object = schemaValue(node.object, schemas);
  if (object === undefined) return undefined;
  const key = memberName(node.property);
  invariant(
    object !== null && typeof object === "object" && key !== undefined,
    "Ajv reads an unknown part of a schema",
  );
  invariant(Object.hasOwn(object, key), "Ajv reads a missing part of a schema");
  return (object as Readonly<Record<string, Json>>)[key];
}

const isEmptyName = (node: AnyNode): boolean =>
  node.type === "AssignmentExpression" &&
  node.left.type === "Identifier" &&
  /^missing\d+$/.test(node.left.name) &&
  node.right.type === "Literal" &&
  node.right.value === "";

function memberName(property: AnyNode): string | undefined {
  if (property.type === "Identifier") return property.name;
  return property.type === "Literal" ? String(property.value) : undefined;
}

/** Depth first; `enter` says whether to go on below. */
function walk(node: AnyNode, enter: (node: AnyNode) => boolean): void {
  if (!enter(node)) return;
  for (const child of Object.values(node)) {
    for (const item of Array.isArray(child) ? child : [child]) {
      if (item !== null && typeof item === "object" && typeof item.type === "string") walk(item as AnyNode, enter);
    }
  }
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let position = 0;
  for (const { start, end, text: replacement } of [...edits].sort((a, b) => a.start - b.start)) {
    if (start < position) continue; // inside a removed statement
    result += text.slice(position, start) + replacement;
    position = end;
  }
  return result + text.slice(position);
}
