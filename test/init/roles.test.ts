/** What a message is for, told by what it says: a request, the answer to one, or neither. */

import { describe, expect, it } from "vitest";
import { matchOf, repeatedAt, scalarsOf, typeMember } from "../../generator/init/answer-members.js";
import { schemaOf, schemaOfAnswers } from "../../generator/init/answer-schema.js";
import { dataOf } from "../../generator/init/claim.js";
import { correlationOf } from "../../generator/init/correlation.js";
import { type Answer, asAnswer, asRequest, type Request } from "../../generator/init/roles.js";
import { messageOf } from "./pages.js";

describe("a request says what to do", () => {
  it.each([
    [{ op: "subscribe", args: ["a"] }, "subscribe", "op"],
    [{ method: "SUBSCRIBE" }, "subscribe", "method"],
    [{ event: "sub" }, "subscribe", "event"],
    [{ action: "subscription" }, "subscribe", "action"],
    [{ op: "unsubscribe" }, "unsubscribe", "op"],
    [{ op: "UN_SUB" }, "unsubscribe", "op"],
    [{ event: "cancel" }, "unsubscribe", "event"],
    [{ op: "unsubscribe_all" }, "unsubscribeAll", "op"],
    [{ op: "unsubAll" }, "unsubscribeAll", "op"],
    [{ op: "auth" }, "auth", "op"],
    [{ op: "sign_in" }, "auth", "op"],
    [{ method: "login" }, "auth", "method"],
    [{ op: "ping" }, "ping", "op"],
    [{ ping: 1700000000000 }, "ping", "ping"],
    [{ id: 7, op: "subscribe" }, "subscribe", "op"],
  ])("%j: %s, by %s", (value, action, member) => {
    expect(asRequest(messageOf(value))).toMatchObject({ action, member });
  });

  it.each([
    ["a word that only begins so", { op: "subscribed" }],
    ["a word that only ends so", { op: "resubscribe" }],
    ["a word that goes on", { op: "unsubscribe_all_of_them" }],
    ["a number in place of the word", { op: 1 }],
    ["no word at all", { topic: "tide", data: [] }],
    ["a list", [{ op: "subscribe" }]],
    ["how it went: it is the answer", { op: "subscribe", success: true }],
    ["the id of a connection: only the server knows it", { op: "subscribe", conn_id: "1" }],
  ])("%s is none", (_, value) => {
    expect(asRequest(messageOf(value))).toBeUndefined();
  });

  it("what a program sends is one, whatever members it has", () => {
    const value = { op: "subscribe", status: "ok" };
    expect(asRequest({ ...messageOf(value), isSent: true })).toMatchObject({ action: "subscribe" });
    expect(asAnswer({ ...messageOf(value), isSent: true })).toBeUndefined();
  });
});

describe("an answer says how it went", () => {
  it.each([
    [{ success: true }, "ack", "success"],
    [{ ok: 1 }, "ack", "ok"],
    [{ code: 0 }, "ack", "code"],
    [{ retCode: 0 }, "ack", "retCode"],
    [{ err_code: "0" }, "ack", "err_code"],
    [{ error: null }, "ack", "error"],
    [{ event: "subscribed" }, "ack", "event"],
    [{ op: "subscribe", conn_id: "1" }, "ack", "op"],
    [{ success: true, args: ["tide"] }, "ack", "success"],
    [{ topic: "tide", code: 0 }, "ack", "code"],
    [{ topic: "tide", event: "sub", code: 0, data: {} }, "ack", "code"],
    [{ success: false }, "error", "success"],
    [{ status: "error" }, "error", "status"],
    [{ status: "Failed" }, "error", "status"],
    [{ op: "auth", success: true }, "auth", "success"],
    [{ success: true, request: { op: "login" } }, "auth", "success"],
    [{ authenticated: "ok" }, "auth", "authenticated"],
    [{ op: "pong" }, "pong", undefined],
    [{ pong: 1700000000000 }, "pong", undefined],
    [{ success: true, ret_msg: "pong" }, "pong", "success"],
  ])("%j: %s, by %s", (value, kind, verdict) => {
    const answer = asAnswer(messageOf(value));
    expect([answer?.kind, answer?.verdict]).toEqual([kind, verdict]);
  });

  it.each([
    ["a request", { op: "subscribe" }],
    ["a result that is an object", { result: { list: [] } }],
    ["data that are a word of success", { data: "success" }],
    ["records of data", { success: true, data: [{ level: 1 }] }],
    ["data of a topic", { topic: "tide", code: 0, data: "x" }],
    ["a list", [{ success: true }]],
  ])("%s is none", (_, value) => {
    expect(asAnswer(messageOf(value))).toBeUndefined();
  });
});

