/** Counts by form: of parsed messages, of proven ones, and both together. */

import { describe, expect, it } from "vitest";
import {
  addSeen,
  countMessage,
  countProven,
  createFormResults,
  type FormResult,
} from "../../../generator/validate/check/form-results.js";
import { ACK, trade } from "../captures.js";
import { checkOf, formOf } from "./lines.js";

const empty = (): FormResult => ({ form: 3, messages: 0, invalid: 0, warned: 0, bytes: 0, seen: new Uint8Array(3) });

describe("a message", () => {
  it.each([
    ["clean", undefined, { invalid: 0, warned: 0 }],
    ["with a note", "info", { invalid: 0, warned: 0 }],
    ["with a warning", "warning", { invalid: 0, warned: 1 }],
    ["with an error", "error", { invalid: 1, warned: 0 }],
  ] as const)("%s", (_, worst, counts) => {
    const result = empty();
    countMessage(result, 40, worst);
    expect(result).toMatchObject({ messages: 1, bytes: 40, ...counts });
    countMessage(result, 2, undefined);
    expect(result).toMatchObject({ messages: 2, bytes: 42, ...counts });
  });

  it("proven messages are many at once, and all clean", () => {
    const result = empty();
    countMessage(result, 10, "error");
    result.seen[0] = 1;
    countProven(result, { form: 3, messages: 5, bytes: 100, seen: Uint8Array.of(0, 0, 1) });
    expect(result).toEqual({ ...empty(), messages: 6, invalid: 1, bytes: 110, seen: Uint8Array.of(1, 0, 1) });
  });

  it("a field was seen if it was in either", () => {
    const result = { seen: Uint8Array.of(1, 0, 0) };
    addSeen(result, Uint8Array.of(0, 0, 1));
    expect(result.seen).toEqual(Uint8Array.of(1, 0, 1));
  });
});

describe("the results of a block", () => {
  const check = checkOf({ line: "copy-trading" });
  const push = formOf(check, JSON.stringify(trade()));
  const ack = formOf(check, JSON.stringify(ACK));

  it("are one for each form, in the order in which they came", () => {
    const results = createFormResults();
    for (const form of [push, ack, push]) countMessage(results.of(form), 10, undefined);
    expect(results.take()).toMatchObject([
      { form: push.entry.id, messages: 2, bytes: 20 },
      { form: ack.entry.id, messages: 1, bytes: 10 },
    ]);
  });

  it("have what was proven, whether it was parsed as well or not", () => {
    const results = createFormResults();
    const seen = new Uint8Array(push.seen.length).fill(1);
    countMessage(results.of(push), 10, "warning");
    results.addProven({ form: push.entry.id, messages: 2, bytes: 20, seen });
    results.addProven({ form: ack.entry.id, messages: 1, bytes: 5, seen: new Uint8Array(1) });
    expect(results.take()).toMatchObject([
      { form: push.entry.id, messages: 3, warned: 1, bytes: 30, seen },
      { form: ack.entry.id, messages: 1, warned: 0, bytes: 5 },
    ]);
  });

  it("are not of a form of which there was no message, and leave nothing for the next block", () => {
    const results = createFormResults();
    results.of(ack).seen.fill(1);
    countMessage(results.of(push), 10, undefined);
    push.seen.fill(1);
    const [taken, ...others] = results.take();
    expect(others).toEqual([]);
    expect([...(taken?.seen ?? [])]).toEqual(Array(push.seen.length).fill(1));
    expect([...push.seen, ...ack.seen].every((byte) => byte === 0)).toBe(true);
  });

  it("have statistics where they are asked for", () => {
    const results = createFormResults();
    countMessage(results.of(push), 10, undefined);
    countMessage(results.of(ack), 10, undefined);
    results.addStats(push, trade({ size: 4 }));
    results.addStats(push, trade({ size: 9 }));
    const [first, second] = results.take();
    expect(first?.stats?.find(({ pointer }) => pointer === "/data/*/size")).toMatchObject({
      present: 2,
      min: 4,
      max: 9,
    });
    expect(second).not.toHaveProperty("stats");
  });
});
