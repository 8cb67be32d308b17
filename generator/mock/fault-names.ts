/** What can go wrong on a connection of the mock exchange. */

/** Names, and what each does. */
export const FAULTS = {
  drop: "breaks the TCP connection",
  "half-open": "stops sending and reading, but leaves the TCP connection open",
  close: "closes with `code` and `reason`",
  delay: "holds every frame back for `ms`",
  "no-pong": "answers no ping",
  duplicate: "sends a push twice",
  "out-of-order": "sends a push after the one that follows it",
  "sequence-gap": "leaves a push out",
  "wrong-type": "gives a member of a push another type",
  "unknown-topic": "sends a push of a topic that nobody documents",
  "oversized-frame": "sends a frame of `bytes`",
  "auth-failure": "refuses the authentication",
  "slow-ack": "answers a subscription after `ms`",
  "data-before-ack": "sends the first push before the acknowledgement",
  refuse: "refuses the subscription to `topic`",
  garbage: "sends a frame that is no JSON",
  "no-ack": "neither answers a subscription nor pushes for it",
  "ack-twice": "acknowledges a subscription twice",
  "no-auth-reply": "never answers the authentication",
  "http-status": "refuses the upgrade with the HTTP `status`, 503 by default",
  "tls-failure": "speaks no TLS where the client begins it; `line` and `connection` are not looked at",
} as const;

export type FaultName = keyof typeof FAULTS;
