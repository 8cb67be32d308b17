/** Requests and answers: who asks how, what answers, and how the two find each other. */

import { describe, expect, it } from "vitest";
import type { LineFile } from "../../generator/spec/line-file.js";
import { json, lineOf } from "./pages.js";

const PUSH = `## Tide\n\n${json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR", level: "1.5" } })}`;
const line = (...messages: unknown[]): LineFile =>
  lineOf([`# Connect\n\nwss://harbor.example/ws\n\n## Subscribe\n\n${json(...messages)}\n${PUSH}`]);
const matches = ({ replies }: LineFile) => Object.fromEntries(replies.map(({ name, match }) => [name, match]));

describe("topics in a list", () => {
  it.each([
    [
      { op: "subscribe", args: ["tide.BTC-EUR"] },
      { op: "subscribe", args: "{topics}" },
      { op: "unsubscribe", args: "{topics}" },
    ],
    [
      { method: "SUBSCRIBE", params: ["tide.BTC-EUR"] },
      { method: "SUBSCRIBE", params: "{topics}" },
      { method: "UNSUBSCRIBE", params: "{topics}" },
    ],
  ])("%j", (request, subscribe, unsubscribe) => {
    const { subscription } = line(request, { success: true, op: "subscribe", method: "x" });
    expect(subscription).toMatchObject({
      form: "args",
      subscribe: { message: subscribe },
      unsubscribe: { message: unsubscribe },
    });
  });

  it("takes the request that ends a subscription from the page", () => {
    const { subscription } = line(
      { op: "sub", args: ["tide.BTC-EUR"] },
      { op: "cancel", args: ["tide.BTC-EUR"] },
      { success: true, op: "sub" },
    );
    expect(subscription).toMatchObject({ unsubscribe: { message: { op: "cancel", args: "{topics}" } } });
  });

  it("knows several filters in one topic, and all of them", () => {
    const { subscription } = line(
      { op: "sub", args: ["tide.A|B"] },
      { op: "sub", args: ["tide.*"] },
      { success: true, op: "sub" },
    );
    expect(subscription).toMatchObject({ filters: { separator: "|", wildcard: "*" } });
  });
});

describe("a request for each topic", () => {
  const tide = { topic: "tide", event: "sub", symbol: "BTC-EUR", params: { binary: false, depth: 3 } };
  const file = lineOf([
    `# Connect\n\nwss://harbor.example/ws\n\n## Subscribe\n\n${json(tide, { ...tide, event: "cancel" }, { ...tide, code: "0" })}\n## Tide\n\n${json(tide, { topic: "tide", symbol: "BTC-EUR", data: [{ level: "1.5" }] })}`,
  ]);

  it("has the words that begin and end a subscription", () => {
    expect(file.subscription).toMatchObject({
      form: "event",
      member: "event",
      subscribe: "sub",
      unsubscribe: "cancel",
    });
  });

  it("has slots for what differs, and leaves switches out", () => {
    expect(file.topics[0]?.request).toMatchObject({
      message: {
        topic: "tide",
        event: "{event}",
        symbol: "{symbol}",
        params: { binary: "{binary}", depth: "{depth}" },
      },
      parameters: { binary: { type: "boolean", optional: true, default: false }, depth: { type: "integer" } },
    });
  });

  it("lacks the request of a topic that no page shows", () => {
    const other = `## Wave\n\n${json({ topic: "wave", symbol: "BTC-EUR", data: [1] })}`;
    const { topics } = lineOf([
      `# Connect\n\nwss://harbor.example/ws\n\n${json(tide, { ...tide, code: "0" })}\n${other}`,
    ]);
    expect(topics.map(({ name, request, subscribe }) => [name, request, subscribe])).toEqual([
      ["wave", undefined, undefined],
    ]);
  });

  it("finds the instance of a push where it repeats the request", () => {
    expect(file.subscription).toMatchObject({ instance: { symbol: ["/symbol"] } });
  });

  it("tells success by its code, and takes any other code for a refusal", () => {
    expect(file.replies.map(({ kind, match }) => [kind, match])).toEqual([
      ["ack", { "/code": "0" }],
      ["error", { "/code": {} }],
    ]);
  });
});

describe("answers", () => {
  const ASK = { op: "subscribe", args: ["tide.BTC-EUR"] };

  it("echoes the request", () => {
    const file = line(ASK, { success: true, request: ASK });
    expect(file.correlation).toEqual({ by: "echo", pointer: "/request" });
    expect(matches(file)).toMatchObject({
      "subscribe-ack": { "/success": true, "/request/op": {} },
      "request-error": { "/success": false },
    });
  });

  it("repeats its id, and lists the topics", () => {
    const file = line({ ...ASK, id: "7" }, { id: "7", success: true, accepted: ["tide.BTC-EUR"], failed: [] });
    expect(file.correlation).toEqual({ by: "id", pointer: "/id", success: "/accepted", failed: "/failed" });
    expect(file.subscription).toMatchObject({
      subscribe: { message: { op: "subscribe", args: "{topics}", id: "{id}" } },
    });
  });

  it("repeats members of it", () => {
    expect(line(ASK, { success: true, op: "subscribe" }).correlation).toEqual({ by: "members", pointers: ["/op"] });
  });

  it("knows an answer by the id of its connection", () => {
    const file = line(ASK, { event: "subscribe", op: "subscribe", connId: "a1" });
    expect(file.replies.map(({ kind }) => kind)).toEqual(["ack", "error"]);
  });

  it("leaves out ids that no answer repeats", () => {
    const { subscription } = line({ ...ASK, id: "7" }, { success: true, op: "subscribe" });
    expect(subscription).toMatchObject({ subscribe: { message: { op: "subscribe", args: "{topics}" } } });
  });

  it("shows a refusal before what any answer matches", () => {
    const file = line(ASK, { success: false, op: "subscribe", msg: "no" }, { success: true, op: "subscribe" });
    expect(file.replies.map(({ kind }) => kind)).toEqual(["error", "ack"]);
    expect(file.reason?.pointer).toBe("/msg");
  });

  it.each([
    [{ pong: 1 }, { "/pong": {} }],
    [{ op: "pong" }, { "/op": "pong" }],
    [{ success: true, msg: "pong", request: { op: "ping" } }, { "/request/op": "ping" }],
  ])("%j answers a ping", (pong, match) => {
    expect(matches(line(ASK, { success: true, op: "subscribe" }, { op: "ping" }, pong))).toMatchObject({ pong: match });
  });

  it("reads an answer that stands in the text only", () => {
    const file = lineOf([
      `# Connect\n\nwss://harbor.example/ws\n\n## Subscribe\n\n${json(ASK)}\n\nThe answer is {"success":true,"op":"subscribe","conn_id":{conn_id}}\n\n${PUSH}`,
    ]);
    const [ack] = file.replies.filter(({ kind }) => kind === "ack");
    expect(ack?.byHand).toBeDefined();
    expect(ack?.schema).toMatchObject({
      required: ["success", "op", "conn_id"],
      properties: { conn_id: { type: ["string", "integer"] } },
    });
  });
});
