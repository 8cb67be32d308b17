/** A documented message, printed so that each member leads to its row in the table of the form. */

import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { type JsonKind, jsonKindsOf, type ValueType } from "../spec/value-type.js";
import { html, joined, type Markup } from "./markup.js";
import { memberId } from "./paths.js";

/** Widest list of plain values that stands in one line. */
const INLINE = 60;

/** A message of a form. */
export const exampleOf = (message: Json, type: ValueType, form: string): Markup =>
  print({ value: message, types: branchesOf(type), pointer: "" }, "", form);

/** A message of which nothing is explained. */
export const plainJson = (message: Json): Markup => print({ value: message, types: [], pointer: "" }, "", "");

interface Node {
  readonly value: Json;
  /** What the value may be: of a choice the branches that fit. */
  readonly types: readonly ValueType[];
  readonly pointer: string;
}

const branchesOf = (type: ValueType): readonly ValueType[] =>
  type.kind === "choice" ? type.branches.flatMap(branchesOf) : [type];

const kindOf = (value: Json): JsonKind => {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as "object" | "string" | "number" | "boolean");
};

function print(node: Node, indent: string, form: string): Markup {
  const { value, pointer } = node;
  const types = node.types.filter((type) => jsonKindsOf(type).includes(kindOf(value)));
  if (Array.isArray(value)) return printList(value as readonly Json[], types, pointer, indent, form);
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, inner]) => {
      const described = types.flatMap((type) =>
        type.kind === "object" ? type.members.filter((member) => member.name === name) : [],
      );
      const place = `${pointer}/${escapePointer(name)}`;
      const text = html`<span class="k">${JSON.stringify(name)}</span>`;
      const key = described.length === 0 ? text : html`<a href="#${encodeURI(memberId(form, place))}">${text}</a>`;
      const next = { value: inner, types: described.flatMap(({ type }) => branchesOf(type)), pointer: place };
      return html`${key}: ${print(next, `${indent}  `, form)}`;
    });
    return within("{", members, "}", indent);
  }
  return html`<span class="${typeof value === "string" ? "s" : "n"}">${JSON.stringify(value)}</span>`;
}

function printList(
  items: readonly Json[],
  types: readonly ValueType[],
  pointer: string,
  indent: string,
  form: string,
): Markup {
  const printed = items.map((value, index) => {
    const tuples = types.flatMap((type) => (type.kind === "tuple" && type.items[index] ? [type.items[index]] : []));
    const listed = types.flatMap((type) => (type.kind === "list" ? branchesOf(type.items) : []));
    const place = tuples.length > 0 ? `${pointer}/${index}` : `${pointer}/*`;
    const text = print(
      { value, types: [...tuples.flatMap(branchesOf), ...listed], pointer: place },
      `${indent}  `,
      form,
    );
    return tuples.length > 0 ? html`<a href="#${encodeURI(memberId(form, place))}">${text}</a>` : text;
  });
  const isPlain = items.every((item) => typeof item !== "object" || item === null);
  if (isPlain && JSON.stringify(items).length <= INLINE) return html`[${joined(printed, ", ")}]`;
  return within("[", printed, "]", indent);
}

function within(open: string, parts: readonly Markup[], close: string, indent: string): Markup {
  if (parts.length === 0) return html`${open}${close}`;
  const inner = parts.map(({ html: text }) => `${indent}  ${text}`).join(",\n");
  return html`${open}${{ html: `\n${inner}\n${indent}` }}${close}`;
}
