/** When to connect again. */

import { describe, expect, it } from "vitest";
import { ClientError, type Closed } from "../../templates/runtime/client-error.js";
import { type Attempts, nextAttempt, reconnectAfter, reconnectDelay } from "../../templates/runtime/reconnect.js";

/** The first attempt, which did not get as far as being ready. */
const NEVER = { failed: 0, readyForMs: undefined, wasReady: false };

describe("the wait", () => {
  const at = (attempt: number, random: number) =>
    reconnectDelay(attempt, "retry", { initialMs: 500, maxMs: 30_000, random: () => random });

  it("is exponential backoff with full jitter, up to a limit", () => {
    expect([0, 1, 2, 3].map((attempt) => at(attempt, 1))).toEqual([500, 1000, 2000, 4000]);
    expect([at(100, 1), at(2000, 1), at(100, 0), at(3, 0.5)]).toEqual([30_000, 30_000, 0, 2000]);
  });

  it("keeps half of its length for certain where the server asked for patience", () => {
    const slowly = (random: number) => reconnectDelay(0, "retry-slowly", { maxMs: 30_000, random: () => random });
    expect([0, 0.5, 1].map(slowly)).toEqual([15_000, 22_500, 30_000]);
  });

  it("is by default 500 ms at most, doubled up to 30 s", () => {
    const random = () => 1;
    expect([0, 1, 6].map((attempt) => reconnectDelay(attempt, "retry", { random }))).toEqual([500, 1000, 30_000]);
    expect(reconnectDelay(0, "retry-slowly", { random })).toBe(30_000);
    const drawn = Array.from({ length: 100 }, () => reconnectDelay(0, "retry", {}));
    expect(drawn.every((ms) => ms >= 0 && ms <= 500)).toBe(true);
    expect(new Set(drawn).size).toBeGreaterThan(50);
  });

  it("grows from every first wait, as long as doubles can count", () => {
    expect(reconnectDelay(30, "retry", { initialMs: 1, maxMs: Number.MAX_VALUE, random: () => 1 })).toBe(2 ** 30);
    expect(reconnectDelay(31, "retry", { initialMs: 1, maxMs: Number.MAX_VALUE, random: () => 1 })).toBe(2 ** 30);
  });
});

it("the close code decides: RFC 6455, 7.4.1, and the IANA registry", () => {
  const codes = (decision: string, from: readonly number[]) =>
    from.filter((code) => reconnectAfter({ code, reason: "" }, NEVER) === decision);
  const all = Array.from({ length: 4000 }, (_, index) => 1000 + index);
  // Unauthorized and forbidden.
  expect(codes("stop", all)).toEqual([3000, 3003]);
  // Protocol error, unacceptable data, invalid data, policy violation, message too big, missing extension, try again later.
  expect(codes("retry-slowly", all)).toEqual([1002, 1003, 1007, 1008, 1009, 1010, 1013]);
  expect(codes("retry", all)).toHaveLength(4000 - 9);
});

it("a login that failed is not tried again, but slowly where one has worked before; and the user may say otherwise", () => {
  const closed = { code: 1000, reason: "", error: new ClientError("authentication", "refused") };
  expect([reconnectAfter(closed, NEVER), reconnectAfter(closed, { ...NEVER, wasReady: true })]).toEqual([
    "stop",
    "retry-slowly",
  ]);
  const decide = ({ error }: Closed, { wasReady }: Attempts) => (error && !wasReady ? "retry-slowly" : "stop");
  const options = { maxMs: 1000, random: () => 0, decide };
  expect(nextAttempt(closed, NEVER, options)).toEqual({ kind: "later", delayMs: 500, failed: 1 });
});

it("the HTTP status of a handshake decides: unauthorized, forbidden, too many requests, unavailable ask for patience", () => {
  const slow = Array.from({ length: 500 }, (_, index) => 100 + index).filter(
    (status) => reconnectAfter({ code: 1006, reason: "", status }, NEVER) === "retry-slowly",
  );
  expect(slow).toEqual([401, 403, 429, 503]);
});

describe("the next attempt", () => {
  const closed = { code: 1006, reason: "gone" };
  const options = { initialMs: 100, maxMs: 10_000, random: () => 1 };

  it("waits longer with each that failed", () => {
    expect(nextAttempt(closed, NEVER, options)).toEqual({ kind: "later", delayMs: 100, failed: 1 });
    expect(nextAttempt(closed, { ...NEVER, failed: 1 }, options)).toEqual({
      kind: "later",
      delayMs: 200,
      failed: 2,
    });
  });

  it("waits little again after a connection that was ready long enough: 10 s, if nobody says otherwise", () => {
    const waitAfter = (readyForMs: number, stableMs?: number) =>
      nextAttempt(
        closed,
        { failed: 5, readyForMs, wasReady: true },
        { ...options, ...(stableMs === undefined ? {} : { stableMs }) },
      );
    const sound = { kind: "later", delayMs: 100, failed: 0 };
    const unsound = { kind: "later", delayMs: 3200, failed: 6 };
    expect([waitAfter(9999), waitAfter(10_000), waitAfter(0)]).toEqual([unsound, sound, unsound]);
    expect([waitAfter(49, 50), waitAfter(50, 50), waitAfter(0, 0)]).toEqual([unsound, sound, sound]);
    expect(nextAttempt(closed, { ...NEVER, failed: 5 }, { ...options, stableMs: 0 })).toEqual(unsound);
  });

  it("is no sooner than the server asked for", () => {
    const wait = (retryAfterMs: number) => nextAttempt({ ...closed, retryAfterMs }, NEVER, options);
    expect([wait(60_000), wait(50)]).toMatchObject([{ delayMs: 60_000 }, { delayMs: 100 }]);
  });

  it("is none where nobody wants one, or the close code says so, or the user does", () => {
    expect(nextAttempt(closed, NEVER, false)).toEqual({ kind: "none" });
    expect(nextAttempt({ code: 3000, reason: "" }, NEVER, options)).toEqual({ kind: "none" });
    const seen: unknown[] = [];
    const decide = (how: { code: number; reason: string }) => {
      seen.push(how);
      return how.code === 4001 ? ("stop" as const) : ("retry-slowly" as const);
    };
    expect(nextAttempt({ code: 4001, reason: "banned" }, NEVER, { ...options, decide })).toEqual({ kind: "none" });
    expect(nextAttempt(closed, NEVER, { ...options, decide })).toEqual({ kind: "later", delayMs: 10_000, failed: 1 });
    expect(seen).toEqual([{ code: 4001, reason: "banned" }, closed]);
  });
});
