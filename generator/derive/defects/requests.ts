/** Requests on the pages, and what answers them. */

import type { JsonNode } from "../../docs/json-node.js";
import type { DocPage } from "../../docs/page.js";
import { findHeading, nodeAt, sectionOf } from "../evidence.js";
import type { DefectContext } from "./context.js";
import { textOf } from "./example-values.js";

/** The topics that a request asks for. */
export function topicsSent(request: JsonNode): string[] {
  const args = nodeAt(request, "/args");
  const topic = nodeAt(request, "/topic");
  const nodes = args?.kind === "array" ? args.items : topic ? [topic] : [];
  return nodes.map((node) => textOf(node) ?? "");
}

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
export function requestFor(reply: JsonNode, page: DocPage, { readings }: DefectContext): JsonNode | undefined {
  const topic = textOf(nodeAt(reply, "/topic"));
  if (topic === undefined) return undefined;
  for (const block of page.blocks) {
    const reading = block.kind === "fence" ? readings.get(block) : undefined;
    if (reading?.kind === "request" && textOf(nodeAt(reading.node, "/topic")) === topic) return reading.node;
  }
  return undefined;
}
