/** Values of examples as rules look at them. */

import type { JsonMember, JsonNode, JsonObject } from "../../docs/json-node.js";
import type { ValueKind } from "../../schema/json-schema.js";
import { escapePointer } from "../../schema/pointer.js";
import { modulePathOf } from "../../spec/module-path.js";
import { lookUp } from "../glossary.js";
import { kindOf } from "../infer-value.js";
import type { TopicMatch } from "../match-rows.js";
import type { TopicContext } from "./context.js";

export interface MemberAt {
  readonly pointer: string;
  readonly member: JsonMember;
  readonly owner: JsonObject;
}

/** Every member of an example with its pointer, indexes folded. Found once for all rules. */
export function membersOf(example: JsonNode): readonly MemberAt[] {
  const found = members.get(example) ?? membersBelow(example, "");
  members.set(example, found);
  return found;
}

const members = new WeakMap<JsonNode, readonly MemberAt[]>();

function membersBelow(node: JsonNode, pointer: string): MemberAt[] {
  if (node.kind === "array") return node.items.flatMap((item) => membersBelow(item, `${pointer}/*`));
  if (node.kind !== "object") return [];
  return node.members.flatMap((member) => {
    const inner = `${pointer}/${escapePointer(member.key)}`;
    return [{ pointer: inner, member, owner: node }, ...membersBelow(member.value, inner)];
  });
}

/** What a member means, by our words for it or its name. */
export function kindAt(
  { member }: MemberAt,
  match: TopicMatch,
  { file, glossary }: TopicContext,
): ValueKind | undefined {
  const topic = modulePathOf(match.evidence.entry, file);
  return kindOf(member.key, lookUp(glossary, { line: file.line, topic, field: member.key }));
}

export function textOf(node: JsonNode | undefined): string | undefined {
  if (node?.kind === "string") return node.value;
  if (node?.kind === "number") return node.text;
  if (node?.kind === "boolean") return String(node.value);
  return undefined;
}

/** As the page shows it. */
export function show(node: JsonNode): string {
  if (node.kind === "string") return JSON.stringify(node.value);
  return textOf(node) ?? `an ${node.kind}`;
}
