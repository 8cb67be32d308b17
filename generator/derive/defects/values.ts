/** Example values that contradict their own field, their neighbours or the text. */

import type { JsonNode } from "../../docs/json-node.js";
import { modulePathOf } from "../../spec/module-path.js";
import type { Defect, DefectCode } from "../defect.js";
import { nodeAt } from "../evidence.js";
import { lookUp } from "../glossary.js";
import { kindOf } from "../infer-value.js";
import type { TopicMatch } from "../match-rows.js";
import { type DefectContext, type DefectRule, type MemberAt, membersOf, show, textOf } from "./context.js";

type MemberRule = (at: MemberAt, match: TopicMatch, context: DefectContext) => Finding | undefined;

interface Finding {
  readonly code: DefectCode;
  readonly claim: string;
  readonly decision: string;
}

export const valueDefects: DefectRule = (context) => [
  ...context.topics.flatMap((match) =>
    match.evidence.examples.flatMap(({ node }) =>
      membersOf(node).flatMap((at) =>
        MEMBER_RULES.flatMap((rule): Defect[] => {
          const finding = rule(at, match, context);
          if (!finding) return [];
          return [
            {
              code: finding.code,
              page: match.evidence.page.path,
              line: at.member.value.line,
              topic: match.evidence.entry.name,
              field: at.pointer,
              claim: finding.claim,
              evidence: `example: ${show(at.member.value)}`,
              decision: finding.decision,
            },
          ];
        }),
      ),
    ),
  ),
  ...context.unlisted.map(
    ({ page, topic, field, value, line, documented }): Defect => ({
      code: "value-not-in-enum",
      page,
      line,
      topic,
      field,
      claim: `documented: ${documented.join(", ")}`,
      evidence: `example: ${JSON.stringify(value)}`,
      decision: "added to the open list of values",
    }),
  ),
];

const kindAt = ({ member }: MemberAt, match: TopicMatch, context: DefectContext) =>
  kindOf(
    member.key,
    lookUp(context.glossary, {
      line: context.file.line,
      topic: modulePathOf(match.evidence.entry, context.file),
      field: member.key,
    }),
  );

/** `last_price` "322955000" beside `last_price_e4` "322955000": one of them is off by 10^4. */
const scaled: MemberRule = ({ member, owner }) => {
  const twin = owner.members.find(
    ({ key }) => /^(?:_e|E)\d$/.test(key.slice(member.key.length)) && key.startsWith(member.key),
  );
  const text = textOf(member.value);
  if (!twin || text === undefined || text === "0" || textOf(twin.value) !== text) return undefined;
  return {
    code: "scale-contradiction",
    claim: `${twin.key}, line ${twin.value.line}: ${show(twin.value)}`,
    decision: "type and names as shown; the figure of the unscaled field is not trusted",
  };
};

const NUMERIC_KINDS = new Set(["price", "quantity", "amount", "ratio"]);

const notANumber: MemberRule = (at, match, context) => {
  const { value } = at.member;
  if (value.kind !== "string" || value.value === "" || /^-?\d/.test(value.value)) return undefined;
  const kind = kindAt(at, match, context);
  if (kind === undefined || !NUMERIC_KINDS.has(kind)) return undefined;
  return {
    code: "value-not-a-number",
    claim: `${kind === "amount" ? "an" : "a"} ${kind} by its meaning`,
    decision: "string without a format",
  };
};

const booleanAsText: MemberRule = (at, match, context) => {
  const { value } = at.member;
  const asText = value.kind === "string" && /^(?:true|false|none)$/i.test(value.value);
  const asNumber = value.kind === "number" && kindAt(at, match, context) === "flag";
  // `params` echoes what the client sent; requests have their own rule.
  if ((!asText && !asNumber) || at.pointer.startsWith("/params/")) return undefined;
  return { code: "value-boolean-as-text", claim: "a yes or no by its meaning", decision: `${value.kind}, as shown` };
};

const foreignSymbol: MemberRule = ({ member }, _match, context) => {
  if (!["symbol", "s"].includes(member.key)) return undefined;
  const quote = quoteOf(context.file.slots.symbol?.example);
  const own = quoteOf(textOf(member.value));
  if (quote === undefined || own === undefined || quote === own) return undefined;
  return {
    code: "value-foreign-symbol",
    claim: `contracts of this line end in ${quote}`,
    decision: "a sample value; nothing follows from it",
  };
};

const quoteOf = (symbol: string | undefined): string | undefined =>
  /^[A-Z0-9]+?(USDT|USD|PERP)$/.exec(symbol ?? "")?.[1];

