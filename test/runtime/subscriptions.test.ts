/** What a connection is subscribed to: what it sends, when promises settle, and what survives a reconnect. */

import { beforeEach, describe, expect, it, vi } from "vitest";
import { ClientError } from "../../templates/runtime/client-error.js";
import type { Obstacle } from "../../templates/runtime/connection.js";
import type { LineProtocol } from "../../templates/runtime/protocol.js";
import type { Subscription } from "../../templates/runtime/subscription-requests.js";
import { createSubscriptions, type Subscriptions } from "../../templates/runtime/subscriptions.js";
import { outcome, pass, settled, timers, useStoppedClock } from "./clock.js";
import { BY_TOPIC, ECHOING, facts, NUMBERED, subscriptionTo } from "./protocols.js";

useStoppedClock();

const TIMEOUT = 1000;

let sent: unknown[];
let refused: [topic: string, code: string, message: string][];
let restarts: string[];
let isHeldBack: boolean;
let obstacle: Obstacle | undefined;

beforeEach(() => {
  sent = [];
  refused = [];
  restarts = [];
  isHeldBack = false;
  obstacle = undefined;
});

const create = (protocol: LineProtocol = ECHOING): Subscriptions =>
  createSubscriptions({
    connection: "public",
    protocol,
    timeoutMs: TIMEOUT,
    send: (text) => sent.push(JSON.parse(text)),
    onRefused: ({ topic }, { code, message }) => refused.push([topic, code, message]),
    restart: (reason) => restarts.push(reason),
    obstacle: () => obstacle,
    isHeldBack: () => isHeldBack,
  });

const subscribe = (...args: string[]) => ({ op: "subscribe", args });
const unsubscribe = (...args: string[]) => ({ op: "unsubscribe", args });
/** What was sent since the last look. */
const news = (): unknown[] => sent.splice(0);
const acknowledge = (subscriptions: Subscriptions, request: unknown): void =>
  subscriptions.onReply({ message: { request }, isError: false }, "");
const reject = (subscriptions: Subscriptions, request: unknown, reason = ""): void =>
  subscriptions.onReply({ message: { request }, isError: true }, reason);

/** Started, and subscribed to these. */
async function active(...topics: string[]): Promise<Subscriptions> {
  const subscriptions = create();
  subscriptions.start();
  for (const topic of topics) void subscriptions.add(subscriptionTo(topic));
  await settled();
  acknowledge(subscriptions, subscribe(...topics));
  news();
  return subscriptions;
}

