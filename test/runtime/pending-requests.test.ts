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
  expect([pending.take(["2"]), pending.take(["2"]), pending.take(["2"])]).toEqual([
    { kind: "answered", request: "second" },
    { kind: "answered", request: "again" },
    { kind: "none" },
  ]);
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
  expect([pending.list(), pending.take(["1"])]).toEqual([["second"], { kind: "none" }]);
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

it("gives nothing to an answer that may be that of several, those among them that are not waited for any more", async () => {
  const { pending } = create();
  pending.add("first", ["1"]);
  pending.add("second", ["2"]);
  expect([pending.take([""]), pending.size]).toEqual([{ kind: "ambiguous" }, 2]);
  await pass(100);
  pending.add("third", ["3"]);
  expect([pending.take([""]), pending.take(["3"]), pending.size]).toEqual([
    { kind: "ambiguous" },
    { kind: "answered", request: "third" },
    0,
  ]);
});

it("gives an answer to who waits for it, and not to the same request of before", async () => {
  const { pending } = create();
  pending.add("first", ["1"]);
  await pass(100);
  pending.add("again", ["1"]);
  expect([pending.take(["1"]), pending.take(["1"])]).toEqual([
    { kind: "answered", request: "again" },
    { kind: "none" },
  ]);
});

it("forgets all of them at once", async () => {
  const { pending, onTimeout } = create();
  for (const name of ["first", "second"]) pending.add(name, [name]);
  pending.clear();
  expect([pending.size, pending.take(["first"]), timers()]).toEqual([0, { kind: "none" }, 0]);
  await pass(1000);
  expect(onTimeout).not.toHaveBeenCalled();
});
