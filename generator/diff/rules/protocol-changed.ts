import { rule } from "../rule.js";
import { settingText } from "../rule-words.js";

export const protocolChanged = rule({
  id: "protocol-changed",
  kind: "protocol",
  says: settingText,
  levels: {
    send: ["breaking", "Requests, answers and pushes no longer find each other."],
  },
});
