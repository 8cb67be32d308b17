import { rule } from "../rule.js";

const everyText = (ms: number | undefined): string => (ms === undefined ? "at no said interval" : `every ${ms} ms`);

export const pushIntervalChanged = rule({
  id: "push-interval-changed",
  kind: "push-interval",
  says: ({ before, after }) => `${everyText(after.value)}, was ${everyText(before.value)}`,
  levels: {
    receive: ["compatible", "The messages are the same."],
  },
});
