/** A topic on its way to a schema: what was read of it, and what its parts leave behind. */

import type { DocPage } from "../../docs/page.js";
import type { JsonSchema } from "../../schema/json-schema.js";
import { escapePointer } from "../../schema/pointer.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import type { UnlistedValue } from "../defects/context.js";
import type { EnumSection } from "../enums.js";
import type { Glossary } from "../glossary.js";
import type { TopicMatch } from "../match-rows.js";
import { mergeShapes, NOTHING_SHOWN, type Shape } from "../shape.js";

export interface SchemaContext {
  readonly exchange: ExchangeFile;
  readonly line: string;
  /** Topic path below the line: `trade`, `v1/trade`. */
  readonly path: string;
  readonly glossary: Glossary;
  readonly enums: readonly EnumSection[];
  /** Page words instead of ours, for a user's private build. */
  readonly docText: boolean;
  /** Members without a description. Grows. */
  readonly undescribed: Undescribed[];
  /** Example values that the documented ones lack. Grows. */
  readonly unlisted: UnlistedValue[];
}

export interface Undescribed {
  readonly key: string;
  readonly page: DocPage;
  readonly line: number;
}

export interface TopicDraft {
  readonly match: TopicMatch;
  readonly context: SchemaContext;
  /** All records of all forms as one: a delta's fields have the types that the snapshot shows. */
  readonly record: Shape;
  /** Nested objects by the name that they have below `$defs`. Grows. */
  readonly definitions: Map<string, JsonSchema>;
}

/** Where a value stands in the messages of a form; array indexes are folded to `*`. */
export interface Place {
  readonly form: string;
  readonly pointer: string;
}

export function draftOf(match: TopicMatch, context: SchemaContext): TopicDraft {
  return { match, context, record: mergeRecords(match), definitions: new Map() };
}

function mergeRecords({ forms, records }: TopicMatch): Shape {
  const found: Shape[] = [];
  const visit = (form: string, shape: Shape, pointer: string): void => {
    if (records.get(form)?.has(pointer)) found.push(shape);
    for (const [key, member] of shape.members) visit(form, member.shape, `${pointer}/${escapePointer(key)}`);
    if (shape.items) visit(form, shape.items, `${pointer}/*`);
  };
  for (const [form, shape] of forms) visit(form, shape, "");
  return found.length > 0 ? found.reduce(mergeShapes) : NOTHING_SHOWN;
}
