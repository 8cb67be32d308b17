/** Pings, and what shows that a connection is alive. */

import { describe, expect, it } from "vitest";
import { createHeartbeat, type HeartbeatOptions } from "../../templates/runtime/heartbeat.js";
import { createPauses } from "../../templates/runtime/pauses.js";
import { pass, timers, useStoppedClock } from "./clock.js";

useStoppedClock();

function start(options: Partial<HeartbeatOptions> = {}) {
  const told: string[] = [];
  const pauses = createPauses();
  const heartbeat = createHeartbeat(
    { text: () => "ping", intervalMs: 100, quietMs: 100, timeoutMs: 30, liveness: "any-frame", ...options },
    { send: (text) => told.push(text), isHeldBackSince: pauses.includesSince, onDead: (reason) => told.push(reason) },
  );
  heartbeat.start();
  return { heartbeat, pauses, told };
}
const DEAD = "no sign of life within 30 ms of a ping";

it("pings once an interval, as long as something answers", async () => {
  const { heartbeat, told } = start();
  await pass(99);
  expect(told).toEqual([]);
  for (let round = 1; round < 4; round += 1) {
    await pass(1);
    expect(told).toHaveLength(round);
    heartbeat.onPong();
    await pass(99);
    expect(told).toEqual(Array.from({ length: round }, () => "ping"));
  }
});

it("gives the connection up if nothing comes in time after a ping; what came before it does not count", async () => {
  const { heartbeat, told } = start();
  await pass(99);
  heartbeat.onFrame();
  heartbeat.onPong();
  await pass(1 + 29);
  expect(told).toEqual(["ping"]);
  await pass(1);
  expect([told, timers()]).toEqual([["ping", DEAD], 0]);
});

it("pings when nothing came for a while, and at its interval whatever comes", async () => {
  const { heartbeat, told } = start({ intervalMs: 1000, quietMs: 200 });
  for (let round = 0; round < 9; round += 1) {
    await pass(100);
    heartbeat.onFrame();
  }
  expect(told).toEqual([]);
  await pass(99);
  expect(told).toEqual([]);
  await pass(1);
  expect(told).toEqual(["ping"]);
  heartbeat.onPong();
  await pass(199);
  expect([told, heartbeat.isSuspect()]).toEqual([["ping"], false]);
  await pass(1);
  expect([told, heartbeat.isSuspect()]).toEqual([["ping", "ping"], true]);
  heartbeat.onFrame();
  expect(heartbeat.isSuspect()).toBe(false);
});

it("notices a connection that nothing comes from within the quiet time and the time for an answer", async () => {
  const { heartbeat, told } = start({ intervalMs: 20_000, quietMs: 5000, timeoutMs: 3000 });
  await pass(4321);
  heartbeat.onFrame();
  await pass(4999);
  expect(told).toEqual([]);
  await pass(3000);
  expect(told).toEqual(["ping"]);
  await pass(1);
  expect(told).toEqual(["ping", "no sign of life within 3000 ms of a ping"]);
});

it("waits no longer than an interval", async () => {
  const { told } = start({ timeoutMs: 1000 });
  await pass(199);
  expect(told).toEqual(["ping"]);
  await pass(1);
  expect(told).toEqual(["ping", "no sign of life within 100 ms of a ping"]);
});

describe.each([
  ["any-frame", ["ping"]],
  ["pong", ["ping", DEAD]],
] as const)("where the line says %s", (liveness, expected) => {
  it("a frame is a sign of life or not", async () => {
    const { heartbeat, told } = start({ liveness });
    await pass(110);
    heartbeat.onFrame();
    await pass(20);
    expect(told).toEqual(expected);
  });

  it("a pong always is", async () => {
    const { heartbeat, told } = start({ liveness });
    await pass(110);
    heartbeat.onPong();
    await pass(20);
    expect(told).toEqual(["ping"]);
  });
});

it("a connection that is not read, or was not for a part of the wait, is not dead", async () => {
  const { pauses, told } = start();
  const reader = {};
  await pass(100);
  pauses.add(reader);
  await pass(30);
  await pass(70);
  await pass(10);
  pauses.remove(reader);
  await pass(20);
  expect(told).toEqual(["ping", "ping"]);
  await pass(70);
  await pass(30);
  expect(told).toEqual(["ping", "ping", "ping", DEAD]);
});

it("stops", async () => {
  const { heartbeat, told } = start();
  await pass(100);
  heartbeat.stop();
  await pass(1000);
  expect([told, timers()]).toEqual([["ping"], 0]);
});

describe("pauses", () => {
  it("last until all who asked for them have resumed", () => {
    const pauses = createPauses();
    const [one, other] = [{}, {}];
    expect(pauses.includesSince(0)).toBe(false);
    pauses.add(one);
    pauses.add(one);
    pauses.add(other);
    expect([pauses.includesSince(0), pauses.remove(one), pauses.includesSince(0), pauses.remove(other)]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it("say since when nothing is held back", async () => {
    const pauses = createPauses();
    const { now } = performance;
    const before = now.call(performance);
    pauses.add(pauses);
    await pass(10);
    pauses.remove(pauses);
    const resumed = now.call(performance);
    expect([before, resumed - 1, resumed, resumed + 1].map(pauses.includesSince)).toEqual([true, true, false, false]);
  });
});