describe("members of answers", () => {
  it("are the scalars of the message and of the objects in it, three deep", () => {
    expect(scalarsOf({ a: 1, b: { c: "x", list: [1] }, "e/f": null })).toEqual([
      ["/a", 1],
      ["/b/c", "x"],
      ["/e~1f", null],
    ]);
    expect(scalarsOf({ a: { b: { c: { d: 1 } } } })).toEqual([["/a/b/c/d", 1]]);
    expect(scalarsOf({ a: { b: { c: { d: { e: 1 } } } } })).toEqual([]);
  });

  it("repeat a member of the request wherever it stands, and no other that ends so", () => {
    expect(repeatedAt({ request: { op: "sub" } }, "op")).toBe("/request/op");
    expect(repeatedAt({ stop: "x" }, "op")).toBeUndefined();
  });

  it.each([
    [{ type: "COMMAND_RESP" }, { pointer: "/type", text: "COMMAND_RESP" }],
    [{ Type: "AUTH_RESP" }, { pointer: "/Type", text: "AUTH_RESP" }],
    [{ type: "RESP" }, undefined],
    [{ type: "snapshot" }, undefined],
    [{ type: "X COMMAND_RESP" }, undefined],
    [{ subtype: "COMMAND_RESP" }, undefined],
  ])("%j has a type in capitals: %j", (value, expected) => {
    expect(typeMember(value)).toEqual(expected);
  });
});

describe("what tells an answer from the others", () => {
  it.each([
    [{ op: "pong" }, { "/op": "pong" }],
    [{ pong: 1 }, { "/pong": {} }],
    [{ success: true, ret_msg: "pong" }, { "/ret_msg": "pong" }],
    // The member that says the kind, before any other with such a word.
    [{ success: true, ret_msg: "pong", op: "ping" }, { "/op": "ping" }],
    [{ op: "auth", success: true }, { "/op": "auth" }],
    [{ success: true, request: { op: "login" } }, { "/request/op": "login" }],
    [{ authenticated: "ok" }, { "/authenticated": {} }],
    [{ success: true }, { "/success": true }],
    [
      { success: true, request: { op: "subscribe" } },
      { "/success": true, "/request/op": {} },
    ],
    [{ code: "0", op: "subscribe" }, { "/code": "0" }],
    [{ success: false, op: "subscribe" }, { "/success": false }],
    [{ success: true, type: "COMMAND_RESP" }, { "/type": "COMMAND_RESP" }],
    [
      { success: false, type: "COMMAND_RESP" },
      { "/success": false, "/type": "COMMAND_RESP" },
    ],
  ])("%j: %j", (value, match) => {
    expect(matchOf(asAnswer(messageOf(value)) as Answer, "op")).toEqual(match);
  });

  it("is the verdict alone where requests have no member that says what to do", () => {
    const answer = asAnswer(messageOf({ success: true, request: { op: "subscribe" } })) as Answer;
    expect(matchOf(answer, undefined)).toEqual({ "/success": true });
  });
});

