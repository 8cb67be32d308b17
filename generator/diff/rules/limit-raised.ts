import { rule } from "../rule.js";

export const limitRaised = rule({
  id: "limit-raised",
  kind: "limit",
  says: ({ before, after }) =>
    `${after.value === undefined ? "no limit" : `at most ${after.value}`}, was ${before.value}`,
  levels: {
    send: ["compatible", "What was accepted is accepted."],
  },
});
