/** Comments that do not fit their field, forms that are only told, placeholders. */

import { wordsOfKey } from "../../docs/doc-text.js";
import type { Placeholder } from "../../docs/page.js";
import type { Defect } from "../defect.js";
import type { RowClaim } from "../evidence.js";
import { timeUnitOf } from "../infer-value.js";
import type { TopicMatch } from "../match-rows.js";
import type { DefectRule } from "./context.js";

export const descriptionDefects: DefectRule = ({ topics, file }) =>
  topics.flatMap((match) =>
    match.evidence.rows.flatMap((row): Defect[] => {
      const shape = match.fieldsOfRow.get(row)?.[0]?.shape;
      const place = {
        page: match.evidence.page.path,
        line: row.row.line,
        topic: match.evidence.entry.name,
        field: match.fieldsOfRow.get(row)?.[0]?.pointer ?? row.name,
      };
      const defects: Defect[] = [];
      const claimedUnit = unitInComment(row.comment.text);
      const shownUnit = shape && timeUnitOf(shape, row.name);
      if (claimedUnit && shownUnit && claimedUnit !== shownUnit) {
        defects.push({
          ...place,
          code: "description-unit",
          claim: `comment: ${claimedUnit}`,
          evidence: `example, line ${shape.place.line}: ${shownUnit}`,
          decision: `${shownUnit}: the example stands`,
        });
      }
      const claimedScale = /10\^(\d)/.exec(row.comment.text)?.[1];
      const namedScale = /(?:_e|E)(\d)$/.exec(row.name)?.[1];
      if (claimedScale && claimedScale !== namedScale) {
        defects.push({
          ...place,
          code: "description-scale",
          claim: `comment: 10^${claimedScale}`,
          evidence: `name: ${row.name}`,
          decision: namedScale ? `10^${namedScale}: the name stands` : "unscaled: the name stands",
        });
      }
      const copied = COPIED.find(
        ({ comment, unless }) => comment.test(row.comment.text) && !unless(row, match, file.title),
      );
      if (copied) {
        defects.push({
          ...place,
          code: "description-copied",
          claim: `comment key ${row.comment.placeholders[0]?.key ?? row.comment.text}`,
          evidence: copied.because,
          decision: "described in our own words",
        });
      }
      return defects;
    }),
  );

function unitInComment(text: string): string | undefined {
  if (/in milliseconds|millisecond timestamp|\(ms\)/i.test(text)) return "ms";
  if (/in seconds/i.test(text)) return "s";
  return undefined;
}

interface CopiedRule {
  readonly comment: RegExp;
  /** True where the comment does belong to the field. */
  readonly unless: (row: RowClaim, match: TopicMatch, lineTitle: string) => boolean;
  readonly because: string;
}

const hasField = (match: TopicMatch, ...keys: string[]): boolean => match.fields.some(({ key }) => keys.includes(key));

/** Comments that were seen to be reused for a field which they do not describe. */
const COPIED: readonly CopiedRule[] = [
  {
    comment: /conditional order type/i,
    unless: ({ name }) => /stop_?order_?type/i.test(name),
    because: "the field is the type of the order itself",
  },
  {
    comment: /\b24-hour\b/i,
    unless: (_, match) => !hasField(match, "confirm"),
    because: "the field is of one candle, not of 24 hours",
  },
  {
    comment: /quantity in USD$/i,
    unless: (_, __, title) => !/USDT/.test(title),
    because: "contracts of this line are sized in the coin",
  },
  {
    comment: /was Created/i,
    unless: (_, match) => hasField(match, "order_status", "orderStatus"),
    because: "the message has no order and no order status",
  },
  {
    comment: /^End timestamp/i,
    unless: ({ name }) => name === "end",
    because: "the field is the time of the last trade in the candle",
  },
  {
    comment: /^Transaction qty/i,
    unless: ({ name }) => /exec/i.test(name),
    because: "the field is the quantity of the order",
  },
  {
    comment: /^Position qty/i,
    unless: (_, match) => hasField(match, "entry_price", "entryPrice"),
    because: "the message has no position",
  },
  {
    comment: /^Wallet balance/i,
    unless: (_, match) => !hasField(match, "currency"),
    because: "the field is the insurance fund of the coin",
  },
  {
    comment: /^Best (?:bid|ask) price, quantity/i,
    unless: (row, match) => (match.fieldsOfRow.get(row)?.[0]?.shape.arrays ?? 0) === 0,
    because: "the field is a list of levels, not the best one",
  },
];

/** The text tells of deltas and only one message is shown. */
export const missingFormDefects: DefectRule = ({ topics }) =>
  topics.flatMap((match) => {
    const told = match.evidence.prose.find(({ text, quoted }) => !quoted && /\bdelta messages?\b/i.test(text));
    if (!told || match.forms.size > 1) return [];
    return [
      {
        code: "missing-form" as const,
        page: match.evidence.page.path,
        line: told.line,
        topic: match.evidence.entry.name,
        field: "",
        claim: "the text tells of a first message and of deltas",
        evidence: `${match.evidence.examples.length} example`,
        decision: "one form for both, as they share their members",
      },
    ];
  });

/** One topic of a connection shown as a bare object where its siblings are arrays. */
export const containerDefects: DefectRule = ({ topics }) =>
  topics.flatMap((match) => {
    const root = match.evidence.examples[0];
    const wanted = match.evidence.entry.selector?.container;
    if (!root || wanted !== "array-items" || root.node.kind === "array") return [];
    return [
      {
        code: "container-mismatch" as const,
        page: match.evidence.page.path,
        line: root.node.line,
        topic: match.evidence.entry.name,
        field: "",
        claim: "the other topics of the connection push arrays",
        evidence: "the example is a bare object",
        decision: "as shown; the router takes both",
      },
    ];
  });

export const placeholderDefects: DefectRule = ({ pages }) =>
  pages.flatMap((page): Defect[] => {
    const uses: Pick<Placeholder, "key" | "line" | "resolved">[] = page.blocks.flatMap(
      (block): Pick<Placeholder, "key" | "line" | "resolved">[] => {
        if (block.kind === "table")
          return [...block.header, ...block.rows.flatMap(({ cells }) => cells)].flatMap((cell) => cell.placeholders);
        if (block.kind === "hidden") {
          return [...block.source.matchAll(/t\(:(\w+)\)/g)].map((match) => ({
            key: match[1] ?? "",
            line: block.line,
            resolved: "hidden",
          }));
        }
        return block.kind === "heading" || block.kind === "prose" ? [...block.placeholders] : [];
      },
    );
    const [first] = uses;
    if (!first) return [];
    const row = { page: page.path, topic: "", field: "" };
    const keys = new Set(uses.map(({ key }) => key));
    const unresolved = uses.filter(({ resolved }) => resolved === undefined);
    return [
      {
        ...row,
        code: "placeholder",
        line: first.line,
        claim: `${uses.length} texts stand behind ${keys.size} placeholders`,
        evidence: "the page cannot be read without its locale file",
        decision: `${uses.length - unresolved.length} resolved`,
      },
      ...unresolved.map(
        (use): Defect => ({
          ...row,
          code: "placeholder-unresolved",
          line: use.line,
          claim: `t(:${use.key})`,
          evidence: "the locale has no such text",
          decision: `read as ${wordsOfKey(use.key)}`,
        }),
      ),
    ];
  });
