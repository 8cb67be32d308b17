/** What is said of a member besides its values: our words for it, when it is there, whether it is going away, and why. */

import type { JsonSchema } from "../../schema/json-schema.js";
import { rowConfidence } from "../confidence.js";
import { describe } from "../infer-value.js";
import type { RowClaim } from "../row-claim.js";
import { conditionIn, isDeprecatedIn } from "../row-remarks.js";
import { typesOf } from "../shape.js";
import type { Member } from "./member.js";
import type { TopicDraft } from "./topic-draft.js";

export type Remarks = Pick<
  JsonSchema,
  "description" | "deprecated" | "x-condition" | "x-words" | "x-source" | "x-confidence" | "x-lines"
>;

export function remarksOf(draft: TopicDraft, member: Member, value: JsonSchema): Remarks {
  const { row, shape, merged } = member;
  const near = row && draft.match.nearNames.get(row);
  const confidence = row ? rowConfidence(row, near?.confidence ?? "certain", typesOf(merged)) : "certain";
  return {
    ...tableRemarksOf(draft, member, value, shape.place.line),
    ...(confidence === "certain" ? {} : { "x-confidence": confidence }),
    ...(near ? { "x-source": { rule: "name-mismatch" } } : {}),
    "x-lines": { ...(row ? { table: row.row.line } : {}), example: shape.place.line, ...value["x-lines"] },
  };
}

/** What is said of a member that no example shows, too. */
export function tableRemarksOf(
  draft: TopicDraft,
  member: Pick<Member, "key" | "words" | "row"> & { readonly comments?: readonly string[] },
  value: JsonSchema,
  line: number,
): Remarks {
  const condition = conditionOf(member);
  return {
    ...descriptionOf(draft, member, value, line),
    ...(isDeprecated(member) ? { deprecated: true } : {}),
    ...(condition ? { "x-condition": condition } : {}),
  };
}

/** With what `value` says of unit and scale. A member without words is told. */
function descriptionOf(
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

function isDeprecated({
  words,
  row,
  comments = [],
}: Pick<Member, "words" | "row"> & { readonly comments?: readonly string[] }): boolean {
  return (
    words?.deprecated === true ||
    isDeprecatedIn(commentOf(row)) ||
    comments.some((comment) => /depr[ei]ci?ated/i.test(comment))
  );
}

const conditionOf = ({ words, row }: Pick<Member, "words" | "row">): string | undefined =>
  words?.condition ?? conditionIn(commentOf(row));
