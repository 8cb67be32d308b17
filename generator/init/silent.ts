/** Topics that push nothing: a page shows how to subscribe to them, and describes no message. */

import { type Draft, guessed } from "./claim.js";
import type { Connection } from "./connections.js";
import { headingName, type PageReading } from "./messages.js";
import { topicsOf } from "./patterns.js";
import { topicList } from "./requests.js";
import { asRequest } from "./roles.js";
import type { TopicSection } from "./sections.js";
import { connectionsFor, draftOfChoice } from "./topic-connections.js";
import { topicName } from "./topic-text.js";

/** Is all that the page shows a request for topics? */
export function isSilent({ messages, page }: PageReading): boolean {
  const requests = messages.map(asRequest);
  return (
    messages.length > 0 &&
    requests.every((request) => request?.action === "subscribe" && topicList(request) !== undefined) &&
    page.blocks.every(({ kind }) => kind !== "table")
  );
}

export function silentTopics(
  readings: readonly PageReading[],
  connections: readonly Connection[],
): { readonly silent?: Draft } {
  const silent = readings.filter(isSilent).flatMap((reading): Draft[] => {
    const { page } = reading;
    const heading = page.blocks.find((block) => block.kind === "heading");
    if (!heading) return [];
    const requests = reading.messages.flatMap((message) => asRequest(message) ?? []);
    const section: TopicSection = {
      page,
      heading,
      tabLabels: [],
      above: [],
      blocks: page.blocks,
      prose: page.blocks.filter((block) => block.kind === "prose"),
      tables: [],
      pushes: [],
      requests,
    };
    const sent = requests.flatMap((request) => topicList(request)?.topics ?? []);
    const topics = topicsOf(section, sent, [], new Set()).topics.map(({ value }) => String(value));
    const place = { page: page.path, line: heading.line };
    const stem = (topics[0] ?? "").split(".")[0] ?? "";
    return [
      {
        name: topicName(topics.length > 1 ? stem : (topics[0] ?? "topic")),
        description: `Topics of ${headingName(heading)}, without pushes.`,
        ...draftOfChoice(connectionsFor(section, connections, connections), place),
        topics: guessed(topics, place, "the page describes no message: do they push nothing?"),
        source: `heading ${headingName(heading)}`,
      },
    ];
  });
  return silent.length > 0 ? { silent } : {};
}
