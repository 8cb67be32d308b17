/** What a client may send on a connection, and what answers it. */

import type { Reply, RequestTemplate } from "../../spec/line-file.js";
import { entryOf } from "../../spec/line-view.js";
import type { LineSpec } from "../../spec/spec.js";

export interface ConnectionRequest {
  /** `subscribe`, `unsubscribe`, `authenticate`, `ping`; with the topic behind it where each has a request of its own. */
  readonly name: string;
  readonly summary: string;
  readonly request: RequestTemplate;
  readonly answers: readonly Reply["kind"][];
}

export function requestsOf(line: LineSpec, connection: string): ConnectionRequest[] {
  const { authentication, heartbeat } = line.file;
  const signs = authentication?.request !== undefined && authentication.connections.includes(connection);
  return [
    ...(signs && authentication?.request
      ? [
          {
            name: "authenticate",
            summary: "Signs in.",
            request: authentication.request,
            answers: ["auth", "error"] as const,
          },
        ]
      : []),
    ...(heartbeat
      ? [
          {
            name: "ping",
            summary: "Keeps the connection alive.",
            request: heartbeat.request,
            answers: ["pong"] as const,
          },
        ]
      : []),
    ...subscriptionsOf(line, connection),
  ];
}

function subscriptionsOf(line: LineSpec, connection: string): ConnectionRequest[] {
  const { subscription } = line.file;
  const answers = ["ack", "error"] as const;
  if (subscription.form === "args") {
    const { subscribe, unsubscribe, unsubscribeAll } = subscription;
    return [
      { name: "subscribe", summary: "Subscribes to topics.", request: subscribe, answers },
      { name: "unsubscribe", summary: "Ends subscriptions.", request: unsubscribe, answers },
      ...(unsubscribeAll
        ? [{ name: "unsubscribe.all", summary: "Ends all subscriptions.", request: unsubscribeAll, answers }]
        : []),
    ];
  }
  return line.topics
    .filter((topic) => topic.connections.includes(connection))
    .flatMap((topic) => {
      const { request } = entryOf(line, topic) ?? {};
      const name = topic.modulePath.replaceAll("/", ".");
      return request
        ? [{ name: `subscribe.${name}`, summary: `Subscribes to ${name}, or ends that.`, request, answers }]
        : [];
    });
}
