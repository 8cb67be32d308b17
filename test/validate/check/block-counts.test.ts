/** What is counted of frames, and of messages over time. */

import { describe, expect, it } from "vitest";
import {
  countFrame,
  countInTime,
  countTime,
  createBlockCounts,
} from "../../../generator/validate/check/block-counts.js";
import { addToTimeline, asInvalid, createTimeline, mergeTimeline } from "../../../generator/validate/check/timeline.js";

describe("counts", () => {
  it("begin with nothing", () => {
    expect(createBlockCounts()).toMatchObject({ frames: 0, bytes: 0, sent: 0, firstTime: undefined });
  });

  it("are of frames and their bytes", () => {
    const counts = createBlockCounts();
    countFrame(counts, 10);
    countFrame(counts, 0);
    expect(counts).toMatchObject({ frames: 2, bytes: 10, sent: 0 });
  });

  it("have the time of the first and of the last frame that has one", () => {
    const counts = createBlockCounts();
    for (const time of [undefined, 20, 10, 30, undefined]) countTime(counts, time);
    expect(counts).toMatchObject({ firstTime: 20, lastTime: 30 });
  });

  it("are by time where there is one", () => {
    const counts = createBlockCounts();
    countInTime(counts, 1500, 3);
    countInTime(counts, undefined, 3);
    countInTime(counts, 1600, asInvalid(3));
    expect([...counts.timeline.steps].map(([step, forms]) => [step, [...forms]])).toEqual([
      [
        1,
        [
          [3, 1],
          [asInvalid(3), 1],
        ],
      ],
    ]);
  });
});

describe("the timeline", () => {
  const total = ({ steps }: ReturnType<typeof createTimeline>) =>
    [...steps.values()].flatMap((forms) => [...forms.values()]).reduce((sum, count) => sum + count, 0);

  it("tells invalid messages of a form from valid ones, the first form too", () => {
    for (const form of [0, 1, 57]) {
      expect(asInvalid(form)).toBeLessThan(0);
      expect(asInvalid(asInvalid(form))).toBe(form);
    }
  });

  it("begins with steps of a second, and has 1024 of them before they get wider", () => {
    const timeline = createTimeline();
    for (let second = 0; second < 1024; second += 1) addToTimeline(timeline, second * 1000 + 999, 1);
    expect({ width: timeline.width, steps: timeline.steps.size }).toEqual({ width: 1000, steps: 1024 });
    // A step that there is needs no room.
    addToTimeline(timeline, 1023 * 1000, 1);
    expect(timeline.width).toBe(1000);
    addToTimeline(timeline, 1024 * 1000, 1);
    expect({ width: timeline.width, steps: timeline.steps.size }).toEqual({ width: 2000, steps: 513 });
    expect(total(timeline)).toBe(1026);
    expect(timeline.steps.get(0)?.get(1)).toBe(2);
  });

  it("has the wider steps of its parts", () => {
    const wide = createTimeline();
    for (let second = 0; second < 1500; second += 1) addToTimeline(wide, second * 1000, 1);
    const few = createTimeline();
    addToTimeline(few, 3000, 1);
    const into = createTimeline();
    mergeTimeline(into, few);
    expect(into.width).toBe(1000);
    mergeTimeline(into, { width: 4000, steps: new Map([[5, new Map([[1, 7]])]]) });
    expect([...into.steps].map(([step, forms]) => [step, forms.get(1)])).toEqual([
      [0, 1],
      [5, 7],
    ]);
    mergeTimeline(wide, few);
    expect({ width: wide.width, total: total(wide) }).toEqual({ width: 2000, total: 1501 });
  });

  it("is the same put together from parts", () => {
    const [all, into, other] = [createTimeline(), createTimeline(), createTimeline()];
    for (let index = 0; index < 3000; index += 1) {
      const part = index < 100 ? into : other;
      for (const each of [all, part]) addToTimeline(each, index * 700, index % 3);
    }
    mergeTimeline(into, other);
    const plain = ({ width, steps }: typeof all) => ({
      width,
      steps: [...steps].map(([step, forms]) => [step, [...forms].sort()]).sort(([a], [b]) => Number(a) - Number(b)),
    });
    expect(plain(into)).toEqual(plain(all));
  });
});