describe("subscribing", () => {
  it("asks for what belongs to one turn in one request, and again only for what is new", async () => {
    const subscriptions = create();
    subscriptions.start();
    const answers = ["a", "b"].map((topic) => subscriptions.add(subscriptionTo(topic)));
    expect(subscriptions.add(subscriptionTo("a"))).toBe(answers[0]);
    expect(news()).toEqual([]);
    await settled();
    expect(news()).toEqual([subscribe("a", "b")]);
    void subscriptions.add(subscriptionTo("c"));
    await settled();
    expect(news()).toEqual([subscribe("c")]);
    expect([subscriptions.keys(), subscriptions.has("a"), subscriptions.has("d")]).toEqual([
      ["a", "b", "c"],
      true,
      false,
    ]);
  });

  it("looks once at what there is to ask for, however much it is", async () => {
    const subscriptions = create();
    subscriptions.start();
    const scheduled = vi.spyOn(globalThis, "queueMicrotask");
    for (let index = 0; index < 100; index += 1) void subscriptions.add(subscriptionTo(`t${index}`));
    expect(scheduled).toHaveBeenCalledTimes(1);
    scheduled.mockRestore();
    await settled();
    expect(news()).toHaveLength(1);
  });

  it("settles with the answer, and leaves no timer behind", async () => {
    const subscriptions = create();
    subscriptions.start();
    const answer = subscriptions.add(subscriptionTo("a"));
    await settled();
    expect([await outcome(answer), subscriptions.isWaiting]).toEqual(["pending", true]);
    acknowledge(subscriptions, subscribe("b"));
    expect([await outcome(answer), subscriptions.isWaiting]).toEqual(["pending", true]);
    acknowledge(subscriptions, subscribe("a"));
    expect([await outcome(answer), subscriptions.isWaiting, timers()]).toEqual(["fulfilled", false, 0]);
  });

  it("waits for the connection, and asks for everything as soon as it is there", async () => {
    const subscriptions = create();
    for (const topic of ["a", "b"]) void subscriptions.add(subscriptionTo(topic));
    await settled();
    expect([news(), subscriptions.isWaiting]).toEqual([[], false]);
    subscriptions.start();
    expect(news()).toEqual([subscribe("a", "b")]);
  });

  it("numbers its requests", async () => {
    const subscriptions = create(NUMBERED);
    subscriptions.start();
    for (const topic of ["a", "b"]) {
      void subscriptions.add(subscriptionTo(topic));
      await settled();
      subscriptions.onReply({ message: { id: topic === "a" ? "1" : "2" }, isError: false }, "");
    }
    expect(news()).toMatchObject([{ id: "1" }, { id: "2" }]);
  });

  it("asks for one at a time until an answer has repeated an id, then for all at once", async () => {
    const subscriptions = create(NUMBERED);
    subscriptions.start();
    const ask = async (...topics: string[]) => {
      for (const topic of topics) {
        void subscriptions.add(subscriptionTo(topic));
        await settled();
      }
    };
    const ids = () => (news() as { id: string; args: string[] }[]).map(({ id, args }) => [id, ...args]);
    await ask("a", "b", "c");
    expect(ids()).toEqual([["1", "a"]]);
    subscriptions.onReply({ message: { id: "1" }, isError: false }, "");
    await settled();
    await ask("d");
    expect(ids()).toEqual([
      ["2", "b", "c"],
      ["3", "d"],
    ]);
  });

  it("never asks for two things at once where answers say nothing of whose they are", async () => {
    const subscriptions = create(NUMBERED);
    subscriptions.start();
    const answers = ["a", "b", "c"].map((topic) => subscriptions.add(subscriptionTo(topic)));
    await settled();
    const removed = subscriptions.remove("a");
    void subscriptions.add(subscriptionTo("d"));
    await settled();
    expect(news()).toMatchObject([{ op: "subscribe", args: ["a", "b", "c"] }]);
    subscriptions.onReply({ message: {}, isError: false }, "");
    await settled();
    expect(news()).toMatchObject([{ op: "unsubscribe", args: ["a"] }]);
    subscriptions.onReply({ message: {}, isError: false }, "");
    expect([await outcome(removed), await outcome(answers[1] as Promise<void>)]).toEqual(["fulfilled", "fulfilled"]);
    expect(news()).toMatchObject([{ op: "subscribe", args: ["d"] }]);
    subscriptions.onReply({ message: {}, isError: true }, "no");
    expect([refused.map(([topic]) => topic), subscriptions.keys(), restarts]).toEqual([["d"], ["b", "c"], []]);
  });

  it("leaves a connection where an answer may be that of several requests, and asks for one at a time on the next", async () => {
    const subscriptions = create();
    subscriptions.start();
    const answers: Promise<void>[] = [];
    for (const topic of ["a", "b"]) {
      answers.push(subscriptions.add(subscriptionTo(topic)));
      await settled();
    }
    expect(news()).toEqual([subscribe("a"), subscribe("b")]);
    subscriptions.onReply({ message: {}, isError: true }, "one of them");
    expect([restarts, refused]).toEqual([["an answer does not say which request it answers"], []]);
    subscriptions.stop();
    subscriptions.start();
    await settled();
    void subscriptions.add(subscriptionTo("c"));
    await settled();
    expect(news()).toEqual([subscribe("a", "b")]);
    acknowledge(subscriptions, subscribe("a", "b"));
    expect(await Promise.all(answers.map(outcome))).toEqual(["fulfilled", "fulfilled"]);
    expect(news()).toEqual([subscribe("c")]);
  });

  it("does not take the late answer to one request for that to the next", async () => {
    const subscriptions = create(NUMBERED);
    subscriptions.start();
    const [first, second] = ["a", "b"].map((topic) => subscriptions.add(subscriptionTo(topic)));
    await settled();
    await pass(TIMEOUT);
    expect(await outcome(first as Promise<void>)).toBe("timeout");
    const third = subscriptions.add(subscriptionTo("c"));
    await settled();
    subscriptions.onReply({ message: {}, isError: false }, "");
    expect([await outcome(second as Promise<void>), await outcome(third), restarts.length]).toEqual([
      "timeout",
      "pending",
      1,
    ]);
  });

  it("asks for nothing that authentication subscribes to: it stands with the connection", async () => {
    const subscriptions = create();
    const order = subscriptionTo("order", facts("order", { subscribe: [] }));
    const answer = subscriptions.add(order);
    expect(await outcome(answer)).toBe("pending");
    subscriptions.start();
    expect([await outcome(answer), news(), timers()]).toEqual(["fulfilled", [], 0]);
    subscriptions.renew("order");
    void subscriptions.remove("order");
    void subscriptions.add(order);
    void subscriptions.removeAll();
    await settled();
    expect([news(), subscriptions.keys()]).toEqual([[], []]);
  });

  it("sends a request for each topic where the line says so", async () => {
    const subscriptions = create(BY_TOPIC);
    subscriptions.start();
    const answers = ["BTCUSDT", "ETHUSDT"].map((symbol) =>
      subscriptions.add({ ...subscriptionTo("trade"), key: symbol, values: { symbol } }),
    );
    await settled();
    const requests = news();
    expect(requests).toEqual([
      { topic: "trade", event: "sub", symbol: "BTCUSDT" },
      { topic: "trade", event: "sub", symbol: "ETHUSDT" },
    ]);
    subscriptions.onReply({ message: requests[1], isError: false }, "");
    expect([await outcome(answers[0] as Promise<void>), await outcome(answers[1] as Promise<void>)]).toEqual([
      "pending",
      "fulfilled",
    ]);
  });
});

