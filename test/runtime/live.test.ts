/** State that follows a topic: what it shows, and when it asks for another snapshot. */

import { beforeEach, describe, expect, it } from "vitest";
import { ClientError } from "../../templates/runtime/client-error.js";
import { createLive, type LiveState } from "../../templates/runtime/live.js";
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
let isSuspect: boolean;

beforeEach(() => {
  told = [];
  keeper = keeperOf();
  isSuspect = false;
  state = createLive({
    topic: "book.BTCUSDT",
    call: (handler, value) => handler(value),
    timeoutMs: 500,
    keeper,
    renewals: { perMinute: 3, maxWaitMs: 5000 },
    isSuspect: () => isSuspect,
    onGap: (reason) => told.push(`gap: ${reason}`),
    renew: () => told.push("renew"),
    close: async () => void told.push("close"),
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

describe("its age", () => {
  it("is that of the last message that said it, new or not", async () => {
    const { live } = state;
    expect([live.age, live.isStale]).toEqual([undefined, true]);
    state.push("applied", "first");
    await pass(30);
    const { views } = keeper;
    expect([live.age, live.isStale]).toEqual([30, false]);
    // Asked for with each message, it must not cost a view.
    expect(keeper.views).toBe(views);
    state.push("duplicate", "first");
    expect(live.age).toBe(0);
    state.push("gap", "gap");
    expect([live.age, live.isStale]).toEqual([undefined, true]);
  });

  it("says nothing where the connection may be dead: then it is stale, and shown all the same", () => {
    state.push("applied", "first");
    isSuspect = true;
    expect([state.live.current, state.live.isStale]).toEqual(["first", true]);
    isSuspect = false;
    expect(state.live.isStale).toBe(false);
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

  /** How long the renewal waits after another gap, ms. */
  async function waitAfterGap(): Promise<number> {
    state.push("gap", "again");
    const renewals = () => told.filter((each) => each === "renew").length;
    const before = renewals();
    let ms = 0;
    await pass(0);
    for (; renewals() === before; ms += 1) await pass(1);
    return ms;
  }

  it("after many gaps waits, so that it becomes no storm, and never longer than the limit", async () => {
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) waits.push(await waitAfterGap());
    // Three at once, and then three a minute, one each 20 s: none of them waits that long.
    expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
    expect(waits.slice(3)).toEqual([5000, 5000, 5000]);
  });

  it("after a state that lived for a while is free", async () => {
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      waits.push(await waitAfterGap());
      state.push("applied", "snapshot");
      await pass(500);
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
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
