import { isAdded, rule } from "../rule.js";

export const stateRuleAdded = rule({
  id: "state-rule-added",
  kind: "state",
  when: isAdded,
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    receive: ["dangerous", "Books and tables that were kept without the rule can be wrong."],
  },
});
