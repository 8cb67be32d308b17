/** Text of a compiled type: aliases replaced by wire names, each property with its comment, nested literals indented. */

import type { ts } from "ts-morph";
import { docComment, typeKey } from "../../code/code.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import { typescript } from "../../host/typescript.js";
import type { LoweredMember } from "./lower-type.js";
import { typeDoc } from "./type-doc.js";

export interface PrintContext {
  /** Originals of the aliases `p0`, `p1`, … */
  readonly members: readonly LoweredMember[];
  readonly indent: string;
}

export function printType(type: ts.TypeNode, context: PrintContext): string {
  const print = (node: ts.TypeNode): string => printType(node, context);
  if (typescript.isTypeLiteralNode(type)) return printMembers(type, context);
  if (typescript.isArrayTypeNode(type)) return `${printElement(type.elementType, context)}[]`;
  if (typescript.isParenthesizedTypeNode(type)) return print(type.type);
  if (typescript.isUnionTypeNode(type)) return type.types.map(print).join(" | ");
  if (typescript.isTupleTypeNode(type)) return `[${type.elements.map(print).join(", ")}]`;
  if (typescript.isRestTypeNode(type)) return `...${print(type.type)}`;
  return type.getText();
}

function printMembers(type: ts.TypeLiteralNode, { members, indent }: PrintContext): string {
  const inner = { members, indent: `${indent}  ` };
  const lines = type.members.map((member) => {
    invariant(typescript.isPropertySignature(member) && member.type !== undefined, "a compiled member is no property");
    const original = members[Number(member.name.getText().slice(1))];
    invariant(original !== undefined, "a compiled member has no original");
    const doc = docComment(typeDoc(original.type), inner.indent);
    const optional = member.questionToken === undefined ? "" : "?";
    return `${doc}${inner.indent}${typeKey(original.name)}${optional}: ${printType(member.type, inner)};\n`;
  });
  return `{\n${lines.join("")}${indent}}`;
}

function printElement(type: ts.TypeNode, context: PrintContext): string {
  const inner = typescript.isParenthesizedTypeNode(type) ? type.type : type;
  return typescript.isUnionTypeNode(inner) ? `(${printType(inner, context)})` : printType(inner, context);
}
