import { isAdded, rule } from "../rule.js";
import { settingText } from "../rule-words.js";

export const stateRuleAdded = rule({
  id: "state-rule-added",
  kind: "state",
  when: isAdded,
  says: settingText,
  levels: {
    receive: ["dangerous", "Books and tables that were kept without the rule can be wrong."],
  },
});
