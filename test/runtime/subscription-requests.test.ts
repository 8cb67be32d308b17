/** Requests for subscriptions: what goes together, how they read, and what their answers say. */

import { describe, expect, it } from "vitest";
import type { ArgsSubscription, EventSubscription } from "../../templates/runtime/protocol.js";
import {
  createAnswerReader,
  groupWishes,
  isAutomatic,
  requestFor,
  type Wish,
} from "../../templates/runtime/subscription-requests.js";
import { BY_TOPIC, ECHOING, facts, NUMBERED, subscriptionTo, type TRADE } from "./protocols.js";

const ARGS = ECHOING.subscription as ArgsSubscription;
const wish = (topic: string, more: { alone?: boolean; of?: typeof TRADE } = {}): Wish => ({
  subscription: subscriptionTo(topic, more.of),
  alone: more.alone ?? false,
});
const grouped = (grammar: Parameters<typeof groupWishes>[0], wishes: readonly Wish[]): string[][] =>
  groupWishes(grammar, wishes).map((group) => group.map(({ subscription }) => subscription.topic));

describe("topics of one turn", () => {
  it("go into one request", () => {
    expect(
      grouped(
        ARGS,
        ["a", "b", "c"].map((topic) => wish(topic)),
      ),
    ).toEqual([["a", "b", "c"]]);
    expect(grouped(ARGS, [])).toEqual([]);
  });

  it("go into requests of at most as many as the line allows", () => {
    const all = Array.from({ length: 25 }, (_, index) => wish(`t${index}`));
    expect(grouped({ ...ARGS, maxTopics: 10 }, all).map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(grouped({ ...ARGS, maxTopics: 1 }, all)).toHaveLength(25);
    // Of `public`, where these are asked for; what is said of another connection is no limit here.
    expect(grouped({ ...ARGS, maxTopics: { public: 10 } }, all).map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(grouped({ ...ARGS, maxTopics: { private: 10 } }, all)).toHaveLength(1);
  });

  it("go into a request each on lines with one for each topic", () => {
    expect(grouped(BY_TOPIC.subscription, [wish("a"), wish("b")])).toEqual([["a"], ["b"]]);
  });

  it("that were refused together go alone, before and behind others", () => {
    const all = [wish("a"), wish("b", { alone: true }), wish("c"), wish("d", { alone: true })];
    expect(grouped(ARGS, all)).toEqual([["a", "c"], ["b"], ["d"]]);
    expect(grouped(ARGS, [wish("a", { alone: true }), wish("b")])).toEqual([["a"], ["b"]]);
  });

  it("that exclude each other are kept apart, and go with others", () => {
    const of = facts("execution", { exclusive: true });
    const all = [wish("execution", { of }), wish("trade"), wish("execution.linear", { of }), wish("order")];
    expect(grouped(ARGS, all)).toEqual([["execution", "trade", "order"], ["execution.linear"]]);
    const plain = facts("execution");
    expect(grouped(ARGS, [wish("a", { of: plain }), wish("b", { of: plain })])).toEqual([["a", "b"]]);
    const other = facts("order", { exclusive: true });
    expect(grouped(ARGS, [wish("execution", { of }), wish("order", { of: other })])).toEqual([["execution", "order"]]);
  });
});

describe("a request", () => {
  it("names its topics, and its number where the line wants one", () => {
    const group = [subscriptionTo("a"), subscriptionTo("b")];
    expect(requestFor(ECHOING.subscription, "subscribe", group, 3)).toEqual({ op: "subscribe", args: ["a", "b"] });
    expect(requestFor(ECHOING.subscription, "unsubscribe", group, 3)).toEqual({ op: "unsubscribe", args: ["a", "b"] });
    expect(requestFor(NUMBERED.subscription, "subscribe", group, 3)).toEqual({
      op: "subscribe",
      id: "3",
      args: ["a", "b"],
    });
  });

  it("of a line with one for each topic says what to do by its member", () => {
    const one = { ...subscriptionTo("trade"), values: { symbol: "BTCUSDT" } };
    const request = { topic: "trade", symbol: "BTCUSDT" };
    expect(requestFor(BY_TOPIC.subscription, "subscribe", [one], 1)).toEqual({ ...request, event: "sub" });
    expect(requestFor(BY_TOPIC.subscription, "unsubscribe", [one], 1)).toEqual({ ...request, event: "cancel" });
    expect(() => requestFor(BY_TOPIC.subscription, "subscribe", [subscriptionTo("depth")], 1)).toThrow(
      new TypeError('No request is documented for "depth".'),
    );
  });

  it("is not needed where authentication subscribes", () => {
    expect(isAutomatic(subscriptionTo("order", facts("order", { subscribe: [] })))).toBe(true);
    expect(isAutomatic(subscriptionTo("order", facts("order", { subscribe: ["order"] })))).toBe(false);
    expect(isAutomatic(subscriptionTo("order"))).toBe(false);
  });
});

describe("an answer", () => {
  const topics = ["a", "b", "c"];
  const refused = (...names: string[]) => ({ kind: "decided", refused: new Set(names) });
  const lists = (accepted: string[], failed: string[]) => ({ data: { accepted, failed } });

  it("without lists is for all topics: accepted, or refused together", () => {
    const read = createAnswerReader(ECHOING.correlation);
    expect(read({ message: {}, isError: false }, topics)).toEqual(refused());
    expect(read({ message: {}, isError: true }, topics)).toEqual({ kind: "refused-together" });
    expect(read({ message: {}, isError: true }, ["a"])).toEqual(refused("a"));
  });

  it("with lists says which: an acknowledgement those that failed, an error those that did not", () => {
    const read = createAnswerReader(NUMBERED.correlation);
    expect(read({ message: lists(["a", "c"], ["b"]), isError: false }, topics)).toEqual(refused("b"));
    expect(read({ message: lists(["a"], ["b"]), isError: true }, topics)).toEqual(refused("b", "c"));
    expect(read({ message: lists([], topics), isError: true }, topics)).toEqual(refused(...topics));
    expect(read({ message: lists(["a"], []), isError: true }, topics)).toEqual(refused("b", "c"));
  });

  it("whose lists are missing or no lists is one without lists", () => {
    const read = createAnswerReader(NUMBERED.correlation);
    for (const message of [{}, null, { data: null }, { data: { accepted: "a", failed: {} } }, lists([], [])]) {
      expect(read({ message, isError: true }, topics)).toEqual({ kind: "refused-together" });
      expect(read({ message, isError: false }, topics)).toEqual(refused());
    }
  });
});

describe("the id of a request", () => {
  const template = (type: string) => ({
    message: { op: "subscribe", id: "{id}", args: "{topics}" },
    parameters: { topics: { type: "string[]" }, id: { type } },
  });
  it.each([
    ["integer", 7],
    ["string", "7"],
  ])("is as the line documents it: %s", (type, id) => {
    const grammar: ArgsSubscription = { ...ARGS, subscribe: template(type) };
    expect(requestFor(grammar, "subscribe", [subscriptionTo("a")], 7)).toEqual({ op: "subscribe", id, args: ["a"] });
  });

  it("stands in the request of a topic too", () => {
    const trade = {
      message: { event: "{event}", id: "{id}", args: [{ channel: "trade", symbol: "{symbol}" }] },
      parameters: { id: { type: "integer", optional: true } },
    };
    const grammar = { ...BY_TOPIC.subscription, requests: { trade } } as EventSubscription;
    const asked = { ...subscriptionTo("trade"), values: { symbol: "A" } };
    expect(requestFor(grammar, "unsubscribe", [asked], 8)).toEqual({
      event: "cancel",
      id: 8,
      args: [{ channel: "trade", symbol: "A" }],
    });
  });
});
