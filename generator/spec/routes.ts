/** How frames of a line are told apart, as data for the router of the package. */

import type { createRouter, ReplyRoute } from "../../templates/runtime/frame.js";
import { segmentsOf } from "../schema/pointer.js";
import { closedSlots } from "../topic/pattern.js";
import type { Reply } from "./line-file.js";
import { selectorOf } from "./line-view.js";
import type { LineSpec } from "./spec.js";

/** Value of `LineRoutes` in templates/runtime/frame.ts. */
export function routesOf(line: LineSpec): unknown {
  return {
    replies: line.replies.map(({ reply }) => ({
      name: reply.name,
      kind: reply.kind,
      match: routeOfMatch(reply.match),
    })),
    topics: line.topics.map((topic) => ({
      name: topic.name,
      connections: topic.connections,
      topics: topic.patterns.map(({ text }) => text),
      selector: segmentsOf(selectorOf(line, topic)),
      ...(topic.discriminator === undefined ? {} : { discriminator: segmentsOf(topic.discriminator) }),
      forms: Object.fromEntries(
        topic.forms.map(({ name, value }) => [topic.discriminator === undefined ? "" : (value ?? ""), name]),
      ),
    })),
    slots: closedSlots(line.file),
  };
}

/** What `fitsReply` in templates/runtime/frame.ts takes. */
export const routeOfMatch = (match: Reply["match"]): ReplyRoute["match"] =>
  Object.entries(match).map(([pointer, value]) => ({
    path: segmentsOf(pointer),
    ...(value !== null && typeof value === "object" ? {} : { value }),
  }));

/** What the router says of a frame. */
export type RoutedFrame = ReturnType<ReturnType<typeof createRouter>>;
