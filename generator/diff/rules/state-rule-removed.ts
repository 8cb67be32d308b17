import { isRemoved, rule } from "../rule.js";

export const stateRuleRemoved = rule({
  id: "state-rule-removed",
  kind: "state",
  when: isRemoved,
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    receive: ["breaking", "Books and tables can no longer be kept as they were."],
  },
});
