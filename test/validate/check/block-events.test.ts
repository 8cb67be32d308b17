/** What a block tells the checks across messages: of requests, replies, connections and pushes, in the order of its records. */

import { beforeEach, describe, expect, it } from "vitest";
import { createRecord } from "../../../generator/capture/format.js";
import { createBlockEvents, createFirstPushes } from "../../../generator/validate/check/block-events.js";
import { type DocumentedFrame, judgeSent, type RequestVerdict } from "../../../generator/validate/check/verdict.js";
import { createEventWriter, type EventLog } from "../../../generator/validate/events/event-log.js";
import { EVENT, HEAD, PUSH, PUSH_FLAG } from "../../../generator/validate/events/layout.js";
import { readReplyEvent, readRequestEvent } from "../../../generator/validate/events/log-reader.js";
import { ACK, BOOK, delta, REQUEST, snapshot, trade } from "../captures.js";
import { checkOf, formOf } from "./lines.js";

const check = checkOf({ line: "copy-trading" });
const NO_ROOM = new Float64Array(0);

let record = createRecord();
let position = { line: 7, offset: 100 };
let log = createEventWriter();
let flushed: number[] = [];
const NO_PROVERS = { flush() {}, forgetPushes() {} };
let events = createBlockEvents({
  events: log,
  provers: NO_PROVERS,
  record,
  position,
  firstPushes: createFirstPushes(record),
});

beforeEach(() => {
  record = Object.assign(createRecord(), { connection: "a", time: 5 });
  position = { line: 7, offset: 100 };
  log = createEventWriter();
  flushed = [];
  const provers = { ...NO_PROVERS, flush: () => void flushed.push(log.indexOf("")) };
  events = createBlockEvents({ events: log, provers, record, position, firstPushes: createFirstPushes(record) });
});

/** The head of each event, and where it begins. */
function heads({ numbers, length, texts }: EventLog) {
  const found: { at: number; event: number; time: number; line: number; offset: number; connection: string }[] = [];
  for (let at = 0; at < length; at += numbers[at + HEAD.length] as number) {
    const [event, time, line, offset, connection] = [
      HEAD.event,
      HEAD.time,
      HEAD.line,
      HEAD.offset,
      HEAD.connection,
    ].map((index) => numbers[at + index] as number) as [number, number, number, number, number];
    found.push({ at, event, time, line, offset, connection: texts[connection] as string });
  }
  return found;
}

const send = (message: unknown) => events.request(check, judgeSent(check, JSON.stringify(message)) as RequestVerdict);
const receive = (message: unknown, isValid = true) => {
  const text = JSON.stringify(message);
  events.message(check, formOf(check, text), check.route(text) as DocumentedFrame, isValid);
};

describe("places", () => {
  it("are those of the line, or those that the record tells", () => {
    events.open();
    record.place = { line: 3, offset: 20 };
    record.connection = "b";
    record.time = undefined;
    events.close();
    expect(heads(log.take(NO_ROOM))).toEqual([
      { at: 0, event: EVENT.open, time: 5, line: 7, offset: 100, connection: "a" },
      { at: HEAD.size, event: EVENT.close, time: NaN, line: 3, offset: 20, connection: "b" },
    ]);
  });

  it("come behind what was proven before", () => {
    events.open();
    send(REQUEST);
    receive(ACK);
    receive(trade());
    events.close();
    expect(flushed).toHaveLength(5);
  });
});

describe("a request", () => {
  it("is told with its topics and what its reply repeats", () => {
    send(REQUEST);
    const written = log.take(NO_ROOM);
    expect(heads(written)).toMatchObject([{ event: EVENT.request }]);
    expect(readRequestEvent(written, 0)).toEqual({
      kind: "subscribe",
      correlation: check.correlation.request(REQUEST),
      topics: REQUEST.args,
    });
  });

  it.each([
    [{ op: "unsubscribe", args: ["trade.BTCUSD"] }, "unsubscribe"],
    [{ op: "ping" }, "ping"],
    [{ op: "auth", args: ["key", 1_618_677_786_000, "sig"] }, "auth"],
  ])("%o is one to %s", (message, kind) => {
    send(message);
    expect(readRequestEvent(log.take(NO_ROOM), 0).kind).toBe(kind);
  });

  it("of which nobody knows what it asks for is not told: no reply is waited for", () => {
    send({ op: "dance" });
    expect(log.take(NO_ROOM).length).toBe(0);
    expect(flushed).toEqual([]);
  });
});

