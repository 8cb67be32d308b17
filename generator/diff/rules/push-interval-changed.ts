import { rule } from "../rule.js";

export const pushIntervalChanged = rule({
  id: "push-interval-changed",
  kind: "push-interval",
  says: ({ before, after }) => `pushed every ${after.value ?? "-"} ms, was ${before.value ?? "-"}`,
  levels: {
    receive: ["compatible", "The messages are the same."],
  },
});
