/** One member of an object, with all that is known of it before its schema is made. */

import { escapePointer } from "../../schema/pointer.js";
import { type GlossaryEntry, lookUp } from "../glossary.js";
import type { TopicMatch } from "../match-rows.js";
import type { RowClaim } from "../row-claim.js";
import type { MemberShape, Shape } from "../shape.js";
import type { Place, TopicDraft } from "./topic-draft.js";

export interface Member extends Place {
  readonly key: string;
  readonly row: RowClaim | undefined;
  /** Our words for it. */
  readonly words: GlossaryEntry | undefined;
  /** Texts of example comments beside it. */
  readonly comments: readonly string[];
  /** What the examples of its form show. */
  readonly shape: Shape;
  /** What the examples of all forms show of a record's member; elsewhere the same as `shape`. */
  readonly merged: Shape;
}

interface Sight {
  readonly object: Place;
  readonly key: string;
  readonly row: RowClaim | undefined;
  readonly seen: MemberShape;
  /** Absent outside of records. */
  readonly merged?: Shape | undefined;
}

export function memberOf(draft: TopicDraft, { object, key, row, seen, merged = seen.shape }: Sight): Member {
  const pointer = pointerTo(object, key);
  const words = wordsFor(draft, key, row, parentKey(pointer));
  return { form: object.form, pointer, key, row, words, comments: seen.comments, shape: seen.shape, merged };
}

const pointerTo = ({ pointer }: Place, key: string): string => `${pointer}/${escapePointer(key)}`;

/** The row of a member that examples of the form show, or of another one where none shows this. */
export function rowAt({ fields, rowOf, unshown }: TopicMatch, object: Place, key: string): RowClaim | undefined {
  const pointer = pointerTo(object, key);
  const isUnshown = unshown.includes(object.form);
  const field = fields.find(({ form, pointer: at }) => (isUnshown || form === object.form) && at === pointer);
  return field && rowOf.get(field);
}

/** The row of a member that examples of other forms show: its name says enough. */
export function rowOfKey({ fields, rowOf }: TopicMatch, key: string): RowClaim | undefined {
  const field = fields.find((candidate) => candidate.key === key);
  return field && rowOf.get(field);
}

/** Our words for a key, or for the placeholder in its row's comment. */
export function wordsFor(
  { context }: TopicDraft,
  key: string,
  row: RowClaim | undefined,
  parent?: string,
): GlossaryEntry | undefined {
  return lookUp(
    context.glossary,
    { line: context.line, topic: context.path, field: key, ...(parent === undefined ? {} : { parent }) },
    row?.comment.placeholders.map((placeholder) => placeholder.key),
  );
}

/** The member that the object of a member stands in: `data` of `/data/<any>/price`. */
export const parentKey = (pointer: string): string | undefined =>
  pointer
    .split("/")
    .filter((segment) => segment !== "*" && segment !== "")
    .at(-2);