describe("a refusal", () => {
  it("of one topic ends it, and says why where the exchange does", async () => {
    const subscriptions = create();
    subscriptions.start();
    const first = subscriptions.add(subscriptionTo("a"));
    await settled();
    reject(subscriptions, subscribe("a"), "no such topic");
    expect(await outcome(first)).toBe("refused");
    await expect(first).rejects.toMatchObject({ connection: "public", topic: "a" });
    void subscriptions.add(subscriptionTo("a"));
    await settled();
    reject(subscriptions, subscribe("a"));
    const text = 'The exchange refused the subscription to "a"';
    expect(refused).toEqual([
      ["a", "refused", `${text}: no such topic`],
      ["a", "refused", `${text}.`],
    ]);
    expect([subscriptions.keys(), timers()]).toEqual([[], 0]);
  });

  it("of several together has each asked for by itself", async () => {
    const subscriptions = create();
    subscriptions.start();
    const answers = ["a", "b"].map((topic) => subscriptions.add(subscriptionTo(topic)));
    await settled();
    news();
    reject(subscriptions, subscribe("a", "b"));
    await settled();
    expect(news()).toEqual([subscribe("a"), subscribe("b")]);
    reject(subscriptions, subscribe("a"));
    acknowledge(subscriptions, subscribe("b"));
    expect(await Promise.all(answers.map(outcome))).toEqual(["refused", "fulfilled"]);
    expect([refused.length, subscriptions.keys()]).toEqual([1, ["b"]]);
  });

  it("by the answer's lists is for those that it names", async () => {
    const subscriptions = create(NUMBERED);
    subscriptions.start();
    const answers = ["a", "b"].map((topic) => subscriptions.add(subscriptionTo(topic)));
    await settled();
    subscriptions.onReply({ message: { id: "1", data: { accepted: ["a"], failed: ["b"] } }, isError: false }, "");
    expect(await Promise.all(answers.map(outcome))).toEqual(["fulfilled", "refused"]);
  });

  it("of what was removed meanwhile is nobody's", async () => {
    const subscriptions = create();
    subscriptions.start();
    void subscriptions.add(subscriptionTo("a"));
    await settled();
    void subscriptions.remove("a");
    const again = subscriptions.add(subscriptionTo("a"));
    await settled();
    expect(news()).toEqual([subscribe("a"), unsubscribe("a"), subscribe("a")]);
    reject(subscriptions, subscribe("a"));
    expect([refused, await outcome(again)]).toEqual([[], "pending"]);
    acknowledge(subscriptions, subscribe("a"));
    expect(await outcome(again)).toBe("fulfilled");
  });
});

