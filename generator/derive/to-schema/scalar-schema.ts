/** Values without members: constants, texts and numbers with their documented values, positions of tuples. */

import type { JsonSchema } from "../../schema/json-schema.js";
import { slotNames } from "../../topic/pattern.js";
import { type EnumReading, enumFor } from "../enums.js";
import { isDiscriminator } from "../evidence.js";
import type { GlossaryEntry } from "../glossary.js";
import { inferScalar } from "../infer-value.js";
import type { Shape } from "../shape.js";
import { containerOf } from "./definitions.js";
import { type Member, parentKey } from "./member.js";
import type { Place, TopicDraft } from "./topic-draft.js";
import { commentOf } from "./words.js";

/** What always stands at a place: the word for the form, and the topic of a line that has one only. */
export function constantAt({ match }: TopicDraft, { form, pointer }: Place): string | undefined {
  const { entry } = match.evidence;
  if (!isDiscriminator(match.evidence, pointer)) return undefined;
  if (pointer === entry.forms?.discriminator) return entry.forms.values[form];
  const [only, ...more] = entry.topics;
  return only !== undefined && more.length === 0 && slotNames(only).length === 0 ? only : undefined;
}

export function scalarSchema(draft: TopicDraft, member: Member): JsonSchema {
  const { key, merged, words, row } = member;
  const comment = commentOf(member);
  const schema = inferScalar({ key, shape: merged, entry: words, comment, typeWord: row?.type ?? "" });
  const reading = canBeEnum(schema) ? enumOf(draft, member) : undefined;
  return reading ? { ...schema, "x-enum": reading.keyword, "x-lines": { values: reading.sources } } : schema;
}

const ENUM_TYPES = new Set<unknown>(["string", "integer", "number"]);
const ENUM_KINDS = new Set<unknown>([undefined, "code", "flag", "text"]);

const canBeEnum = ({ type, format, "x-kind": kind }: JsonSchema): boolean =>
  format === undefined && ENUM_TYPES.has(type) && ENUM_KINDS.has(kind);

function enumOf(draft: TopicDraft, member: Member): EnumReading | undefined {
  const { context, match } = draft;
  const { entry, page } = match.evidence;
  const { key, pointer, row, merged, comments } = member;
  const strings = merged.strings.map(({ value, line }) => ({ value, line }));
  const numbers = merged.numbers.map(({ text, line }) => ({ value: Number(text), line }));
  const reading = enumFor(
    {
      line: context.line,
      topic: entry.name,
      key,
      parent: parentKey(pointer),
      row,
      page: page.path,
      // Beyond what a number holds there is no value to list.
      observed: [...strings, ...numbers.filter(({ value }) => Number.isFinite(value))],
      comments,
    },
    context.enums,
    context.exchange.enums,
  );
  if (reading) recordUnlisted(draft, member, reading);
  return reading;
}

function recordUnlisted(
  { context, match }: TopicDraft,
  { form, pointer: field }: Place,
  { keyword, sources, unlisted }: EnumReading,
): void {
  const page = match.evidence.page.path;
  const topic = match.evidence.entry.name;
  const documented = keyword.values;
  const documentedAt = sources[String(documented[0])] ?? page;
  // Forms share the values of their records, and the second form has nothing new to tell.
  const isTold = (value: string | number, line: number): boolean =>
    context.unlisted.some(
      (other) =>
        other.page === page &&
        other.line === line &&
        other.value === value &&
        containerOf(other.field) === containerOf(field),
    );
  for (const { value, line } of unlisted) {
    if (!isTold(value, line))
      context.unlisted.push({ page, topic, form, field, value, line, documented, documentedAt });
  }
}

export function scalarItem(key: string, items: Shape, words: GlossaryEntry | undefined): JsonSchema {
  return bare(inferScalar({ key, shape: items, entry: words, comment: "", typeWord: "" }));
}

/** Lists of one length, such as the levels of a book: each position is a quantity that our words can name. */
export function tupleSchema(key: string, items: Shape, length: number, labels: readonly string[] = []): JsonSchema {
  const position = scalarItem(key, items, { text: "", kind: "quantity" });
  return tupleOf(Array<JsonSchema>(length).fill(position), labels);
}

/** `labels`: what the positions are called, as far as they are. */
export const tupleOf = (positions: readonly JsonSchema[], labels: readonly string[]): JsonSchema => ({
  type: "array",
  prefixItems: positions.map((position, index) => ({
    ...position,
    ...(labels[index] ? { title: labels[index] } : {}),
  })),
  items: false,
  minItems: positions.length,
  maxItems: positions.length,
});

/** What the list says of its items it says once. */
const bare = ({ type, format }: JsonSchema): JsonSchema => ({
  ...(type ? { type } : {}),
  ...(format ? { format } : {}),
});
