/** A value while it is read: with offsets of the text, and with every member, also those whose key comes again. */

import type { JsonNode, RepairKind } from "../json-node.js";

export type Draft = DraftObject | DraftArray | DraftLiteral;

export interface DraftObject {
  readonly kind: "object";
  readonly start: number;
  end: number;
  readonly holder: DraftMember | DraftArray | undefined;
  readonly members: DraftMember[];
}

export interface DraftArray {
  readonly kind: "array";
  readonly start: number;
  end: number;
  readonly holder: DraftMember | DraftArray | undefined;
  readonly items: Draft[];
  elided: boolean;
}

export interface DraftLiteral {
  readonly kind: "literal";
  readonly start: number;
  readonly end: number;
  readonly literal: Literal;
}

export type Literal =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" };

export interface DraftMember {
  readonly kind: "member";
  readonly key: string;
  readonly keyStart: number;
  readonly object: DraftObject;
  value: Draft | undefined;
  comment?: string;
}

/** A repair, at an offset of the text. */
export interface Edit {
  readonly kind: RepairKind;
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/** Why the text cannot be read. */
export interface Fault {
  readonly message: string;
  readonly offset: number;
}

/** As JSON has it; a number as the page has it. */
export function writeLiteral(literal: Literal | Exclude<JsonNode, { members: unknown } | { items: unknown }>): string {
  if (literal.kind === "string") return JSON.stringify(literal.value);
  if (literal.kind === "number") return literal.text;
  return literal.kind === "null" ? "null" : String(literal.value);
}
