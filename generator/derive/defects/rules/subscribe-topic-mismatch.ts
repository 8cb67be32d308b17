/**
 * The answer to a request names another topic than the request: a push of the topic's own section, or a documented reply.
 *
 *     # Tick
 *
 *     ```javascript
 *     ws.send('{"op": "subscribe", "args": ["ticks.ABC"]}');
 *     ```
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 8, other line 4  subscribe-topic-mismatch  /topic
 *   claim     request: ticks.ABC
 *   evidence  answer: tick.ABC
 *   decision  each as documented: the request is what a client sends, the answer what it gets
 */

import { matchPattern, parsePattern } from "../../../../templates/runtime/topic-pattern.js";
import { topicListPointer } from "../../../spec/line-file.js";
import { closedSlots } from "../../../topic/pattern.js";
import type { Defect } from "../../defect.js";
import { nodeAt } from "../../evidence.js";
import type { TopicMatch } from "../../match-rows.js";
import type { DefectContext } from "../context.js";
import { textOf } from "../example-values.js";
import { documentedReplies, topicPointer, topicsSent } from "../requests.js";
import { type DefectRule, type LocatedFinding, toDefect, topicRule } from "../rule.js";

export const subscribeTopicMismatch: DefectRule = (context) => [...ofPushes(context), ...ofReplies(context)];

const ofPushes = topicRule("subscribe-topic-mismatch", ({ evidence }: TopicMatch, { exchange, file }) => {
  const request = evidence.requests[0]?.node;
  if (!request) return [];
  const pointer = topicPointer(exchange);
  const sent = topicsSent(request, exchange, file);
  return evidence.examples.flatMap(({ node }): LocatedFinding[] => {
    const answered = nodeAt(node, pointer);
    if (!answered || sent.includes(textOf(answered) ?? "")) return [];
    return [
      {
        line: answered.line,
        field: pointer,
        otherLine: request.line,
        claim: `request: ${sent.join(", ")}`,
        evidence: `answer: ${textOf(answered)}`,
        decision: "each as documented: the request is what a client sends, the answer what it gets",
      },
    ];
  });
});

/** A reply echoes its request: each topic in it is one that can be asked for. */
function ofReplies(context: DefectContext): Defect[] {
  const { topics, correlation } = context.file;
  const list = topicListPointer(context.file);
  if (correlation.by !== "echo" || list === undefined) return [];
  const pointer = correlation.pointer + list;
  const closed = closedSlots(context.file);
  const patterns = topics
    .flatMap((entry) => [...entry.topics, ...(entry.subscribe ?? [])])
    .map((text) => parsePattern(text, closed));
  return documentedReplies(context).flatMap(({ page, node }) => {
    const args = nodeAt(node, pointer);
    const echoed = args?.kind === "array" ? args.items : [];
    return echoed
      .filter((topic) => !patterns.some((pattern) => matchPattern(pattern, textOf(topic) ?? "")))
      .map((topic) =>
        toDefect(
          "subscribe-topic-mismatch",
          { page: page.path, line: topic.line, topic: "", field: `${pointer}/*` },
          {
            claim: `answer: ${textOf(topic)}`,
            evidence: `topics: ${topics.flatMap((entry) => entry.topics).join(", ")}`,
            decision: "the topics that the topic sections document stand",
          },
        ),
      );
  });
}
