/** The messages that the pages show, by topic: read anew from the pages, because no schema repeats them. */

import { EMPTY_GLOSSARY } from "../derive/glossary.js";
import { readLine } from "../derive/read-line.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { jsonNodeToValue } from "../docs/json-node.js";
import type { Json } from "../schema/json-schema.js";
import { modulePathOf } from "../spec/module-path.js";
import type { Spec, TopicSpec } from "../spec/spec.js";
import { readPageFiles } from "./page-files.js";

export function readDocumentedMessages(
  { lines }: Pick<Spec, "lines">,
  docs: string,
  report: Report,
): Map<TopicSpec, Json[]> {
  const messages = new Map<TopicSpec, Json[]>();
  for (const { exchange, file, topics } of lines) {
    const pages = readPageFiles(file, exchange, docs, report);
    if (!pages || report.failed) return messages;
    const sources = { exchange, file, ...pages, glossary: EMPTY_GLOSSARY, overlays: new Map(), docText: false };
    for (const { evidence } of readLine(sources, report).topics) {
      const path = modulePathOf(evidence.entry, file);
      const topic = topics.find(({ modulePath }) => modulePath === path);
      if (topic)
        messages.set(
          topic,
          evidence.examples.map(({ node }) => jsonNodeToValue(node) as Json),
        );
    }
  }
  return messages;
}
