/** What a rule is, and how it gets at what it judges: code blocks, rows, members, topics, pages. */

import type { DocPage } from "../../docs/page.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import type { LineFile } from "../../spec/line-file.js";
import { modulePathOf } from "../../spec/module-path.js";
import type { Confidence } from "../confidence.js";
import type { Defect, DefectCode } from "../defect.js";
import type { FenceReading } from "../evidence.js";
import type { Glossary } from "../glossary.js";
import type { TopicMatch } from "../match-rows.js";
import type { RowClaim } from "../row-claim.js";
import { type DefectContext, type TopicContext, topicAt } from "./context.js";
import { type MemberAt, membersOf, show } from "./example-values.js";

export type DefectRule = (context: DefectContext) => Defect[];

/** What a rule says. `line` and `field`: where, if not at the row, member or block that was judged. */
export type Finding = Pick<Defect, "claim" | "evidence" | "decision"> &
  Partial<Pick<Defect, "line" | "otherLine" | "field">> & { readonly confidence?: Confidence };
export type LocatedFinding = Finding & Pick<Defect, "line">;

type Place = Pick<Defect, "page" | "line" | "topic" | "field">;

/** Members in the order of a row of `defects.json`. */
export function toDefect(code: DefectCode, place: Place, finding: Finding): Defect {
  const { page, line, otherLine, topic, field, claim, evidence, decision, confidence } = { ...place, ...finding };
  return {
    code,
    page,
    line,
    ...(otherLine !== undefined && { otherLine }),
    topic,
    field,
    claim,
    evidence,
    decision,
    ...(confidence !== undefined && confidence !== "certain" && { confidence }),
  };
}

/** Judges each code block. */
export const fenceRule =
  (code: DefectCode, judge: (reading: FenceReading, context: DefectContext) => readonly Finding[]): DefectRule =>
  (context) =>
    fencesIn(context).flatMap(({ reading, place }) =>
      judge(reading, context).map((finding) => toDefect(code, place, finding)),
    );

interface PlacedFence {
  readonly reading: FenceReading;
  readonly place: Place;
}

/** Found once for all rules. */
export function fencesIn(context: DefectContext): readonly PlacedFence[] {
  const found = fences.get(context) ?? context.pages.flatMap((page) => fencesOf(page, context));
  fences.set(context, found);
  return found;
}

const fences = new WeakMap<DefectContext, readonly PlacedFence[]>();

const fencesOf = (page: DocPage, context: DefectContext): PlacedFence[] =>
  page.blocks.flatMap((block) => {
    const reading = block.kind === "fence" ? context.readings.get(block) : undefined;
    const { line } = block;
    return reading
      ? [{ reading, place: { page: page.path, line, topic: topicAt(context, page, line), field: "" } }]
      : [];
  });

/** What is found in a topic is a matter of that topic, not of its siblings. */
function topicByTopic(find: (match: TopicMatch, context: TopicContext) => Defect[]): DefectRule {
  const stage = (
    match: TopicMatch,
    exchange: ExchangeFile,
    file: LineFile,
    glossary: Glossary,
    unlisted: DefectContext["unlisted"],
  ) => find(match, { exchange, file, glossary, unlisted });
  return ({ topics, exchange, file, glossary, unlisted, recall, report }) =>
    topics.flatMap((match) => {
      const path = modulePathOf(match.evidence.entry, file);
      return recall(stage, path, [match, exchange, file, glossary, unlisted], report);
    });
}

/** Judges each row of a topic's tables. */
export const rowRule = (
  code: DefectCode,
  judge: (row: RowClaim, match: TopicMatch, context: TopicContext) => readonly Finding[],
): DefectRule =>
  topicByTopic((match, context) =>
    match.evidence.rows.flatMap((row) => {
      const place = { ...topicPlace(match), line: row.row.line, field: row.name };
      return judge(row, match, context).map((finding) => toDefect(code, place, finding));
    }),
  );

/** Judges each member of a topic's examples. Its value is the evidence. */
export const memberRule = (
  code: DefectCode,
  judge: (at: MemberAt, match: TopicMatch, context: TopicContext) => readonly Omit<Finding, "evidence">[],
): DefectRule =>
  topicByTopic((match, context) =>
    match.evidence.examples.flatMap(({ node }) =>
      membersOf(node).flatMap((at) =>
        judge(at, match, context).map((finding) => {
          const { value } = at.member;
          const place = { ...topicPlace(match), line: value.line, field: at.pointer };
          return toDefect(code, place, { ...finding, evidence: `example: ${show(value)}` });
        }),
      ),
    ),
  );

/** Judges each topic as a whole. */
export const topicRule =
  (code: DefectCode, judge: (match: TopicMatch, context: DefectContext) => readonly LocatedFinding[]): DefectRule =>
  (context) =>
    context.topics.flatMap((match) =>
      judge(match, context).map((finding) =>
        toDefect(code, { ...topicPlace(match), line: finding.line, field: "" }, finding),
      ),
    );

const topicPlace = ({ evidence }: TopicMatch) => ({ page: evidence.page.path, topic: evidence.entry.name });

/** Judges each page as a whole. What it says belongs to no topic. */
export const pageRule =
  (code: DefectCode, judge: (page: DocPage, context: DefectContext) => readonly LocatedFinding[]): DefectRule =>
  (context) =>
    context.pages.flatMap((page) =>
      judge(page, context).map((finding) =>
        toDefect(code, { page: page.path, topic: "", line: finding.line, field: "" }, finding),
      ),
    );

/** Every line of every code block, sample programs too. */
export const codeLinesOf = (page: DocPage): { readonly text: string; readonly line: number }[] =>
  page.blocks.flatMap((block) =>
    block.kind === "fence"
      ? block.content.split("\n").map((text, index) => ({ text, line: block.contentLine + index }))
      : [],
  );