describe("no answer", () => {
  const ask = async (): Promise<{ subscriptions: Subscriptions; answer: Promise<void> }> => {
    const subscriptions = create();
    subscriptions.start();
    const answer = subscriptions.add(subscriptionTo("a"));
    await settled();
    news();
    return { subscriptions, answer };
  };

  it("refuses in time, and ends what may have been accepted all the same", async () => {
    const { subscriptions, answer } = await ask();
    await pass(TIMEOUT - 1);
    expect(await outcome(answer)).toBe("pending");
    await pass(1);
    expect([await outcome(answer), subscriptions.keys(), news()]).toEqual(["timeout", [], [unsubscribe("a")]]);
    expect(refused).toEqual([["a", "timeout", 'No answer to the subscription to "a" within 1000 ms.']]);
    expect(restarts.length).toBe(0);
  });

  it("is as good as one where data came: of that topic, while it was asked for", async () => {
    const { subscriptions, answer } = await ask();
    void subscriptions.add(subscriptionTo("b"));
    await settled();
    subscriptions.observe(({ topic }) => topic === "a");
    subscriptions.observe(() => false);
    await pass(TIMEOUT);
    expect([await outcome(answer), subscriptions.keys(), refused.map(([topic]) => topic)]).toEqual([
      "fulfilled",
      ["a"],
      ["b"],
    ]);
  });

  it("is told to each of its request by what is known of it", async () => {
    const subscriptions = create();
    subscriptions.start();
    const answers = ["gone", "a", "b", "c", "d"].map((topic) => subscriptions.add(subscriptionTo(topic)));
    await settled();
    void subscriptions.remove("gone");
    await settled();
    subscriptions.observe(({ topic }) => topic === "a" || topic === "c");
    await pass(TIMEOUT);
    expect(await Promise.all(answers.map(outcome))).toEqual(["closed", "fulfilled", "timeout", "fulfilled", "timeout"]);
    expect([subscriptions.keys(), news()]).toEqual([
      ["a", "c"],
      [subscribe("gone", "a", "b", "c", "d"), unsubscribe("gone"), unsubscribe("b", "d")],
    ]);
  });

  it("is no time that counts where answers wait unread", async () => {
    const { answer } = await ask();
    isHeldBack = true;
    await pass(5 * TIMEOUT);
    isHeldBack = false;
    expect(await outcome(answer)).toBe("pending");
    await pass(TIMEOUT);
    expect(await outcome(answer)).toBe("timeout");
  });

  it("about what stood before has the client try another connection, once", async () => {
    const subscriptions = await active("a", "b");
    subscriptions.stop();
    subscriptions.start();
    await pass(TIMEOUT);
    expect([restarts.length, refused, subscriptions.keys()]).toEqual([1, [], ["a", "b"]]);
  });

  it("about the end of a subscription ends it", async () => {
    const subscriptions = await active("a");
    const gone = subscriptions.remove("a");
    await settled();
    await pass(TIMEOUT - 1);
    expect(await outcome(gone)).toBe("pending");
    await pass(1);
    expect([await outcome(gone), timers(), refused]).toEqual(["fulfilled", 0, []]);
  });

  it("about what was removed meanwhile is nobody's", async () => {
    const { subscriptions } = await ask();
    void subscriptions.remove("a");
    await pass(TIMEOUT);
    expect([refused, news()]).toEqual([[], [unsubscribe("a")]]);
  });
});

