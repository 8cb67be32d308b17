/** State that follows a topic: what it shows, and when it asks for another snapshot. */

import { beforeEach, describe, expect, it } from "vitest";
import { ClientError } from "../../templates/runtime/client-error.js";
import { createLive, type LiveState, renewalWait } from "../../templates/runtime/live.js";
import type { Applied, Keeper } from "../../templates/runtime/order-book.js";
import { outcome, pass, timers, useStoppedClock } from "./clock.js";

useStoppedClock();

/** Does what its messages say, and shows the last one that was applied. */
function keeperOf(): Keeper<string> & { views: number } {
  let held: string | undefined;
  return {
    views: 0,
    apply(form, message) {
      if (form === "gap") return { kind: "gap", reason: String(message) };
      if (form === "applied") held = String(message);
      return { kind: form } as Applied;
    },
    view() {
      this.views += 1;
      return held;
    },
    reset() {
      held = undefined;
    },
  };
}

let told: string[];
let state: LiveState<string>;
let keeper: ReturnType<typeof keeperOf>;

beforeEach(() => {
  told = [];
  keeper = keeperOf();
  state = createLive({
    topic: "book.BTCUSDT",
    call: (handler, value) => handler(value),
    timeoutMs: 500,
    keeper,
    onGap: (reason) => told.push(`gap: ${reason}`),
    renew: () => told.push("renew"),
    close: async () => void told.push("close"),
  });
});

describe("the wait before another renewal", () => {
  it("is none after a quiet minute, then 1 s, doubled up to a minute", () => {
    expect([renewalWait(Number.POSITIVE_INFINITY, 0), renewalWait(60_001, 60_000)]).toEqual([0, 0]);
    const waits = [renewalWait(0, 0)];
    for (let round = 0; round < 7; round += 1) waits.push(renewalWait(60_000, waits.at(-1) ?? 0));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });
});

describe("what is shown", () => {
  it("is what the messages made, from the first snapshot on", async () => {
    const { live } = state;
    expect([live.current, await outcome(live.ready)]).toEqual([undefined, "pending"]);
    state.push("waiting", "");
    expect([live.current, await outcome(live.ready)]).toEqual([undefined, "pending"]);
    state.push("applied", "first");
    state.push("applied", "second");
    expect([live.current, await live.ready]).toEqual(["second", "first"]);
  });

  it("is made when somebody looks: not with each message", () => {
    for (const message of ["first", "second", "third"]) state.push("applied", message);
    expect(keeper.views).toBe(1);
  });

  it("is told to listeners with each change, as long as they want it", () => {
    const seen: unknown[] = [];
    const off = state.live.onChange((live) => seen.push(live.current));
    const other = state.live.onChange((live) => seen.push(live === state.live));
    state.push("applied", "first");
    state.push("duplicate", "first");
    state.push("waiting", "");
    off();
    state.push("applied", "second");
    other();
    state.push("applied", "third");
    expect(seen).toEqual(["first", true, true]);
  });
});

describe("a gap", () => {
  it("forgets what was held, says so, and asks for another snapshot at once", async () => {
    state.push("applied", "first");
    state.live.onChange((live) => told.push(`changed to ${live.current}`));
    state.push("gap", "a number is missing");
    expect([state.live.current, told]).toEqual([undefined, ["gap: a number is missing", "changed to undefined"]]);
    await pass(0);
    expect(told.slice(2)).toEqual(["renew"]);
    state.push("applied", "next");
    expect([state.live.current, timers()]).toEqual(["next", 0]);
  });

  it("is one until the renewal: nothing counts before it", async () => {
    state.push("gap", "first");
    state.push("gap", "second");
    state.push("applied", "an old snapshot");
    state.break("third");
    expect([state.live.current, told]).toEqual([undefined, ["gap: first"]]);
    await pass(0);
    state.push("gap", "fourth");
    expect(told).toEqual(["gap: first", "renew", "gap: fourth"]);
  });

  it("after a gap waits, longer each time, so that it becomes no storm", async () => {
    state.push("gap", "first");
    await pass(0);
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      state.push("gap", "again");
      const before = told.length;
      for (let ms = 1; told.length === before; ms += 1) {
        await pass(1);
        if (told.length > before) waits.push(ms);
      }
    }
    expect(waits).toEqual([1000, 2000, 4000]);
  });

  it("counts the time that passed as waited", async () => {
    state.push("gap", "first");
    await pass(0);
    await pass(999);
    state.push("gap", "second");
    expect(told.at(-1)).toBe("gap: second");
    await pass(1);
    expect(told.at(-1)).toBe("renew");
    await pass(5000);
    state.push("gap", "third");
    await pass(0);
    expect(told.at(-1)).toBe("renew");
  });

  it("is what somebody else calls one", async () => {
    state.push("applied", "first");
    state.break("a message was invalid");
    expect([state.live.current, told]).toEqual([undefined, ["gap: a message was invalid"]]);
  });
});

describe("changes without a snapshot", () => {
  it("for longer than its time are a gap", async () => {
    state.push("waiting", "");
    await pass(500);
    state.push("waiting", "");
    expect(told).toEqual([]);
    await pass(1);
    state.push("waiting", "");
    expect(told).toEqual(["gap: no snapshot came within 500 ms"]);
  });

  it("start their time anew with a snapshot, a renewal or another connection", async () => {
    const restarts = [
      () => state.push("applied", "snapshot"),
      () => state.lose(),
      async () => {
        state.break("gap");
        await pass(60_000);
      },
    ];
    for (const restart of restarts) {
      state.push("waiting", "");
      await pass(400);
      await restart();
      state.push("waiting", "");
      await pass(400);
      state.push("waiting", "");
    }
    expect(told).toEqual(["gap: gap", "renew"]);
  });
});

describe("a connection that is lost", () => {
  it("takes what was held with it, and no renewal is needed", async () => {
    state.live.onChange((live) => told.push(`changed to ${live.current}`));
    state.push("applied", "first");
    state.push("gap", "gap");
    state.lose();
    expect(told).toEqual(["changed to first", "gap: gap", "changed to undefined", "changed to undefined"]);
    await pass(60_000);
    expect([told.length, timers()]).toEqual([4, 0]);
    state.push("applied", "next");
    expect(state.live.current).toBe("next");
  });
});

describe("the end", () => {
  it("by the user rejects who waits, tells nobody, and closes once", async () => {
    state.live.onChange(() => told.push("changed"));
    state.push("gap", "gap");
    const before = told.splice(0).length;
    await state.live.close();
    await state.live.close();
    expect([before, told, state.closed, timers()]).toEqual([2, ["close"], true, 0]);
    await expect(state.live.ready).rejects.toMatchObject({ code: "closed", topic: "book.BTCUSDT" });
  });

  it("by a failure tells listeners once, and shows nothing any more", async () => {
    const error = new ClientError("refused", "no");
    state.push("applied", "first");
    state.live.onChange((live) => told.push(`changed to ${live.current}`));
    expect(state.closed).toBe(false);
    state.fail(error);
    state.fail(error);
    state.push("applied", "second");
    state.push("gap", "gap");
    state.break("gap");
    state.lose();
    expect([told, state.live.current, state.closed]).toEqual([["changed to undefined"], undefined, true]);
    await state.live.close();
    expect([await state.live.ready, told.length]).toEqual(["first", 1]);
  });

  it("before the first snapshot rejects with its reason", async () => {
    const error = new ClientError("refused", "no");
    state.fail(error);
    await expect(state.live.ready).rejects.toBe(error);
  });
});
