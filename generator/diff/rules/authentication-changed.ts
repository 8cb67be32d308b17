import { rule } from "../rule.js";
import { settingText } from "../rule-words.js";

export const authenticationChanged = rule({
  id: "authentication-changed",
  kind: "authentication",
  says: settingText,
  levels: {
    send: ["breaking", "Servers refuse credentials that are proven otherwise."],
  },
});