const epochTime: MemberRule = ({ member }) =>
  /^1970-01-01T00:00:00/.test(textOf(member.value) ?? "")
    ? { code: "value-epoch-time", claim: "a time of creation", decision: "a sample value; nothing follows from it" }
    : undefined;

/** Two times of one object that name the same event and differ by more than a minute. */
const timeContradiction: MemberRule = ({ member, owner }) => {
  if (member.key !== "timestamp" || member.value.kind !== "string") return undefined;
  const other = owner.members.find(({ key }) => /^trade_?time_?ms$/i.test(key));
  const first = Date.parse(member.value.value);
  const second = Number(textOf(other?.value) ?? Number.NaN);
  if (!other || !(Math.abs(first - second) > 60_000)) return undefined;
  return {
    code: "value-time-contradiction",
    claim: `${other.key}, line ${other.value.line}: ${new Date(second).toISOString()}`,
    decision: "sample values; the units stand",
  };
};

/** Bids descend, asks ascend, and the best bid is below the best ask. */
const bookOrder: MemberRule = ({ member, owner }) => {
  const side = { b: -1, a: 1 }[member.key];
  const prices = pricesOf(member.value);
  if (side === undefined || prices.length < 2) return undefined;
  const ordered = prices.every((price, index) => index === 0 || (price - (prices[index - 1] ?? price)) * side > 0);
  const other = pricesOf(owner.members.find(({ key }) => key === (side < 0 ? "a" : "b"))?.value);
  const crossed = side < 0 && other.length > 0 && Math.max(...prices) >= Math.min(...other);
  if (ordered && !crossed) return undefined;
  return {
    code: "value-book-order",
    claim: ordered
      ? "the best bid is below the best ask"
      : `${side < 0 ? "bids descend" : "asks ascend"}, best price first`,
    decision: "sample values; the documented order stands",
  };
};

function pricesOf(node: JsonNode | undefined): number[] {
  if (node?.kind !== "array") return [];
  return node.items.flatMap((item) => (item.kind === "array" ? [Number(textOf(item.items[0] ?? item))] : []));
}

const commentExcludes: MemberRule = ({ member }, match) => {
  const row = match.evidence.rows.find(({ name }) => name === member.key);
  if (!row || !/return null string/i.test(row.comment.text) || textOf(member.value) === "") return undefined;
  return {
    code: "value-contradicts-comment",
    claim: `table, line ${row.row.line}: always the empty string`,
    decision: "a decimal or the empty string",
  };
};

const MEMBER_RULES: readonly MemberRule[] = [
  scaled,
  notANumber,
  booleanAsText,
  foreignSymbol,
  epochTime,
  timeContradiction,
  bookOrder,
  commentExcludes,
];

/** A ping and its pong are shown with different times. */
export const heartbeatDefects: DefectRule = ({ pages, readings }) =>
  pages.flatMap((page) => {
    const nodes = page.blocks.flatMap((block) => {
      const reading = block.kind === "fence" ? readings.get(block) : undefined;
      return reading?.kind === "json" || reading?.kind === "request" ? [reading.node] : [];
    });
    const ping = nodes.map((node) => nodeAt(node, "/ping")).find((node) => node !== undefined);
    const pong = nodes.map((node) => nodeAt(node, "/pong")).find((node) => node !== undefined);
    if (!ping || !pong || textOf(ping) === textOf(pong)) return [];
    return [
      {
        code: "number-contradiction" as const,
        page: page.path,
        line: pong.line,
        topic: "",
        field: "/pong",
        claim: `ping, line ${ping.line}: ${textOf(ping)}`,
        evidence: `pong: ${textOf(pong)}`,
        decision: "a pong carries a time; it need not be the ping's",
      },
    ];
  });

/** The text asks for a ping every so often, the sample code sends it at another pace. Once a page. */
export const pingIntervalDefects: DefectRule = ({ pages, file }) =>
  pages.flatMap((page): Defect[] => {
    const wanted = file.heartbeat?.intervalMs;
    if (wanted === undefined) return [];
    for (const block of page.blocks) {
      if (block.kind !== "fence") continue;
      for (const [offset, line] of block.content.split("\n").entries()) {
        const seconds = Number(
          /\bping_interval=(\d+)|\btime\.sleep\((\d+)\)/.exec(line)?.slice(1).find(Boolean) ?? Number.NaN,
        );
        if (!(Math.abs(seconds * 1000 - wanted) > 0)) continue;
        return [
          {
            code: "number-contradiction",
            page: page.path,
            line: block.contentLine + offset,
            topic: "",
            field: "",
            claim: `text: a ping every ${wanted / 1000} s`,
            evidence: `sample code: ${line.trim()}`,
            decision: `${wanted / 1000} s: the text stands`,
          },
        ];
      }
    }
    return [];
  });
