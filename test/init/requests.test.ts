/** Requests of a line: the heartbeat, credentials, topics one at a time, and the answers that no page shows. */

import { describe, expect, it } from "vitest";
import type { LineFile } from "../../generator/spec/line-file.js";
import { json, lineOf, SMALLEST } from "./pages.js";

const PUSH = `## Tide\n\n${json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR", level: "1.5" } })}`;
const lineWith = (text: string): LineFile => lineOf([`# Connect\n${SMALLEST}\n${text}\n\n${PUSH}`]);

describe("the heartbeat", () => {
  const PINGS = json({ op: "ping" }, { op: "pong" });
  const beat = (text: string, messages = PINGS) => lineWith(`## Alive\n\n${text}\n\n${messages}`).heartbeat;

  it.each([
    ["Send a heartbeat every 30 seconds.", 30_000],
    ["The ping has to be sent every 500 ms.", 500],
    ["A ping goes out every 5 seconds.", undefined],
    ["Send your ping. Every 5 seconds something happens.", undefined],
    ["Send a request every 5 seconds.", undefined],
  ])("%s: %s", (text, ms) => {
    expect(beat(text)?.intervalMs).toBe(ms);
  });

  it.each([
    ["The connection is closed after 30 seconds.", 30_000],
    ["We disconnect a connection for 2 minutes of silence.", 120_000],
    ["The connection is closed. After 30 seconds all is well.", undefined],
    ["The connection is kept for 30 seconds.", undefined],
  ])("%s: %s", (text, ms) => {
    expect(beat(text)?.timeoutMs).toBe(ms);
  });

  it.each([
    ["If you do not receive a heartbeat, reconnect the connection.", "pong"],
    ["Without receiving any pong, reconnect the connection.", "pong"],
    ["If you do not receive a pong, relax the connection.", undefined],
    ["If you lose the connection, reconnect.", undefined],
  ])("%s: %s", (text, liveness) => {
    expect(beat(text)?.liveness).toBe(liveness);
  });

  it("has no id where answers to subscriptions have none", () => {
    expect(beat("Hello.", json({ id: 5, op: "ping" }, { op: "pong" }))?.request.message).toEqual({ op: "ping" });
  });

  it.each([
    [
      { op: "ping", at: 12345 },
      { op: "ping", at: 12345 },
    ],
    [
      { op: "ping", at: "{timestamp}" },
      { op: "ping", at: "{time}" },
    ],
    [
      { op: "ping", args: [{ at: 1700000000 }] },
      { op: "ping", args: [{ at: "{time}" }] },
    ],
  ])("of %j sends %j", (message, sent) => {
    expect(beat("Hello.", json(message, { op: "pong" }))?.request.message).toEqual(sent);
  });

  it("is none without an answer to a ping, or without a ping", () => {
    expect(beat("Hello.", json({ op: "ping" }))).toBeUndefined();
    expect(beat("Hello.", json({ op: "pong" }))).toBeUndefined();
  });
});

describe("credentials", () => {
  const account = `## Private topics\n\n### Purse\n\n${json({ topic: "purse", data: [{ coin: "BTC" }] })}`;
  const signed = (program: string, text = "") =>
    lineOf([
      `# Connect\n\nPublic: wss://harbor.example/ws\n\nPrivate: wss://harbor.example/private\n\n${text}\n\n\`\`\`python\n${program}\n\`\`\`\n${SMALLEST.replace(/^Endpoint.*$/m, "")}\n${account}`,
    ]).authentication;
  const SEND = `ws.send(json.dumps({"op": "auth", "args": [api_key, expires, signature]}))`;

  it("are sent in a message", () => {
    expect(signed(SEND)).toMatchObject({
      connections: ["private"],
      methods: ["message"],
      algorithm: "hmac-sha256",
      encoding: "hex",
      expires: { unit: "ms", marginMs: 1000 },
    });
  });

  it("are sent in the address", () => {
    const query = signed('url = f"api_key={key}&expires={timestamp}&signature={sign}"');
    expect(query).toMatchObject({
      methods: ["query"],
      query: "?api_key={apiKey}&expires={expires}&signature={signature}",
    });
    expect(query).not.toHaveProperty("request");
    expect(signed(`url = "?api_key=$\{key}&sign=$\{other}"\n${SEND}`)).toMatchObject({
      methods: ["message", "query"],
      query: "?api_key={apiKey}&sign=${other}",
    });
  });

  it.each([
    [
      "keys by their members",
      '{"op": "login", "key": "k", "ts": "1", "sign": "s"}',
      { op: "login", key: "{apiKey}", ts: "{expires}", sign: "{signature}" },
    ],
    [
      "times by their size",
      '{"op": "auth", "args": ["abc", 1700000000000]}',
      { op: "auth", args: ["abc", "{expires}"] },
    ],
    [
      "other values as they are",
      '{"op": "auth", "version": 2, "args": ["API_KEY"]}',
      { op: "auth", version: 2, args: ["{apiKey}"] },
    ],
  ])("has slots for %s", (_, message, expected) => {
    expect(signed(`ws.send(json.dumps(${message}))`)?.request?.message).toEqual(expected);
  });

  it.each([
    ["hmac.new(s, b).hexdigest()", "hex"],
    ["createHmac('sha256', s).update(expires).digest('base64')", "base64"],
    ["base64.b64encode(d)", "base64"],
    ["base64.b64encode(d) # and hex elsewhere", "hex"],
  ])("%s is written as %s", (program, encoding) => {
    expect(signed(`${program}\n${SEND}`)).toMatchObject({ encoding });
  });

  it.each([
    ["update(expires)", "{expires}"],
    ["update(String(timestamp))", "{expires}"],
    ['"GET/tide" + str(expires)', "GET/tide{expires}"],
    ['f"{expires}GET"', "{expires}GET"],
    ["nothing", undefined],
  ])("%s signs %s", (program, payload) => {
    expect(signed(`${program}\n${SEND}`)?.payload).toBe(payload);
  });
});

