/**
 * A program connects to a URL that is no endpoint of the line.
 *
 *     # Tick
 *
 *     ```python
 *     ws = create_connection("wss://old.toy.example/ws")
 *     ```
 *
 * line 4  url-unknown
 *   claim     wss://old.toy.example/ws
 *   evidence  none of the endpoints that the same page documents
 *   decision  the documented endpoints stand
 */

import { topicAt } from "../context.js";
import { codeLinesOf, type DefectRule, toDefect } from "../rule.js";

export const urlUnknown: DefectRule = (context) => {
  const endpoints = Object.values(context.file.connections).flatMap((connection) =>
    Object.values(connection.endpoints),
  );
  const documented = new Set(endpoints.flat());
  return context.pages.flatMap((page) =>
    codeLinesOf(page).flatMap(({ text, line }) => {
      const place = { page: page.path, line, topic: topicAt(context, page, line), field: "" };
      const urls = [...text.matchAll(/wss?:\/\/[^\s"'`]+/g)].map(([url]) => url);
      return urls
        .filter((url) => !documented.has(url))
        .map((url) =>
          toDefect("url-unknown", place, {
            claim: url,
            evidence: "none of the endpoints that the same page documents",
            decision: "the documented endpoints stand",
          }),
        );
    }),
  );
};
