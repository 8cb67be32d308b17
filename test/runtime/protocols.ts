/** Small lines, one for each grammar of requests. */

import type { LineProtocol, TopicFacts } from "../../templates/runtime/protocol.js";
import type { RequestTemplate } from "../../templates/runtime/request.js";
import type { Subscription } from "../../templates/runtime/subscription-requests.js";

const parameters = { topics: { type: "string[]" }, id: { type: "string", optional: true } };
const topicsRequest = (op: string): RequestTemplate => ({ message: { op, args: "{topics}" }, parameters });
const numberedRequest = (op: string): RequestTemplate => ({
  message: { op, id: "{id}", args: "{topics}" },
  parameters,
});

const common = {
  connections: { public: { access: "public", endpoints: { mainnet: ["wss://main"], testnet: ["wss://test"] } } },
  slots: {},
};

/** Replies repeat their request. */
export const ECHOING: LineProtocol = {
  ...common,
  line: "echoing",
  subscription: { form: "args", subscribe: topicsRequest("subscribe"), unsubscribe: topicsRequest("unsubscribe") },
  correlation: { by: "echo", pointer: "/request" },
  reasons: ["/ret_msg"],
};

/** Replies have the id of their request, and list its topics by their fate. */
export const NUMBERED: LineProtocol = {
  ...common,
  line: "numbered",
  subscription: {
    form: "args",
    subscribe: numberedRequest("subscribe"),
    unsubscribe: numberedRequest("unsubscribe"),
    unsubscribeAll: { message: { op: "unSubAll", id: "{id}" }, parameters },
  },
  correlation: { by: "id", pointer: "/id", success: "/data/accepted", failed: "/data/failed" },
};

/** A request for each topic; replies repeat its members. */
export const BY_TOPIC: LineProtocol = {
  ...common,
  line: "by-topic",
  subscription: {
    form: "event",
    member: "event",
    subscribe: "sub",
    unsubscribe: "cancel",
    symbolSeparatorConnections: [],
    instance: { symbol: ["/symbol"] },
    requests: {
      trade: { message: { topic: "trade", event: "{event}", symbol: "{symbol}" }, parameters: {} },
    },
  },
  correlation: { by: "members", pointers: ["/topic", "/symbol", "/event"] },
};

export const facts = (name: string, more: Partial<TopicFacts> = {}): TopicFacts => ({
  name,
  connections: ["public"],
  access: "public",
  topics: [`${name}.{symbol}`],
  forms: ["push"],
  ...more,
});

export const TRADE = facts("trade");

export const subscriptionTo = (topic: string, of: TopicFacts = TRADE): Subscription => ({
  key: topic,
  topic,
  facts: of,
  connection: "public",
  values: {},
  isRepeated: true,
});
