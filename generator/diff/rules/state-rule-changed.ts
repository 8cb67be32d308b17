import { isChanged, rule } from "../rule.js";
import { settingText } from "../rule-words.js";

export const stateRuleChanged = rule({
  id: "state-rule-changed",
  kind: "state",
  when: isChanged,
  says: settingText,
  levels: {
    receive: ["breaking", "Books and tables that are kept as before become wrong."],
  },
});
