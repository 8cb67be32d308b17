import { rule } from "../rule.js";

export const limitLowered = rule({
  id: "limit-lowered",
  kind: "limit",
  when: ({ before, after }) => after.value !== undefined && after.value < (before.value ?? Number.POSITIVE_INFINITY),
  says: ({ before, after }) => `at most ${after.value}, was ${before.value ?? "without a limit"}`,
  levels: {
    send: ["breaking", "Requests that were accepted are refused."],
  },
});
