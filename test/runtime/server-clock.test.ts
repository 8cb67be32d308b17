/** What time it is at the server, by what its messages say. */

import { expect, it } from "vitest";
import { createServerClock } from "../../templates/runtime/server-clock.js";
import { pass, useStoppedClock } from "./clock.js";

useStoppedClock();

it("is this machine's before a message says otherwise, and where the line names no time", () => {
  const silent = createServerClock();
  silent.observe({ ts: 1 });
  const clock = createServerClock([{ pointer: "/ts", unit: "ms" }]);
  for (const message of [{}, { ts: "soon" }, { ts: 0 }, { ts: null }, undefined]) clock.observe(message);
  expect([silent.offsetMs, clock.offsetMs]).toEqual([0, 0]);
});

it.each([
  ["s", 1e-3],
  ["ms", 1],
  ["us", 1e3],
  ["ns", 1e6],
] as const)("is read in %s, from numbers and texts", (unit, perMs) => {
  const clock = createServerClock([{ pointer: "/ts", unit }]);
  clock.observe({ ts: String((Date.now() + 60_000) * perMs) });
  expect(clock.offsetMs).toBeCloseTo(60_000, 0);
});

it("is nothing that recorded traffic says, played again", () => {
  const clock = createServerClock([{ pointer: "/ts", unit: "ms" }]);
  for (const ts of [Date.now() - 3_600_001, Date.now() + 3_600_001]) clock.observe({ ts });
  expect(clock.offsetMs).toBe(0);
});

it("is read where the first of the pointers is", () => {
  const clock = createServerClock([
    { pointer: "/ts", unit: "ms" },
    { pointer: "/args/0", unit: "ms" },
  ]);
  clock.observe({ args: [Date.now() - 500] });
  expect(clock.offsetMs).toBe(-500);
});

it("is the one of the message that was on its way for the shortest time, among the last eight", async () => {
  const clock = createServerClock([{ pointer: "/ts", unit: "ms" }]);
  const observe = (latencyMs: number) => clock.observe({ ts: Date.now() + 2000 - latencyMs });
  for (const latencyMs of [300, 20, 150]) observe(latencyMs);
  expect(clock.offsetMs).toBe(1980);
  await pass(1000);
  for (let round = 0; round < 8; round += 1) observe(100);
  expect(clock.offsetMs).toBe(1900);
});
