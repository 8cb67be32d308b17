/** A line, ready to check: which form a frame has, what is compiled once, and what tells which reply belongs to which request. */

import { describe, expect, it } from "vitest";
import { agrees } from "../../../templates/runtime/correlation.js";
import { ACK, delta, REQUEST, trade } from "../captures.js";
import { checkOf, findCheck, formOf, table } from "./lines.js";

const check = checkOf({ line: "copy-trading" });

describe("the check of a line", () => {
  it("is made once for each choice", () => {
    expect(findCheck({ line: "copy-trading" })).toBe(check);
    const v1 = checkOf({ line: "spot", connection: "v1" });
    expect(findCheck({ line: "spot", connection: "v1" })).toBe(v1);
    expect(findCheck({ line: "spot", connection: "v2" })).not.toBe(v1);
    expect(v1).toMatchObject({ choice: { line: "spot", connection: "v1" } });
    expect(v1.line.name).toBe("spot");
  });

  it("is none of a line that does not exist", () => expect(findCheck({ line: "weather" })).toBeUndefined());

  it("knows the topics of its connection only", () => {
    const text = JSON.stringify({ topic: "trade", params: { symbol: "BTCUSDT", binary: "false" }, data: {} });
    expect(checkOf({ line: "spot", connection: "v2" }).route(text)).toMatchObject({ kind: "push", connection: "v2" });
    expect(checkOf({ line: "spot", connection: "private" }).route(text).kind).toBe("unknown");
  });

  it("reads its requests", () => {
    expect(check.readRequest(REQUEST)).toMatchObject({ kind: "subscribe", topics: REQUEST.args });
    expect(check.readRequest({ op: "dance" })).toBeUndefined();
  });

  it("knows by what a reply agrees with its request", () => {
    const { request, reply } = check.correlation;
    expect(agrees(request(REQUEST), reply(ACK))).toBe(true);
    expect(agrees(request({ op: "subscribe", args: ["trade.EOSUSD"] }), reply(ACK))).toBe(false);
  });
});

describe("the form of a frame", () => {
  it.each([
    ["a trade", trade(), "trade", "push"],
    ["a change of a book", delta({}), "orderBookL2_25", "delta"],
    ["a reply", ACK, "subscribe-ack", "ack"],
  ])("%s", (_, message, topic, form) => {
    const found = formOf(check, JSON.stringify(message));
    expect(found.entry).toMatchObject({ topic, form });
    // Compiled once.
    expect(formOf(check, JSON.stringify(message))).toBe(found);
    expect(found.seen).toHaveLength(found.facts.fields.fields.length);
  });

  it("is the same on all choices of a line", () => {
    const text = JSON.stringify(trade());
    expect(formOf(checkOf({ line: "copy-trading", connection: "public" }), text)).toBe(formOf(check, text));
  });

  it("is none of an unknown frame", () => {
    expect(check.formOf({ kind: "unknown", reason: "no-topic", text: "{}" })).toBeUndefined();
    const push = { kind: "push", connection: "public", form: "push", topicText: "", slots: {}, message: {} } as const;
    expect(check.formOf({ ...push, topic: "weather" })).toBeUndefined();
    expect(check.formOf({ kind: "ack", reply: "weather", message: {} })).toBeUndefined();
  });

  it("has an event of its pushes, and none of its replies", () => {
    expect(formOf(check, JSON.stringify(delta({}))).extractor).toMatchObject({ stateful: true });
    expect(formOf(check, JSON.stringify(trade())).extractor).toMatchObject({ stateful: false });
    expect(formOf(check, JSON.stringify(ACK)).extractor).toBeUndefined();
  });

  it("knows what is secret in its messages besides what is so everywhere", () => {
    const secret = table.forms.filter(({ push }) => push?.entry?.secrets !== undefined);
    expect(secret.length).toBeGreaterThan(0);
    for (const { line, connection = "", topic, form, push } of secret) {
      const found = checkOf({ line: line.name }).formOf({
        kind: "push",
        connection,
        topic,
        form,
        topicText: "",
        slots: {},
        message: {},
      });
      const names = (push?.entry?.secrets ?? []).map((pointer) => pointer.slice(pointer.lastIndexOf("/") + 1));
      expect([...(found?.secrets ?? [])].sort()).toEqual([...new Set(names)].sort());
    }
  });
});

it("a form explains what its clean check refuses", () => {
  const form = formOf(check, JSON.stringify(trade()));
  const message = trade({ price: "1" });
  expect(form.clean(trade(), form.seen)).toBeGreaterThanOrEqual(0);
  expect(form.clean(message, form.seen)).toBeLessThan(0);
  expect(form.explain(message, JSON.stringify(message), form.seen)).toMatchObject([{ code: "other-type" }]);
});
