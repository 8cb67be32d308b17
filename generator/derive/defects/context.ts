/** What the defect rules look at: one line with its pages and topics, all read. */

import type { JsonMember, JsonNode, JsonObject } from "../../docs/json-node.js";
import type { DocPage, Fence } from "../../docs/page.js";
import { escapePointer } from "../../schema/pointer.js";
import type { LineFile } from "../../spec/line-file.js";
import type { Defect } from "../defect.js";
import type { FenceReading } from "../evidence.js";
import type { Glossary } from "../glossary.js";
import type { TopicMatch } from "../match-rows.js";

export interface DefectContext {
  readonly file: LineFile;
  readonly pages: readonly DocPage[];
  readonly readings: ReadonlyMap<Fence, FenceReading>;
  readonly topics: readonly TopicMatch[];
  readonly glossary: Glossary;
  /** Example values that the documented values of their field lack. */
  readonly unlisted: readonly UnlistedValue[];
}

export interface UnlistedValue {
  readonly page: string;
  readonly topic: string;
  readonly field: string;
  readonly value: string | number;
  readonly line: number;
  readonly documented: readonly (string | number)[];
}

export type DefectRule = (context: DefectContext) => Defect[];

/** The topic in whose section a line of a page stands; empty outside of all. */
export function topicAt(context: DefectContext, page: DocPage, line: number): string {
  for (const { evidence } of context.topics) {
    if (evidence.page !== page || evidence.heading.line > line) continue;
    const next = page.blocks.find(
      (block) =>
        block.kind === "heading" && block.line > evidence.heading.line && block.level <= evidence.heading.level,
    );
    if (next === undefined || line < next.line) return evidence.entry.name;
  }
  return "";
}

export interface MemberAt {
  readonly pointer: string;
  readonly member: JsonMember;
  readonly owner: JsonObject;
}

/** Every member of an example with its pointer, indexes folded. */
export function membersOf(node: JsonNode, pointer = ""): MemberAt[] {
  if (node.kind === "array") return node.items.flatMap((item) => membersOf(item, `${pointer}/*`));
  if (node.kind !== "object") return [];
  return node.members.flatMap((member) => {
    const own = `${pointer}/${escapePointer(member.key)}`;
    return [{ pointer: own, member, owner: node }, ...membersOf(member.value, own)];
  });
}

export function textOf(node: JsonNode | undefined): string | undefined {
  if (node?.kind === "string") return node.value;
  if (node?.kind === "number") return node.text;
  if (node?.kind === "boolean") return String(node.value);
  return undefined;
}

export function show(node: JsonNode): string {
  if (node.kind === "string") return JSON.stringify(node.value);
  return textOf(node) ?? `an ${node.kind}`;
}