describe("a reply", () => {
  it("agrees with the request that it repeats", () => {
    receive(ACK);
    const written = log.take(NO_ROOM);
    expect(heads(written)).toMatchObject([{ event: EVENT.reply }]);
    expect(readReplyEvent(written, 0)).toEqual({
      form: formOf(check, JSON.stringify(ACK)).entry.id,
      kind: "ack",
      correlation: check.correlation.request(REQUEST),
    });
  });

  it.each([
    [{ success: true, ret_msg: "pong", conn_id: "c", request: { op: "ping", args: null } }, "pong"],
    [{ success: false, ret_msg: "error", conn_id: "c" }, "error"],
    [{ success: true, ret_msg: "", conn_id: "c", request: { op: "auth", args: [] } }, "auth"],
  ])("%o is of its kind", (message, kind) => {
    receive(message);
    expect(readReplyEvent(log.take(NO_ROOM), 0).kind).toBe(kind);
  });
});

describe("a push", () => {
  const written = () => {
    const all = log.take(NO_ROOM);
    return heads(all).map(({ at, event }) => ({
      event,
      topic: all.texts[all.numbers[at + PUSH.topic] as number],
      flags: all.numbers[at + PUSH.flags],
    }));
  };

  it("with a state is told each time", () => {
    receive(snapshot(BOOK));
    receive(delta({ update: [["60000.00", "Buy", 1]] }));
    receive(delta({ update: [["60000.00", "Buy", 2]] }));
    expect(written()).toMatchObject(Array(3).fill({ event: EVENT.push, topic: "orderBookL2_25.BTCUSD" }));
  });

  it("without a state is told once for each topic of a connection", () => {
    const eos = { ...trade(), topic: "trade.EOSUSD" };
    for (const message of [trade(), trade(), eos, trade()]) receive(message);
    record.connection = "b";
    receive(trade());
    receive(trade());
    expect(written().map(({ topic }) => topic)).toEqual(["trade.BTCUSD", "trade.EOSUSD", "trade.BTCUSD"]);
  });

  it("that is not valid says so where nobody can read the levels of its book", () => {
    const [level] = snapshot(BOOK).data;
    const books = [
      snapshot(BOOK),
      { ...snapshot(BOOK), cross_seq: "100", data: [{ ...level, id: "1" }] },
      { ...snapshot(BOOK), data: [{ ...level, side: "Middle" }] },
      { ...snapshot(BOOK), data: [{ ...level, price: "much" }] },
      { ...snapshot(BOOK), data: [{ ...level, size: null }] },
      { ...snapshot(BOOK), data: [null] },
      { ...snapshot(BOOK), data: {} },
    ];
    for (const book of books) receive(book, false);
    const isUnread = written().map(({ flags }) => ((flags ?? 0) & PUSH_FLAG.unread) !== 0);
    expect(isUnread).toEqual([false, false, true, true, true, true, true]);
    // A change needs its three lists, and no size.
    const change = delta({ update: [["60000.00", "Buy"]] });
    const { insert: _, ...lists } = change.data;
    for (const message of [change, { ...change, data: lists }]) receive(message, false);
    expect(written().map(({ flags }) => ((flags ?? 0) & PUSH_FLAG.unread) !== 0)).toEqual([false, true]);
  });
});

it("a topic is pushed first once on each connection, whatever the names", () => {
  const { isFirst, forget } = createFirstPushes(record);
  expect([isFirst("x"), isFirst("x"), isFirst("y")]).toEqual([true, false, true]);
  record.connection = "b";
  expect([isFirst("x"), isFirst("x")]).toEqual([true, false]);
  // What is asked for on one connection begins anew there, and nowhere else.
  forget();
  expect(isFirst("x")).toBe(true);
  record.connection = "a";
  expect(isFirst("x")).toBe(false);
});