describe("the user's promise", () => {
  it("waits for a connection no longer than its time", async () => {
    const subscriptions = create();
    const answer = subscriptions.add(subscriptionTo("a"));
    await pass(TIMEOUT - 1);
    expect(await outcome(answer)).toBe("pending");
    await pass(1);
    expect([await outcome(answer), subscriptions.keys(), refused.length]).toEqual(["timeout", [], 1]);
  });

  it("says what kept it from being asked for", async () => {
    const subscriptions = create();
    const answer = subscriptions.add(subscriptionTo("a"));
    obstacle = { text: "HTTP 403 Forbidden", closed: { code: 1006, reason: "HTTP 403 Forbidden", status: 403 } };
    await pass(TIMEOUT);
    await expect(answer).rejects.toMatchObject({
      code: "timeout",
      message: 'No answer to the subscription to "a" within 1000 ms: HTTP 403 Forbidden.',
      closed: { status: 403 },
    });
  });

  it("counts its time from its making, however many connections there are", async () => {
    const subscriptions = create();
    const answer = subscriptions.add(subscriptionTo("a"));
    for (let round = 0; round < 3; round += 1) {
      await pass(300);
      subscriptions.start();
      subscriptions.stop();
    }
    await pass(99);
    expect(await outcome(answer)).toBe("pending");
    await pass(1);
    expect(await outcome(answer)).toBe("timeout");
  });

  it("has the time of its request while it is asked for", async () => {
    const subscriptions = create();
    const answer = subscriptions.add(subscriptionTo("a"));
    await pass(600);
    subscriptions.start();
    await pass(TIMEOUT - 1);
    expect(await outcome(answer)).toBe("pending");
    acknowledge(subscriptions, subscribe("a"));
    expect(await outcome(answer)).toBe("fulfilled");
  });

  it("is over at once if its time ran out on a connection that is gone", async () => {
    const subscriptions = create();
    const answer = subscriptions.add(subscriptionTo("a"));
    await pass(600);
    subscriptions.start();
    await pass(600);
    subscriptions.stop();
    await pass(0);
    expect(await outcome(answer)).toBe("timeout");
  });

  it("has no time any more once it is answered", async () => {
    const subscriptions = await active("a");
    subscriptions.stop();
    expect(timers()).toBe(0);
    await pass(10 * TIMEOUT);
    expect([refused, subscriptions.keys()]).toEqual([[], ["a"]]);
  });
});

describe("removing", () => {
  it("ends it on the exchange, together with the others of the turn, and settles with the answer", async () => {
    const subscriptions = await active("a", "b", "c");
    const gone = [subscriptions.remove("a"), subscriptions.remove("c")];
    expect(subscriptions.keys()).toEqual(["b"]);
    await settled();
    expect(news()).toEqual([unsubscribe("a", "c")]);
    expect(await Promise.all(gone.map(outcome))).toEqual(["pending", "pending"]);
    acknowledge(subscriptions, unsubscribe("a", "c"));
    expect(await Promise.all(gone.map(outcome))).toEqual(["fulfilled", "fulfilled"]);
  });

  it("of what was not answered rejects its promise", async () => {
    const subscriptions = create();
    subscriptions.start();
    const answer = subscriptions.add(subscriptionTo("a"));
    await settled();
    void subscriptions.remove("a");
    await expect(answer).rejects.toMatchObject({
      code: "closed",
      connection: "public",
      topic: "a",
      message: 'The subscription to "a" ended before its answer.',
    });
    await settled();
    expect(news()).toEqual([subscribe("a"), unsubscribe("a")]);
  });

  it("sends nothing for what the exchange does not have", async () => {
    const subscriptions = create();
    void subscriptions.add(subscriptionTo("a"));
    await Promise.all([subscriptions.remove("a"), subscriptions.remove("nothing")]);
    subscriptions.start();
    void subscriptions.add(subscriptionTo("b"));
    await subscriptions.remove("b");
    await subscriptions.removeAll();
    await settled();
    expect([news(), timers()]).toEqual([[], 0]);
  });

  it("is over with the connection", async () => {
    const subscriptions = await active("a", "b");
    const sentOut = subscriptions.remove("a");
    await settled();
    const waiting = subscriptions.remove("b");
    subscriptions.stop();
    expect([await outcome(sentOut), await outcome(waiting), timers()]).toEqual(["fulfilled", "fulfilled", 0]);
    news();
    subscriptions.start();
    await settled();
    expect(news()).toEqual([]);
  });

  it("of all is one request where the line has one", async () => {
    const subscriptions = create(NUMBERED);
    subscriptions.start();
    for (const topic of ["a", "b"]) void subscriptions.add(subscriptionTo(topic));
    await settled();
    subscriptions.onReply({ message: { id: "1" }, isError: false }, "");
    news();
    const gone = subscriptions.removeAll();
    expect([news(), subscriptions.keys()]).toEqual([[{ op: "unSubAll", id: "2" }], []]);
    expect(await outcome(gone)).toBe("pending");
    subscriptions.onReply({ message: { id: "2" }, isError: false }, "");
    expect(await outcome(gone)).toBe("fulfilled");
  });

  it("of nothing is no request, and of all none where the connection is gone", async () => {
    const subscriptions = create(NUMBERED);
    subscriptions.start();
    await subscriptions.removeAll();
    void subscriptions.add(subscriptionTo("a"));
    await settled();
    news();
    subscriptions.stop();
    await subscriptions.removeAll();
    await settled();
    expect(news()).toEqual([]);
  });

  it("of all settles when nothing is left to end", async () => {
    const subscriptions = await active("a", "b", "c");
    void subscriptions.remove("a");
    await settled();
    void subscriptions.remove("b");
    const gone = subscriptions.removeAll();
    await settled();
    expect(news()).toEqual([unsubscribe("a"), unsubscribe("b", "c")]);
    acknowledge(subscriptions, unsubscribe("b", "c"));
    expect(await outcome(gone)).toBe("pending");
    acknowledge(subscriptions, unsubscribe("a"));
    expect(await outcome(gone)).toBe("fulfilled");
  });

  it("of all does not wait for what is asked for", async () => {
    const subscriptions = await active("a");
    void subscriptions.add(subscriptionTo("b"));
    await settled();
    void subscriptions.remove("b");
    void subscriptions.add(subscriptionTo("b"));
    await settled();
    const gone = subscriptions.removeAll();
    await settled();
    acknowledge(subscriptions, unsubscribe("b"));
    acknowledge(subscriptions, unsubscribe("a", "b"));
    expect([await outcome(gone), subscriptions.isWaiting]).toEqual(["fulfilled", true]);
  });
});