describe("the schema of answers in prose", () => {
  it("requires what all of them have, and has a constant where they are told apart", () => {
    const answers = [
      { success: true, ret_msg: "", conn_id: "1" },
      { success: true, args: ["tide"] },
    ];
    expect(schemaOfAnswers(answers, { "/success": true })).toEqual({
      type: "object",
      required: ["success"],
      properties: {
        success: { const: true, description: "Whether the request was accepted." },
        ret_msg: { type: "string", description: "Reason of a refusal." },
        conn_id: { type: "string", description: "Id of the connection." },
        args: { type: "array", items: { type: "string" }, description: "Member of the answer." },
      },
    });
  });

  it.each([
    [1, { type: "integer" }],
    [1.5, { type: "number" }],
    [true, { type: "boolean" }],
    [null, { type: "null" }],
    ["{conn_id?}", { type: ["string", "integer"] }],
    ["{conn_id}", { type: "string" }],
    [[], { type: "array", items: {} }],
    [[1, 2], { type: "array", items: { type: "integer" } }],
    [[1, "a"], { type: "array", items: {} }],
    [[{ a: 1 }], { type: "array", items: {} }],
    [[[1]], { type: "array", items: {} }],
  ])("%j: %j", (value, node) => {
    expect(schemaOf({ x: value }, {}).properties).toEqual({ x: { ...node, description: "Member of the answer." } });
  });

  it("goes into objects, where a match without a value is no constant", () => {
    expect(schemaOf({ request: { op: "sub", id: "1" } }, { "/request/op": {}, "/request/id": "1" }).properties).toEqual(
      {
        request: {
          type: "object",
          required: ["op", "id"],
          properties: {
            op: { type: "string", description: "What the request asked for." },
            id: { const: "1", description: "Id of the request." },
          },
          description: "The request that is answered.",
        },
      },
    );
  });
});

describe("how an answer finds its request", () => {
  const correlation = (requests: readonly unknown[], acks: readonly unknown[]) =>
    dataOf(
      correlationOf(
        acks.map((value) => asAnswer(messageOf(value)) as Answer),
        requests.map((value) => asRequest(messageOf(value)) as Request),
      ),
    );
  const LIST = { op: "subscribe", args: ["tide"] };
  const SINGLE = { event: "sub", topic: "tide", symbol: "A", params: { binary: false, depth: 5 } };

  it.each([
    ["all of it is repeated", [LIST], [{ success: true, request: LIST }], { by: "echo", pointer: "/request" }],
    [
      "its id, with lists of what was accepted and refused",
      [{ ...LIST, req_id: "1" }],
      [{ success: true, req_id: "1", data: { successTopics: ["tide"], failTopics: [] } }],
      { by: "id", pointer: "/req_id", success: "/data/successTopics", failed: "/data/failTopics" },
    ],
    ["members that both have", [LIST], [{ success: true, op: "subscribe" }], { by: "members", pointers: ["/op"] }],
    [
      "an id without both lists is a member as others",
      [{ ...LIST, req_id: "1" }],
      [{ success: true, req_id: "1", accepted: ["tide"] }],
      { by: "members", pointers: ["/req_id"] },
    ],
    [
      "an id that the request does not have",
      [LIST],
      [{ success: true, op: "subscribe", id: "1", accepted: ["tide"], failed: [] }],
      { by: "members", pointers: ["/op"] },
    ],
    [
      "a request for each topic: all of its members but for switches, which come back in other words",
      [SINGLE],
      [{ code: 0, topic: "tide", event: "sub" }],
      { by: "members", pointers: ["/event", "/topic", "/symbol", "/params/depth"] },
    ],
    [
      "an echo of a request for one topic is its members",
      [SINGLE],
      [{ code: 0, request: SINGLE, event: "sub" }],
      { by: "members", pointers: ["/event", "/topic", "/symbol", "/params/depth"] },
    ],
    [
      "members that stand elsewhere in the answer",
      [{ op: "subscribe", args: [{ channel: "tide", symbol: "A" }] }],
      [{ event: "subscribe", arg: { channel: "tide", symbol: "A" }, conn_id: "1" }],
      {
        by: "members",
        pointers: [
          { request: "/args/0/channel", reply: "/arg/channel" },
          { request: "/args/0/symbol", reply: "/arg/symbol" },
        ],
      },
    ],
    ["nothing in common: by their order", [LIST], [{ success: true }], { by: "order" }],
    ["no answer", [LIST], [], undefined],
    ["no request for topics", [{ op: "ping" }], [{ success: true, op: "ping" }], undefined],
  ])("%s", (_, requests, acks, expected) => {
    expect(correlation(requests, acks)).toEqual(expected);
  });
});
