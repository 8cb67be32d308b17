import { isRemoved, rule } from "../rule.js";

export const constraintRemoved = rule({
  id: "constraint-removed",
  kind: "constraint",
  when: isRemoved,
  says: ({ before }) => `no longer a rule: ${before.value}`,
  levels: {
    send: ["compatible", "Requests that kept it are still accepted."],
  },
});