describe("renewing", () => {
  it("ends it and asks for it again, and its promise stays kept", async () => {
    const subscriptions = await active("a", "b");
    subscriptions.renew("a");
    await settled();
    expect([news(), subscriptions.keys()]).toEqual([
      [unsubscribe("a"), subscribe("a")],
      ["a", "b"],
    ]);
    expect(await outcome(subscriptions.add(subscriptionTo("a")))).toBe("fulfilled");
  });

  it("of what is not answered waits for the answer, and happens once", async () => {
    const subscriptions = create();
    subscriptions.start();
    void subscriptions.add(subscriptionTo("a"));
    await settled();
    news();
    subscriptions.renew("a");
    subscriptions.renew("a");
    await settled();
    expect(news()).toEqual([]);
    acknowledge(subscriptions, subscribe("a"));
    await settled();
    expect(news()).toEqual([unsubscribe("a"), subscribe("a")]);
    acknowledge(subscriptions, subscribe("a"));
    await settled();
    expect(news()).toEqual([]);
  });

  it("asks nothing of a connection that is not there", async () => {
    const subscriptions = await active("a");
    subscriptions.stop();
    subscriptions.renew("a");
    subscriptions.renew("nothing");
    await settled();
    subscriptions.start();
    await settled();
    expect(news()).toEqual([subscribe("a")]);
  });

  it("has nothing proven: data of before says nothing about it", async () => {
    const subscriptions = create();
    subscriptions.start();
    void subscriptions.add(subscriptionTo("a"));
    await settled();
    subscriptions.observe(() => true);
    acknowledge(subscriptions, subscribe("a"));
    subscriptions.renew("a");
    await settled();
    await pass(TIMEOUT);
    expect(restarts.length).toBe(1);
  });
});

describe("observing", () => {
  it("asks about what is asked for and not proven yet, and nothing else", async () => {
    const subscriptions = await active("a");
    const seen: string[] = [];
    const look = ({ topic }: Subscription): boolean => {
      seen.push(topic);
      return topic === "b";
    };
    for (const topic of ["b", "c"]) void subscriptions.add(subscriptionTo(topic));
    await settled();
    void subscriptions.remove("a");
    await settled();
    subscriptions.observe(look);
    subscriptions.observe(look);
    expect(seen).toEqual(["b", "c", "c"]);
  });
});

