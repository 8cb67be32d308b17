/**
 * The answer to a request repeats one of its parameters as another value, or as another type.
 *
 *     # Tick
 *
 *     ```javascript
 *     ws.send('{"topic": "tick", "event": "sub", "symbol": "ABC", "params": {"binary": false}}');
 *     ```
 *
 *     ```json
 *     { "topic": "tick", "symbol": "ABC", "params": { "binary": "false" }, "data": { "price": "1.5" } }
 *     ```
 *
 * line 8, other line 4  subscribe-value-mismatch  /params/binary
 *   claim     request: false
 *   evidence  answer: "false"
 *   decision  each as documented: the request's type is sent, the answer's is received
 */

import { valueAt } from "../../../../templates/runtime/pointer.js";
import { matchPattern, parsePattern } from "../../../../templates/runtime/topic-pattern.js";
import type { JsonNode } from "../../../docs/json-node.js";
import type { ExchangeFile } from "../../../spec/exchange-file.js";
import type { LineFile } from "../../../spec/line-file.js";
import { closedSlots } from "../../../topic/pattern.js";
import { nodeAt } from "../../evidence.js";
import type { DefectContext } from "../context.js";
import { membersOf, show, textOf } from "../example-values.js";
import { documentedReplies, isParameter, requestFor, topicPointer } from "../requests.js";
import { type DefectRule, type LocatedFinding, toDefect, topicRule } from "../rule.js";

export const subscribeValueMismatch: DefectRule = (context) => [...ofPushes(context), ...ofReplies(context)];

const ofPushes = topicRule("subscribe-value-mismatch", ({ evidence }, context) => {
  const request = evidence.requests[0]?.node;
  const pointer = topicPointer(context.exchange);
  if (!request) return [];
  return evidence.examples.flatMap(({ node }) => (nodeAt(node, pointer) ? compare(request, node, context) : []));
});

const ofReplies: DefectRule = (context) =>
  documentedReplies(context).flatMap(({ page, node }) => {
    const request = requestFor(node, page, context);
    const findings = request ? compare(request, node, context) : [];
    return findings.map((finding) =>
      toDefect("subscribe-value-mismatch", { page: page.path, line: finding.line, topic: "", field: "" }, finding),
    );
  });

const DECISION = "each as documented: the request's type is sent, the answer's is received";

/** Parameters come back in the answer. */
function compare(request: JsonNode, answer: JsonNode, context: DefectContext): LocatedFinding[] {
  const answered = new Map(membersOf(answer).map(({ pointer, member }) => [pointer, member.value]));
  const repeated = membersOf(request).flatMap(({ pointer, member }): LocatedFinding[] => {
    const back = answered.get(pointer);
    if (!isParameter(pointer, context.exchange) || !back || show(back) === show(member.value)) return [];
    const { value } = member;
    const claim = `request: ${show(value)}`;
    const evidence = `answer: ${show(back)}`;
    return [{ line: back.line, otherLine: value.line, field: pointer, claim, evidence, decision: DECISION }];
  });
  return [...repeated, ...compareSlots(request, answered, context)];
}

/** `candle_1m` is answered by `candle`, with the interval where the line file says that pushes repeat it. */
function compareSlots(
  request: JsonNode,
  answered: ReadonlyMap<string, JsonNode>,
  { exchange, file }: DefectContext,
): LocatedFinding[] {
  const { subscription } = file;
  if (subscription.form !== "event") return [];
  const sent = topicSlots(textOf(nodeAt(request, topicPointer(exchange))) ?? "", exchange, file);
  return Object.entries(sent).flatMap(([slot, value]) =>
    (subscription.instance?.[slot] ?? []).flatMap((pointer): LocatedFinding[] => {
      const back = answered.get(pointer);
      if (!back || textOf(back) === value) return [];
      const [claim, evidence] = [`request: ${value}`, `answer: ${show(back)}`];
      return [{ line: back.line, otherLine: request.line, field: pointer, claim, evidence, decision: DECISION }];
    }),
  );
}

/** What stands in the slots of a topic, as the first request that names such a topic has them. */
function topicSlots(topic: string, exchange: ExchangeFile, file: LineFile): Readonly<Record<string, string>> {
  const closed = closedSlots(file);
  for (const { request } of file.topics) {
    const written = request && valueAt(request.message, [exchange.topicMembers[0]]);
    const slots = typeof written === "string" ? matchPattern(parsePattern(written, closed), topic) : undefined;
    if (slots) return slots;
  }
  return {};
}
