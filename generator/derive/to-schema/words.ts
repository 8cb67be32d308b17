/** What is said of a member besides its values: our words for it, when it is there, whether it is going away, and why. */

import type { JsonSchema } from "../../schema/json-schema.js";
import { describe } from "../infer-value.js";
import type { RowClaim } from "../row-claim.js";
import { conditionIn, isDeprecatedIn } from "../row-remarks.js";
import type { Member } from "./member.js";
import type { TopicDraft } from "./topic-draft.js";

export type Remarks = Pick<
  JsonSchema,
  "description" | "deprecated" | "x-condition" | "x-words" | "x-source" | "x-lines"
>;

export function remarksOf(draft: TopicDraft, member: Member, value: JsonSchema): Remarks {
  const { row, shape } = member;
  const condition = conditionOf(member);
  const isNearName = row !== undefined && draft.match.nearNames.has(row);
  return {
    ...descriptionOf(draft, member, value, shape.place.line),
    ...(isDeprecated(member) ? { deprecated: true } : {}),
    ...(condition ? { "x-condition": condition } : {}),
    ...(isNearName ? { "x-source": { rule: "name-mismatch" } } : {}),
    "x-lines": { ...(row ? { table: row.row.line } : {}), example: shape.place.line, ...value["x-lines"] },
  };
}

/** With what `value` says of unit and scale. A member without words is told. */
export function descriptionOf(
  { context, match }: TopicDraft,
  { key, words, row }: Pick<Member, "key" | "words" | "row">,
  value: JsonSchema,
  line: number,
): Pick<JsonSchema, "description" | "x-words"> {
  const comment = commentOf(row);
  const text = context.docText && comment !== "" ? comment : words?.text;
  if (text !== undefined) return { description: describe(value, text) };
  const shortened = firstWords(comment);
  if (shortened !== "") return { description: describe(value, shortened), "x-words": "page" };
  context.undescribed.push({ key, page: match.evidence.page, line });
  return {};
}

const LONGEST = 120;

/** The first sentence, cut between words. */
export function firstWords(comment: string): string {
  const [sentence = ""] = comment.trim().split(/\n|(?<=[^.]{3})\.(?=\s|$)|[;:](?=\s*\n)/);
  const text = sentence.trim().replace(/[\s.,;:]+$/, "");
  if (text === "" || text.length <= LONGEST) return text === "" ? "" : `${text}.`;
  return `${text.slice(0, LONGEST).replace(/\s+\S*$/, "")} …`;
}

const commentOf = (row: RowClaim | undefined): string => row?.comment.text ?? "";

function isDeprecated({ words, row, comments }: Member): boolean {
  return (
    words?.deprecated === true ||
    isDeprecatedIn(commentOf(row)) ||
    comments.some((comment) => /depr[ei]ci?ated/i.test(comment))
  );
}

const conditionOf = ({ words, row }: Member): string | undefined => words?.condition ?? conditionIn(commentOf(row));
