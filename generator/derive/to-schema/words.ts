/** What is said of a member besides its values: our words for it, when it is there, whether it is going away, and why. */

import type { JsonSchema } from "../../schema/json-schema.js";
import { rowConfidence } from "../confidence.js";
import type { GlossaryEntry } from "../glossary.js";
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
  const ofRow = row ? rowConfidence(row, near?.confidence ?? "certain", typesOf(merged)) : "certain";
  const confidence = value["x-confidence"] ?? ofRow;
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
  member: Spoken & Pick<Member, "key">,
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
  member: Spoken & Pick<Member, "key">,
  value: JsonSchema,
  line: number,
): Pick<JsonSchema, "description" | "x-words"> {
  const { key, words } = member;
  const comment = commentOf(member);
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

/** What speaks of a member: our words, the page's row, comments beside it in examples. */
interface Spoken {
  readonly words: GlossaryEntry | undefined;
  readonly row: RowClaim | undefined;
  readonly comments?: readonly string[];
}

/** The page's own words: those of its table, or where no row speaks of the member those beside it in an example. */
export const commentOf = ({ row, comments = [] }: Pick<Spoken, "row" | "comments">): string =>
  row ? row.comment.text : (comments[0] ?? "");

function isDeprecated(member: Spoken): boolean {
  const { words, comments = [] } = member;
  return (
    words?.deprecated === true ||
    isDeprecatedIn(commentOf(member)) ||
    comments.some((comment) => /depr[ei]ci?ated/i.test(comment))
  );
}

const conditionOf = (member: Spoken): string | undefined => member.words?.condition ?? conditionIn(commentOf(member));