describe("another connection", () => {
  it("is asked for all that stands, in the same order", async () => {
    const subscriptions = await active("a", "b");
    void subscriptions.add(subscriptionTo("c"));
    await settled();
    news();
    subscriptions.stop();
    expect(subscriptions.isWaiting).toBe(false);
    subscriptions.start();
    expect(news()).toEqual([subscribe("a", "b", "c")]);
  });

  it("is not asked to renew what it begins with", async () => {
    const subscriptions = create();
    subscriptions.start();
    void subscriptions.add(subscriptionTo("a"));
    await settled();
    subscriptions.renew("a");
    subscriptions.stop();
    subscriptions.start();
    news();
    acknowledge(subscriptions, subscribe("a"));
    await settled();
    expect(news()).toEqual([]);
  });

  it("may refuse what stood, which is told and not asked for again", async () => {
    const subscriptions = await active("a");
    subscriptions.stop();
    subscriptions.start();
    reject(subscriptions, subscribe("a"), "gone");
    subscriptions.stop();
    news();
    subscriptions.start();
    expect([news(), refused.map(([topic, code]) => [topic, code])]).toEqual([[], [["a", "refused"]]]);
  });

  it("still asks alone for what was refused together", async () => {
    const subscriptions = create();
    subscriptions.start();
    for (const topic of ["a", "b"]) void subscriptions.add(subscriptionTo(topic));
    await settled();
    reject(subscriptions, subscribe("a", "b"));
    await settled();
    acknowledge(subscriptions, subscribe("a"));
    subscriptions.stop();
    void subscriptions.add(subscriptionTo("c"));
    news();
    subscriptions.start();
    expect(news()).toEqual([subscribe("a", "c"), subscribe("b")]);
  });

  it("does not get what was meant for the last one", async () => {
    const subscriptions = await active("a");
    void subscriptions.add(subscriptionTo("b"));
    subscriptions.stop();
    await settled();
    expect(news()).toEqual([]);
  });
});

describe("a limit of the connection", () => {
  const limited = (limits: object): LineProtocol => ({
    ...ECHOING,
    subscription: { ...ECHOING.subscription, connectionLimits: { public: limits } } as LineProtocol["subscription"],
  });

  it.each([
    ["topics", { topics: 2 }, "a connection takes 2 topics"],
    ["characters", { characters: 9 }, "a connection takes topics of 9 characters, and these have 13"],
  ])("of %s refuses what is too much, and nothing is sent for it", async (_, limits, reason) => {
    const subscriptions = create(limited(limits));
    subscriptions.start();
    for (const topic of ["a", "b"]) void subscriptions.add(subscriptionTo(topic));
    await expect(subscriptions.add(subscriptionTo("c"))).rejects.toMatchObject({
      code: "refused",
      message: `The subscription to "c" is one too many: ${reason}.`,
    });
    await settled();
    expect([news(), refused.length]).toEqual([[subscribe("a", "b")], 1]);
    void subscriptions.remove("a");
    void subscriptions.add(subscriptionTo("c"));
    await settled();
    expect([subscriptions.keys(), refused.length]).toEqual([["b", "c"], 1]);
  });
});

describe("the end", () => {
  const error = new ClientError("authentication", "no");

  it("rejects what waits and what comes, keeps what was kept, and leaves nothing behind", async () => {
    const subscriptions = await active("a");
    const kept = subscriptions.add(subscriptionTo("a"));
    const waiting = subscriptions.add(subscriptionTo("b"));
    subscriptions.stop();
    subscriptions.end(error);
    expect([await outcome(kept), await outcome(waiting)]).toEqual(["fulfilled", "authentication"]);
    await expect(subscriptions.add(subscriptionTo("c"))).rejects.toBe(error);
    await subscriptions.remove("a");
    await subscriptions.removeAll();
    // Who asks for something from then on may not wait for the promise.
    expect([subscriptions.keys(), timers(), refused]).toEqual([[], 0, [["c", "authentication", "no"]]]);
  });
});
