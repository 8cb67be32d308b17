/** Who gets which message of a connection. */

import { beforeEach, describe, expect, it } from "vitest";
import { ClientError } from "../../templates/runtime/client-error.js";
import { type Consumer, type Consumers, createConsumers, membership } from "../../templates/runtime/consumers.js";
import type { Push } from "../../templates/runtime/topic-index.js";
import { facts, subscriptionTo, TRADE } from "./protocols.js";

const CANDLE = facts("candle");
const push = (topicText: string, message: unknown = topicText, form = "push"): Push => ({
  kind: "push",
  topic: topicText.split(".")[0] ?? "",
  form,
  topicText,
  message,
});

let told: string[];
let lookups: number;
let checks: unknown[];
let problem: ClientError | undefined;
let consumers: Consumers;

beforeEach(() => {
  told = [];
  lookups = 0;
  checks = [];
  problem = undefined;
  consumers = createConsumers(
    {
      coversTopic({ topic }, { topicText }) {
        lookups += 1;
        return topic === topicText || topic.endsWith("*");
      },
      coversInstance: ({ values }, message) => values.symbol === undefined || values.symbol === message,
    },
    (_, data) => {
      checks.push(data);
      return problem;
    },
  );
});

/** Tells what it hears, by a name. */
const listener = (name: string, more: Partial<Consumer> = {}): Consumer => ({
  facts: TRADE,
  deliver: ({ message }) => told.push(`${name} gets ${message}`),
  refuse: ({ code }) => told.push(`${name} is refused: ${code}`),
  end: ({ code }) => told.push(`${name} ends: ${code}`),
  lose: () => told.push(`${name} loses`),
  ...more,
});
const member = (topic: string): Consumer => listener(topic, membership(subscriptionTo(topic)));
const deliver = (one: Push): string[] => {
  consumers.deliver(one, "data");
  return told.splice(0);
};

describe("a push", () => {
  it("goes to all that want its topic, in their order, and to no other", () => {
    consumers.add(listener("all"));
    consumers.add(listener("candles", { facts: CANDLE }));
    consumers.add(member("trade.A"));
    consumers.add(member("trade.*"));
    expect(deliver(push("trade.A"))).toEqual(["all gets trade.A", "trade.A gets trade.A", "trade.* gets trade.A"]);
    expect(deliver(push("trade.B"))).toEqual(["all gets trade.B", "trade.* gets trade.B"]);
    expect(deliver(push("candle.A"))).toEqual(["candles gets candle.A"]);
    expect(deliver(push("order"))).toEqual([]);
  });

  it("goes to those that want its form, or any", () => {
    consumers.add(listener("any"));
    consumers.add(listener("delta", { form: "delta" }));
    expect(deliver(push("trade.A", "x", "delta"))).toEqual(["any gets x", "delta gets x"]);
    expect(deliver(push("trade.A", "x", "snapshot"))).toEqual(["any gets x"]);
  });

  it("goes to those whose request it repeats", () => {
    for (const symbol of ["A", "B"])
      consumers.add(listener(symbol, { covers: { ...subscriptionTo("trade.*"), values: { symbol } } }));
    expect([deliver(push("trade", "A")), deliver(push("trade", "B")), deliver(push("trade", "C"))]).toEqual([
      ["A gets A"],
      ["B gets B"],
      [],
    ]);
  });

  it("has its readers looked up once a topic, until they change", () => {
    consumers.add(member("trade.A"));
    for (let round = 0; round < 3; round += 1) deliver(push("trade.A"));
    expect(lookups).toBe(1);
    const remove = consumers.add(member("trade.*"));
    expect(deliver(push("trade.A"))).toHaveLength(2);
    remove();
    expect(deliver(push("trade.A"))).toHaveLength(1);
  });

  it("has its readers kept for 1,024 topics at most", () => {
    consumers.add(member("trade.*"));
    const all = Array.from({ length: 1025 }, (_, index) => push(`trade.T${index}`));
    for (const one of all.slice(0, 1024)) deliver(one);
    deliver(all[0] as Push);
    expect(lookups).toBe(1024);
    deliver(all[1024] as Push);
    deliver(all[0] as Push);
    expect(lookups).toBe(1026);
  });

  it("reaches those that were there when it came", () => {
    consumers.add(
      listener("first", {
        deliver: () => {
          told.push("first");
          consumers.add(listener("new"));
        },
      }),
    );
    expect(deliver(push("trade.A"))).toEqual(["first"]);
    expect(deliver(push("trade.A"))).toEqual(["first", "new gets trade.A"]);
  });
});

describe("a message that is invalid", () => {
  it("is checked once, and refused to all that wanted it", () => {
    consumers.add(listener("one"));
    consumers.add(listener("two"));
    consumers.add({ facts: TRADE, deliver: () => told.push("never") });
    consumers.add(listener("delta", { form: "delta" }));
    problem = new ClientError("invalid-message", "no");
    expect(deliver(push("trade.A"))).toEqual(["one is refused: invalid-message", "two is refused: invalid-message"]);
    expect(checks).toEqual(["data"]);
  });

  it("is not checked if nobody wants it", () => {
    consumers.add(listener("candles", { facts: CANDLE }));
    deliver(push("trade.A"));
    expect(checks).toEqual([]);
  });
});

describe("a subscription", () => {
  const error = new ClientError("refused", "no");

  beforeEach(() => {
    consumers.add(listener("all"));
    for (const topic of ["trade.A", "trade.B"]) consumers.add(member(topic));
  });

  it("is used as long as somebody lives with it", () => {
    const remove = consumers.add(member("trade.C"));
    expect(["trade.A", "trade.C", "trade.*"].map(consumers.isUsed)).toEqual([true, true, false]);
    remove();
    expect(consumers.isUsed("trade.C")).toBe(false);
  });

  it("that is refused is told to its own, who stay", () => {
    consumers.refuse("trade.A", error);
    expect([told.splice(0), consumers.isUsed("trade.A")]).toEqual([["trade.A is refused: refused"], true]);
  });

  it("that ends ends its own, who are told when they are gone", () => {
    consumers.add(
      listener("asks", {
        key: "trade.A",
        end: () => told.push(`used: ${consumers.isUsed("trade.A")}`),
      }),
    );
    consumers.end("trade.A", error);
    expect(told.splice(0)).toEqual(["trade.A ends: refused", "used: false"]);
    expect(deliver(push("trade.A"))).toEqual(["all gets trade.A"]);
  });

  it("ends with all the others, and listeners stay", () => {
    consumers.endAll(error);
    expect(told.splice(0)).toEqual(["trade.A ends: refused", "trade.B ends: refused"]);
    expect(deliver(push("trade.A"))).toEqual(["all gets trade.A"]);
  });

  it("is nobody's business where there is nobody to be told", () => {
    consumers.add({ facts: TRADE, key: "trade.A", deliver: () => undefined });
    expect(() => {
      consumers.lose();
      consumers.refuseAll(error);
      consumers.refuse("trade.A", error);
      consumers.end("trade.A", error);
    }).not.toThrow();
  });
});

it("a connection that is lost or refused is told to all", () => {
  consumers.add(listener("all"));
  consumers.add(member("trade.A"));
  consumers.lose();
  consumers.refuseAll(new ClientError("authentication", "no"));
  expect(told).toEqual([
    "all loses",
    "trade.A loses",
    "all is refused: authentication",
    "trade.A is refused: authentication",
  ]);
});
