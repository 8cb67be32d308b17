import { rule } from "../rule.js";
import { settingText } from "../rule-words.js";

export const heartbeatChanged = rule({
  id: "heartbeat-changed",
  kind: "heartbeat",
  says: settingText,
  levels: {
    send: ["breaking", "Clients take a living connection for a dead one, or the reverse."],
  },
});
