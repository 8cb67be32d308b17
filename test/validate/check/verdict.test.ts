/** What a frame is: by who sent it, by the line's requests, replies and topics, and by what every authentication has. */

import { describe, expect, it } from "vitest";
import type { Direction } from "../../../generator/capture/format.js";
import {
  type DocumentedFrame,
  judgeMessage,
  judgeSent,
  judgeUnknown,
} from "../../../generator/validate/check/verdict.js";
import { ACK, trade } from "../captures.js";
import { checkOf, formOf } from "./lines.js";

const copyTrading = checkOf({ line: "copy-trading" });
const spot = checkOf({ line: "spot", connection: "v1" });

const json = (value: unknown): string => JSON.stringify(value);
const AUTH = { op: "auth", args: ["key-1234567", 1_618_677_786_000, "sig-abcdef"] };
/** The shape of an authentication, and not the line's template. */
const LOGIN = { event: "login", params: { apiKey: "key-1234567" } };

describe("a frame that the client sent", () => {
  const judged = (message: unknown) => judgeSent(copyTrading, json(message));

  it("is a subscription, with its topics", () => {
    expect(judged({ op: "subscribe", args: ["trade.BTCUSD", "weather.BTCUSD"] })).toMatchObject({
      kind: "request",
      isDocumented: true,
      facts: { kind: "subscribe", topics: ["trade.BTCUSD", "weather.BTCUSD"], unknownTopics: ["weather.BTCUSD"] },
    });
    expect(judged({ op: "unsubscribe", args: ["trade.BTCUSD"] })).toMatchObject({ facts: { kind: "unsubscribe" } });
  });

  it("is a ping or an authentication", () => {
    expect(judged({ op: "ping" })).toMatchObject({ isDocumented: true, facts: { kind: "ping", topics: [] } });
    expect(judged(AUTH)).toMatchObject({ isDocumented: true, facts: { kind: "auth" } });
  });

  it("is an authentication by its shape, which is answered, but not documented", () => {
    expect(judged(LOGIN)).toEqual({
      kind: "request",
      message: LOGIN,
      isDocumented: false,
      facts: { kind: "auth", topics: [], unknownTopics: [] },
    });
  });

  it("is a request in any case, even if nobody knows for what", () => {
    expect(judged({ op: "dance" })).toEqual({
      kind: "request",
      message: { op: "dance" },
      isDocumented: false,
      facts: undefined,
    });
    // A push has the look of nothing that is sent.
    expect(judged(trade())).toMatchObject({ kind: "request", isDocumented: false, facts: undefined });
  });

  it("is nothing if it is no JSON", () => {
    expect(judgeSent(copyTrading, "ping")).toEqual({ kind: "unrouted", reason: "not-json" });
  });
});

describe("a frame that the router does not know", () => {
  const judged = (text: string, direction: Direction) => {
    const frame = copyTrading.route(text);
    if (frame.kind !== "unknown") throw new Error("the router knows it");
    return judgeUnknown(copyTrading, frame, direction);
  };

  it.each([
    ["no JSON", "hello", "not-json"],
    ["no object", "12", "not-an-object"],
    ["neither a topic nor a reply", "{}", "no-topic"],
    ["an unknown topic", '{"topic":"weather.BTCUSD"}', "unknown-topic"],
    ["an unknown form", '{"topic":"orderBookL2_25.BTCUSD","type":"rumour"}', "unknown-form"],
  ])("is %s", (_, text, reason) => {
    for (const direction of ["received", "unknown"] as const)
      expect(judged(text, direction)).toEqual({ kind: "unrouted", reason });
  });

  it("is a request where the capture does not say who sent it", () => {
    expect(judged(json({ op: "ping" }), "unknown")).toMatchObject({ kind: "request", facts: { kind: "ping" } });
    expect(judged(json(LOGIN), "unknown")).toMatchObject({ kind: "request", isDocumented: false });
  });

  it("is no request where the capture says that it was received", () => {
    expect(judged(json({ op: "ping" }), "received")).toEqual({ kind: "unrouted", reason: "no-topic" });
  });

  it("is no request that nobody documents, where the capture does not say who sent it", () => {
    expect(judged(json({ op: "dance" }), "unknown")).toEqual({ kind: "unrouted", reason: "no-topic" });
  });
});

