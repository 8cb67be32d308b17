/** Messages of one topic as the mock makes them: valid, distinct (the same few again and again would flatter JSON.parse), seeded. */

import { readLineFiles } from "../dist/generator/commands/line-files.js";
import { OWN_SCHEMAS } from "../dist/generator/commands/options.js";
import { createReport } from "../dist/generator/diagnostics/diagnostic.js";
import { createGeneratedFeed } from "../dist/generator/mock/feed.js";
import { loadSpec } from "../dist/generator/spec/load-spec.js";

/** Texts: what comes first, e.g. a snapshot, and 20,000 that follow. */
export function messagesOfTopic(lineName, topicName, topicText) {
  const report = createReport();
  const [line] = loadSpec(readLineFiles(OWN_SCHEMAS, [lineName], report), OWN_SCHEMAS, report).lines;
  const topic = line.topics.find(({ name }) => name === topicName);
  const feed = createGeneratedFeed(line, topic, { topicText, values: { symbol: "BTCUSDT" } }, 7);
  return {
    first: feed.first().map((message) => JSON.stringify(message)),
    texts: Array.from({ length: 20_000 }, () => JSON.stringify(feed.next())),
  };
}