describe("answers that no page shows", () => {
  const ASK = { op: "subscribe", args: ["tide.BTC-EUR"] };
  const account = `## Private topics\n\n### Purse\n\n${json({ topic: "purse", data: [{ coin: "BTC" }] })}`;
  const repliesTo = (...messages: object[]) =>
    lineOf([
      `# Connect\n\nPublic: wss://harbor.example/ws\n\nPrivate: wss://harbor.example/private\n\n## Subscribe\n\n${json(...messages)}\n${account}`,
    ]).replies;
  const replyOf = (name: string, ...messages: object[]) => repliesTo(...messages).find((reply) => reply.name === name);

  it("a refusal has the verdict the other way round, its reason and the id of the connection", () => {
    const ack = { success: true, ret_msg: "", conn_id: "1", request: ASK };
    expect(replyOf("request-error", ASK, ack)).toMatchObject({
      kind: "error",
      match: { "/success": false },
      schema: {
        required: ["success", "ret_msg", "conn_id"],
        properties: {
          success: { const: false },
          request: { required: ["op"], properties: { args: { type: ["array", "null"], items: {} } } },
        },
      },
    });
  });

  it("a refusal by code has any code, and the code alone", () => {
    expect(replyOf("request-error", ASK, { code: 0, msg: "ok", op: "subscribe" })).toMatchObject({
      match: { "/code": {} },
      schema: { required: ["code"] },
    });
  });

  it("a refusal of a typed answer has its type", () => {
    expect(replyOf("request-error", ASK, { success: true, type: "COMMAND_RESP" })).toMatchObject({
      match: { "/success": false, "/type": "COMMAND_RESP" },
      schema: { required: ["success", "type"] },
    });
  });

  it("the answer to credentials repeats their word where that to a subscription repeats its own", () => {
    const auth = { op: "auth", args: ["k", 1, "s"] };
    expect(replyOf("auth-reply", ASK, auth, { success: true, conn_id: "1", request: ASK })).toMatchObject({
      kind: "auth",
      match: { "/request/op": "auth" },
      schema: {
        properties: {
          request: { properties: { op: { const: "auth" }, args: { items: { type: ["string", "integer"] } } } },
        },
      },
    });
    expect(replyOf("auth-reply", ASK, auth, { success: true, type: "COMMAND_RESP" })).toMatchObject({
      match: { "/type": "AUTH_RESP" },
    });
    // Nothing tells whose answer it would be.
    expect(replyOf("auth-reply", ASK, auth, { success: true })).toBeUndefined();
    expect(replyOf("auth-reply", ASK, { success: true, request: ASK })).toBeUndefined();
  });

  it("are not made up where the page shows them", () => {
    const names = repliesTo(ASK, { success: true, request: ASK }, { success: false, ret_msg: "no", request: ASK }).map(
      ({ name, byHand }) => [name, byHand],
    );
    expect(names).toEqual([
      ["request-error", undefined],
      ["subscribe-ack", undefined],
    ]);
  });
});

describe("topics in a list", () => {
  const list = (text: string, ...messages: object[]) =>
    lineOf([`# Connect\n\nwss://harbor.example/ws\n\n## Subscribe\n\n${text}\n\n${json(...messages)}\n${PUSH}`])
      .subscription;
  const ASK = { op: "subscribe", args: ["tide.BTC-EUR"] };
  const ACK = { success: true, op: "subscribe" };

  it.each([
    ["Up to 10 args per request.", 10],
    ["A maximum of 21 topics for each subscription request.", 21],
    ["At most 5 symbols in one message.", 5],
    ["Up to 10 requests per second.", undefined],
  ])("%s: %s", (text, most) => {
    expect((list(text, ASK, ACK) as { maxTopics?: unknown }).maxTopics).toBe(most);
  });

  it("end all at once where the page shows how", () => {
    expect(list("", ASK, { op: "unsubscribe_all" }, ACK)).toMatchObject({
      unsubscribeAll: { message: { op: "unsubscribe_all" }, parameters: {} },
    });
    expect(list("", ASK, ACK)).not.toHaveProperty("unsubscribeAll");
  });

  it("filter where requests show both signs", () => {
    expect(list("", { op: "subscribe", args: ["tide.A|B"] }, ACK)).not.toHaveProperty("filters");
    expect(list("", { op: "subscribe", args: ["tide.*"] }, ACK)).not.toHaveProperty("filters");
  });

  it("have an id where answers have one, and then the example that shows it", () => {
    const withId = { ...ASK, req_id: "7" };
    expect(list("", ASK, withId, { ...ACK, req_id: "7" })).toMatchObject({
      subscribe: {
        message: { op: "subscribe", args: "{topics}", req_id: "{id}" },
        parameters: { id: { optional: true } },
      },
    });
    expect(list("", withId, ACK)).toMatchObject({ subscribe: { message: { op: "subscribe", args: "{topics}" } } });
  });
});