describe("a message of a form", () => {
  const judged = (text: string, direction: Direction, check = copyTrading) => {
    const frame = check.route(text) as DocumentedFrame;
    return judgeMessage(check, formOf(check, text), frame, text, direction);
  };

  it("is clean if it is as documented, pushes and replies alike", () => {
    for (const direction of ["received", "unknown"] as const)
      for (const message of [trade(), ACK])
        expect({ direction, verdict: judged(json(message), direction) }).toEqual({
          direction,
          verdict: { kind: "clean" },
        });
  });

  it("deviates by its violations, all of them", () => {
    expect(judged(json(trade({ price: "1", flag: 1 })), "received")).toMatchObject({
      kind: "deviating",
      violations: [
        { code: "other-type", pointer: "/data/*/price" },
        { code: "undocumented-field", pointer: "/data/*/flag" },
      ],
    });
  });

  it("deviates if a key comes twice, which its parsed value does not tell", () => {
    for (const twice of ['"size":4,"size":4', '"size" : 4, "size" : 4'])
      expect(judged(json(trade()).replace('"size":4', twice), "received")).toMatchObject({
        kind: "deviating",
        violations: [{ code: "duplicate-key" }],
      });
  });

  it("is too deep to be looked at above 64 levels", () => {
    const nested = (depth: number): string =>
      json(trade()).replace('"size":4', `"size":4,"extra":${"[".repeat(depth)}${"]".repeat(depth)}`);
    // The message, its list, and the trade are three levels.
    expect(judged(nested(61), "received")).toMatchObject({ kind: "deviating" });
    expect(judged(nested(62), "received")).toEqual({ kind: "too-deep" });
  });

  it("marks the fields that it has", () => {
    const text = json(trade());
    const { seen, facts } = formOf(copyTrading, text);
    const index = facts.fields.byPointer.get("/data/*")?.index ?? -1;
    seen.fill(0);
    judged(text, "received");
    expect(seen[index]).toBe(1);
  });

  describe("that has the look of a request", () => {
    // Spot names the topic of a subscription where pushes name theirs.
    const subscription = json({ topic: "trade", event: "sub", symbol: "BTCUSDT", params: { binary: false } });

    it("is one where the capture does not say who sent it", () => {
      expect(judged(subscription, "unknown", spot)).toMatchObject({ kind: "request", facts: { kind: "subscribe" } });
    });

    it("is a wrong push where the capture says that it was received", () => {
      expect(judged(subscription, "received", spot)).toMatchObject({ kind: "deviating" });
    });

    it("is a wrong push if the line has no such request", () => {
      expect(judged(json(trade({ price: "1" })), "unknown")).toMatchObject({ kind: "deviating" });
    });

    it("is an authentication that has the look of its reply", () => {
      // Spot's reply to an authentication has the member `auth`.
      const reply = spot.line.replies.find(({ reply: { kind } }) => kind === "auth");
      expect(reply).toBeDefined();
      const text = json({ op: "auth", args: ["key", 1_618_677_786_000, "sig"], auth: 1 });
      const frame = spot.route(text);
      if (frame.kind === "unknown") throw new Error("no reply");
      expect(judged(text, "unknown", spot)).toMatchObject({ kind: "request", facts: { kind: "auth" } });
      expect(judged(text, "received", spot)).toMatchObject({ kind: "deviating" });
    });

    it("is a wrong reply if it hands nothing over", () => {
      const text = json({ ...ACK, conn_id: 1 });
      expect(judged(text, "unknown")).toMatchObject({ kind: "deviating" });
    });
  });
});
