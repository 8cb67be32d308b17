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

import type { JsonNode } from "../../../docs/json-node.js";
import { nodeAt } from "../../evidence.js";
import { membersOf, show, textOf } from "../example-values.js";
import { documentedReplies, requestFor } from "../requests.js";
import { type DefectRule, type LocatedFinding, toDefect, topicRule } from "../rule.js";

export const subscribeValueMismatch: DefectRule = (context) => [...ofPushes(context), ...ofReplies(context)];

const ofPushes = topicRule("subscribe-value-mismatch", ({ evidence }) => {
  const request = evidence.requests[0]?.node;
  if (!request) return [];
  return evidence.examples.flatMap(({ node }) => (nodeAt(node, "/topic") ? compare(request, node) : []));
});

const ofReplies: DefectRule = (context) =>
  documentedReplies(context).flatMap(({ page, node }) => {
    const request = requestFor(node, page, context);
    const findings = request ? compare(request, node) : [];
    return findings.map((finding) =>
      toDefect("subscribe-value-mismatch", { page: page.path, line: finding.line, topic: "", field: "" }, finding),
    );
  });

const DECISION = "each as documented: the request's type is sent, the answer's is received";

/** `params` and `symbol` come back in the answer of an event line. */
function compare(request: JsonNode, answer: JsonNode): LocatedFinding[] {
  const answered = new Map(membersOf(answer).map(({ pointer, member }) => [pointer, member.value]));
  const repeated = membersOf(request).flatMap(({ pointer, member }): LocatedFinding[] => {
    const back = answered.get(pointer);
    const isParameter = pointer.startsWith("/params/") || pointer === "/symbol";
    if (!isParameter || !back || show(back) === show(member.value)) return [];
    const { value } = member;
    const claim = `request: ${show(value)}`;
    const evidence = `answer: ${show(back)}`;
    return [{ line: back.line, otherLine: value.line, field: pointer, claim, evidence, decision: DECISION }];
  });
  return [...repeated, ...compareInterval(request, answered.get("/params/klineType"))];
}

/** `kline_1m` is answered by `kline` with the interval among the parameters. */
function compareInterval(request: JsonNode, type: JsonNode | undefined): LocatedFinding[] {
  const interval = /_(\w+)$/.exec(textOf(nodeAt(request, "/topic")) ?? "")?.[1];
  if (!interval || !type || textOf(type) === interval) return [];
  const claim = `request: ${interval}`;
  const evidence = `answer: ${show(type)}`;
  const lines = { line: type.line, otherLine: request.line };
  return [{ ...lines, field: "/params/klineType", claim, evidence, decision: DECISION }];
}
