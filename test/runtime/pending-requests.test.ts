/** Requests that wait for answers. */

import { expect, it, vi } from "vitest";
import { createPendingRequests } from "../../templates/runtime/pending-requests.js";
import { pass, timers, useStoppedClock } from "./clock.js";

useStoppedClock();

function create(isHeldBack: (ms: number) => boolean = () => false) {
  const onTimeout = vi.fn<(request: string) => void>();
  return { onTimeout, pending: createPendingRequests<string>({ timeoutMs: 100, isHeldBack, onTimeout }) };
}

it("gives the first that agrees with the answer, once, and waits for it no longer", async () => {
  const { pending, onTimeout } = create();
  pending.add("first", ["1"]);
  pending.add("second", ["2"]);
  pending.add("again", ["2"]);
  expect([pending.size, pending.list()]).toEqual([3, ["first", "second", "again"]]);
  expect([pending.take(["2"]), pending.take(["2"]), pending.take(["2"])]).toEqual(["second", "again", undefined]);
  expect([pending.size, timers()]).toEqual([1, 1]);
  await pass(100);
  expect(onTimeout.mock.calls).toEqual([["first"]]);
});

it("ends each at its time, and not before", async () => {
  const { pending, onTimeout } = create();
  pending.add("first", ["1"]);
  await pass(60);
  pending.add("second", ["2"]);
  await pass(39);
  expect(onTimeout).not.toHaveBeenCalled();
  await pass(1);
  expect(onTimeout.mock.calls).toEqual([["first"]]);
  expect([pending.list(), pending.take(["1"])]).toEqual([["second"], undefined]);
  await pass(60);
  expect(onTimeout.mock.calls).toEqual([["first"], ["second"]]);
});

it("gives another whole time to those whose answer may wait unread", async () => {
  let heldBack = true;
  const isHeldBack = vi.fn(() => heldBack);
  const { pending, onTimeout } = create(isHeldBack);
  pending.add("first", ["1"]);
  await pass(100);
  expect([onTimeout.mock.calls.length, isHeldBack.mock.calls]).toEqual([0, [[100]]]);
  heldBack = false;
  await pass(99);
  expect([onTimeout.mock.calls.length, pending.size]).toEqual([0, 1]);
  await pass(1);
  expect(onTimeout).toHaveBeenCalledOnce();
});

it("forgets all of them at once", async () => {
  const { pending, onTimeout } = create();
  for (const name of ["first", "second"]) pending.add(name, [name]);
  pending.clear();
  expect([pending.size, pending.take(["first"]), timers()]).toEqual([0, undefined, 0]);
  await pass(1000);
  expect(onTimeout).not.toHaveBeenCalled();
});
