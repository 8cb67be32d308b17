/** Messages over time, by form: a bounded number of steps whose width doubles as the recording grows. */

export interface Timeline {
  /** Milliseconds of one step. */
  width: number;
  /** Step (time divided by width) -> form -> messages; invalid ones count under `-1 - form`. */
  readonly steps: Map<number, Map<number, number>>;
}

const FIRST_WIDTH = 1000;
const MAX_STEPS = 1024;

export const createTimeline = (): Timeline => ({ width: FIRST_WIDTH, steps: new Map() });

export function addToTimeline(timeline: Timeline, time: number, form: number, count = 1): void {
  let step = timeline.steps.get(Math.floor(time / timeline.width));
  if (!step) {
    if (timeline.steps.size >= MAX_STEPS) widen(timeline);
    const index = Math.floor(time / timeline.width);
    step = timeline.steps.get(index) ?? new Map();
    timeline.steps.set(index, step);
  }
  step.set(form, (step.get(form) ?? 0) + count);
}

/** Both widths are powers of two times the first. */
export function mergeTimeline(into: Timeline, other: Timeline): void {
  while (into.width < other.width) widen(into);
  for (const [index, forms] of other.steps)
    for (const [form, count] of forms) addToTimeline(into, index * other.width, form, count);
}

function widen(timeline: Timeline): void {
  const old = [...timeline.steps];
  timeline.steps.clear();
  timeline.width *= 2;
  for (const [index, forms] of old) {
    const step = timeline.steps.get(Math.floor(index / 2)) ?? new Map<number, number>();
    for (const [form, count] of forms) step.set(form, (step.get(form) ?? 0) + count);
    timeline.steps.set(Math.floor(index / 2), step);
  }
}
