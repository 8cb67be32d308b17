/** Which messages are checked, and what a broken one means. */

import { beforeEach, describe, expect, it, vi } from "vitest";
import { ClientError } from "../../templates/runtime/client-error.js";
import type { ClientEvents, ValidationOptions } from "../../templates/runtime/client-options.js";
import { createEmitter } from "../../templates/runtime/emitter.js";
import { createMessageCheck, createSampler } from "../../templates/runtime/message-check.js";
import type { Push } from "../../templates/runtime/topic-index.js";
import { createUserCalls } from "../../templates/runtime/user-calls.js";

const FRAME: Push = { kind: "push", topic: "trade", form: "push", topicText: "trade.A", message: {} };
const ISSUES = [{ pointer: "/x", keyword: "type", expected: "text", got: "1", message: "x is no text." }];

let events: ReturnType<typeof createEmitter<ClientEvents<Push>>>;
let told: unknown[];
beforeEach(() => {
  events = createEmitter();
  told = [];
  for (const event of ["invalid", "error"] as const) events.on(event, (value) => told.push([event, value]));
});
const create = (options: Partial<ValidationOptions<Push>> | undefined) =>
  createMessageCheck<Push>(
    options && { check: () => ({ valid: false, issues: ISSUES }), mode: "throw", ...options },
    createUserCalls(events),
  );

describe("a broken message", () => {
  it("is told, and refused where the user wants that", () => {
    const refused = create({})(FRAME, "", "public");
    expect(refused).toBeInstanceOf(ClientError);
    expect(refused).toMatchObject({
      code: "invalid-message",
      topic: "trade.A",
      message: 'A message of "trade.A" breaks its type: x is no text.',
    });
    expect(create({ mode: "report" })(FRAME, "", "public")).toBeUndefined();
    const invalid = ["invalid", { frame: FRAME, issues: ISSUES }];
    expect(told).toEqual([invalid, invalid]);
  });

  it("needs no issues", () => {
    expect(create({ check: () => ({ valid: false }) })(FRAME, "", "public")?.message).toMatch(/breaks its type: $/);
    expect(told).toEqual([["invalid", { frame: FRAME, issues: [] }]]);
  });
});

it("a sound message goes its way, and so does one whose check throws, which is told", () => {
  expect(create({ check: () => ({ valid: true }) })(FRAME, "", "public")).toBeUndefined();
  expect(told).toEqual([]);
  const check = () => {
    throw new Error("mine");
  };
  expect(create({ check })(FRAME, "", "public")).toBeUndefined();
  expect(told).toMatchObject([["error", { code: "handler" }]]);
});

it("nothing is checked where nobody wants it", () => {
  expect(create(undefined)(FRAME, "", "public")).toBeUndefined();
  expect(told).toEqual([]);
});

it("what the bytes prove is not checked, and does not count for the sample", () => {
  const check = vi.fn(() => ({ valid: true }));
  const seen: unknown[] = [];
  const checkMessage = create({
    check,
    sample: 0.5,
    recognise: (bytes, start, end, connection) => {
      seen.push([...bytes], start, end, connection);
      return bytes[0] === 1 ? "trade/push" : undefined;
    },
  });
  const bytes = (first: number) => new Uint8Array([first, 2, 3]).buffer;
  for (const data of [bytes(1), bytes(1), bytes(1), bytes(1)]) checkMessage(FRAME, data, "public");
  expect([check.mock.calls.length, seen.slice(0, 4)]).toEqual([0, [[1, 2, 3], 0, 3, "public"]]);
  for (const data of [bytes(0), bytes(0), "text", "text"]) checkMessage(FRAME, data, "public");
  expect([check.mock.calls.length, seen.length]).toEqual([2, 4 * 6]);
});

describe("a sample", () => {
  it.each([
    [1, 100],
    [0.5, 50],
    [0.25, 25],
    [0, 0],
  ])("of %s is that part, evenly spread", (part, expected) => {
    const isSampled = createSampler(part);
    const drawn = Array.from({ length: 100 }, isSampled);
    expect(drawn.filter(Boolean)).toHaveLength(expected);
    if (part > 0) expect(drawn.slice(0, 1 / part).filter(Boolean)).toHaveLength(1);
  });
});

describe("functions of the user", () => {
  it("that throw, at once or later, are told", async () => {
    const { call } = createUserCalls(events);
    const cause = new Error("mine");
    call(() => {
      throw cause;
    }, 1);
    call(() => Promise.reject("text"), 1);
    await Promise.resolve();
    expect(told).toMatchObject([
      ["error", { code: "handler", message: "A handler threw: mine", cause }],
      ["error", { code: "handler", message: "A handler threw: text", cause: "text" }],
    ]);
  });

  it("that throw are uncaught errors where nobody listens, refusals are not", () => {
    const later: (() => void)[] = [];
    vi.stubGlobal("queueMicrotask", (run: () => void) => later.push(run));
    try {
      const calls = createUserCalls(createEmitter<ClientEvents<Push>>());
      calls.report(new ClientError("refused", "no"));
      expect(later).toEqual([]);
      calls.call(() => {
        throw new Error("mine");
      }, 1);
      expect(later).toHaveLength(1);
      expect(later[0]).toThrow("mine");
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("that listen to errors and throw are uncaught errors, and the other listeners hear all the same", () => {
    const later: (() => void)[] = [];
    vi.stubGlobal("queueMicrotask", (run: () => void) => later.push(run));
    try {
      events.on("error", () => {
        throw new Error("in the listener");
      });
      events.on("error", () => told.push("the other"));
      createUserCalls(events).report(new ClientError("refused", "no"));
      expect([told.at(-1), later.length]).toEqual(["the other", 1]);
      expect(later[0]).toThrow("in the listener");
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
