import { isAdded, rule } from "../rule.js";
import { settingText } from "../rule-words.js";

export const protocolAdded = rule({
  id: "protocol-added",
  kind: "protocol",
  when: isAdded,
  says: settingText,
  levels: {
    send: ["dangerous", "What clients had to do without is followed now."],
  },
});
