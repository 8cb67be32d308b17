import { isChanged, rule } from "../rule.js";

export const stateRuleChanged = rule({
  id: "state-rule-changed",
  kind: "state",
  when: isChanged,
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    receive: ["breaking", "Books and tables that are kept as before become wrong."],
  },
});
