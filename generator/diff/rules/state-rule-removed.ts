import { isRemoved, rule } from "../rule.js";
import { settingText } from "../rule-words.js";

export const stateRuleRemoved = rule({
  id: "state-rule-removed",
  kind: "state",
  when: isRemoved,
  says: settingText,
  levels: {
    receive: ["breaking", "Books and tables can no longer be kept as they were."],
  },
});
