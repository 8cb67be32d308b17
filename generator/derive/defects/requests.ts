/** Requests against what answers them. */

import { matchPattern, parsePattern } from "../../../templates/runtime/topic-pattern.js";
import type { JsonNode } from "../../docs/json-node.js";
import { closedSlots } from "../../topic/pattern.js";
import type { Defect } from "../defect.js";
import { findHeading, nodeAt, sectionOf } from "../evidence.js";
import { type DefectContext, type DefectRule, membersOf, show, textOf, topicAt } from "./context.js";

export const requestDefects: DefectRule = (context) => [
  ...context.topics.flatMap(({ evidence }) => {
    const { page, entry, requests, examples } = evidence;
    const row = { page: page.path, topic: entry.name };
    return examples.flatMap((example): Defect[] => {
      const request = requests[0]?.node;
      const answered = nodeAt(example.node, "/topic");
      if (!request || !answered) return [];
      const sent = topicsSent(request);
      const defects: Defect[] = [];
      if (!sent.includes(textOf(answered) ?? "")) {
        defects.push({
          ...row,
          code: "subscribe-topic-mismatch",
          line: answered.line,
          field: "/topic",
          claim: `request, line ${request.line}: ${sent.join(", ")}`,
          evidence: `answer: ${textOf(answered)}`,
          decision: "each as documented: the request is what a client sends, the answer what it gets",
        });
      }
      return [...defects, ...compareMembers(request, example.node, row)];
    });
  }),
  ...replyDefects(context),
  ...textDefects(context),
];

function topicsSent(request: JsonNode): string[] {
  const args = nodeAt(request, "/args");
  const topic = nodeAt(request, "/topic");
  const nodes = args?.kind === "array" ? args.items : topic ? [topic] : [];
  return nodes.map((node) => textOf(node) ?? "");
}

/** `params` and `symbol` come back in the answer of an event line. */
function compareMembers(request: JsonNode, answer: JsonNode, row: { page: string; topic: string }): Defect[] {
  const answered = new Map(membersOf(answer).map(({ pointer, member }) => [pointer, member]));
  const defects: Defect[] = [];
  const differ = (pointer: string, line: number, claim: string, evidence: string): void => {
    const decision = "each as documented: the request's type is sent, the answer's is received";
    defects.push({ ...row, code: "subscribe-value-mismatch", line, field: pointer, claim, evidence, decision });
  };
  for (const { pointer, member } of membersOf(request)) {
    if (!pointer.startsWith("/params/") && pointer !== "/symbol") continue;
    const back = answered.get(pointer);
    if (back && show(back.value) !== show(member.value)) {
      differ(
        pointer,
        back.value.line,
        `request, line ${member.value.line}: ${show(member.value)}`,
        `answer: ${show(back.value)}`,
      );
    }
  }
  const interval = /_(\w+)$/.exec(textOf(nodeAt(request, "/topic")) ?? "")?.[1];
  const type = answered.get("/params/klineType")?.value;
  if (interval && type && textOf(type) !== interval) {
    differ("/params/klineType", type.line, `request, line ${request.line}: ${interval}`, `answer: ${show(type)}`);
  }
  return defects;
}

/** An acknowledgement that names a topic in a form that no request has. */
function replyDefects(context: DefectContext): Defect[] {
  const { file, pages, readings } = context;
  const closed = closedSlots(file);
  const patterns = file.topics.flatMap(({ topics, subscribe }) =>
    [...topics, ...(subscribe ?? [])].map((text) => parsePattern(text, closed)),
  );
  return file.replies.flatMap((reply) =>
    (reply.examples ?? []).flatMap(({ heading }): Defect[] =>
      pages.flatMap((page): Defect[] => {
        const found = findHeading(page, heading);
        if (!found) return [];
        return sectionOf(page, found).flatMap((block): Defect[] => {
          const reading = block.kind === "fence" ? readings.get(block) : undefined;
          if (reading?.kind !== "json") return [];
          const args = nodeAt(reading.node, "/request/args");
          const echoed = args?.kind === "array" ? args.items : [];
          const wrong = echoed.filter((node) => !patterns.some((pattern) => matchPattern(pattern, textOf(node) ?? "")));
          const mismatches = wrong.map(
            (node): Defect => ({
              code: "subscribe-topic-mismatch",
              page: page.path,
              line: node.line,
              topic: "",
              field: "/request/args/*",
              claim: `answer: ${textOf(node)}`,
              evidence: `topics: ${file.topics.flatMap(({ topics }) => topics).join(", ")}`,
              decision: "the topics that the topic sections document stand",
            }),
          );
          const request = firstRequest(context, page, reading.node);
          return [
            ...mismatches,
            ...(request ? compareMembers(request, reading.node, { page: page.path, topic: "" }) : []),
          ];
        });
      }),
    ),
  );
}

function firstRequest(
  { readings }: DefectContext,
  page: DefectContext["pages"][number],
  answer: JsonNode,
): JsonNode | undefined {
  const topic = textOf(nodeAt(answer, "/topic"));
  if (topic === undefined) return undefined;
  for (const block of page.blocks) {
    const reading = block.kind === "fence" ? readings.get(block) : undefined;
    if (reading?.kind === "request" && textOf(nodeAt(reading.node, "/topic")) === topic) return reading.node;
  }
  return undefined;
}

/** A comment above a request that names other symbols than the request. */
function textDefects(context: DefectContext): Defect[] {
  return context.pages.flatMap((page) =>
    page.blocks.flatMap((block): Defect[] => {
      const reading = block.kind === "fence" ? context.readings.get(block) : undefined;
      if (reading?.kind !== "request") return [];
      const sent = [...topicsSent(reading.node), textOf(nodeAt(reading.node, "/symbol")) ?? ""].join(" ");
      return reading.comments.flatMap(({ text, line }): Defect[] => {
        const symbols: string[] = text.match(/\b[A-Z]{3,5}(?:USDT?|PERP)\b/g) ?? [];
        const wrong = symbols.filter((symbol) => !new RegExp(`\\b${symbol}\\b`).test(sent));
        if (wrong.length === 0) return [];
        return [
          {
            code: "request-text-mismatch",
            page: page.path,
            line,
            topic: topicAt(context, page, line),
            field: "",
            claim: `comment: ${wrong.join(", ")}`,
            evidence: `request: ${sent.trim()}`,
            decision: "the request stands",
          },
        ];
      });
    }),
  );
}
