/** Requests on the pages, and what answers them. */

import type { JsonNode } from "../../docs/json-node.js";
import type { DocPage } from "../../docs/page.js";
import { escapePointer } from "../../schema/pointer.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import { type LineFile, topicListPointer } from "../../spec/line-file.js";
import { findHeading, nodeAt, sectionOf } from "../evidence.js";
import type { DefectContext } from "./context.js";
import { textOf } from "./example-values.js";

/** Pointer to the topic, where a message names one. */
export const topicPointer = ({ topicMembers }: ExchangeFile): string => `/${escapePointer(topicMembers[0])}`;

/** The topics that a request asks for. */
export function topicsSent(request: JsonNode, exchange: ExchangeFile, file: LineFile): string[] {
  const list = nodeAt(request, topicListPointer(file) ?? "");
  const topic = nodeAt(request, topicPointer(exchange));
  const nodes = list?.kind === "array" ? list.items : topic ? [topic] : [];
  return nodes.map((node) => textOf(node) ?? "");
}

/** Does an answer repeat what stands here? */
export const isParameter = (pointer: string, { requests }: ExchangeFile): boolean =>
  requests.parameters.some((parameter) => pointer === parameter || pointer.startsWith(`${parameter}/`));

/** What stands below the headings that the line file names as examples of replies. */
export function documentedReplies({ file, pages, readings }: DefectContext): { page: DocPage; node: JsonNode }[] {
  const headings = new Set(file.replies.flatMap(({ examples }) => (examples ?? []).map(({ heading }) => heading)));
  return [...headings].flatMap((heading) =>
    pages.flatMap((page) => {
      const found = findHeading(page, heading);
      return (found ? sectionOf(page, found) : []).flatMap((block) => {
        const reading = block.kind === "fence" ? readings.get(block) : undefined;
        return reading?.kind === "json" ? [{ page, node: reading.node }] : [];
      });
    }),
  );
}

/** The first request of the page for the topic that a reply names. */
export function requestFor(
  reply: JsonNode,
  page: DocPage,
  { readings, exchange }: DefectContext,
): JsonNode | undefined {
  const pointer = topicPointer(exchange);
  const topic = textOf(nodeAt(reply, pointer));
  if (topic === undefined) return undefined;
  for (const block of page.blocks) {
    const reading = block.kind === "fence" ? readings.get(block) : undefined;
    if (reading?.kind === "request" && textOf(nodeAt(reading.node, pointer)) === topic) return reading.node;
  }
  return undefined;
}
