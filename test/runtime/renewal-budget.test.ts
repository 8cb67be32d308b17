/** How often what was lost is asked for anew. */

import { expect, it } from "vitest";
import { createRenewalBudget } from "../../templates/runtime/renewal-budget.js";
import { pass, useStoppedClock } from "./clock.js";

useStoppedClock();

it("has ten at once, then waits up to 5 s for each", () => {
  const budget = createRenewalBudget();
  const waits = Array.from({ length: 14 }, () => budget.spend());
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5000, 5000, 5000, 5000]);
});

it("fills again, one each 6 s and never above ten", async () => {
  const budget = createRenewalBudget();
  for (let count = 0; count < 10; count += 1) budget.spend();
  await pass(6000);
  expect([budget.spend(), budget.spend()]).toEqual([0, 5000]);
  await pass(3_600_000);
  const waits = Array.from({ length: 11 }, () => budget.spend());
  expect(waits.filter((ms) => ms === 0)).toHaveLength(10);
});

it("is as large as somebody wants it", () => {
  const budget = createRenewalBudget({ perMinute: 2, maxWaitMs: 60_000 });
  expect([budget.spend(), budget.spend(), budget.spend(), budget.spend()]).toEqual([0, 0, 30_000, 60_000]);
});

it("takes back what was spent well, up to all of it", () => {
  const budget = createRenewalBudget({ perMinute: 1 });
  budget.refund();
  expect([budget.spend(), budget.spend()]).toEqual([0, 5000]);
  budget.refund();
  budget.refund();
  expect(budget.spend()).toBe(0);
});
