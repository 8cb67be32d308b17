import { rule } from "../rule.js";

export const heartbeatChanged = rule({
  id: "heartbeat-changed",
  kind: "heartbeat",
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    send: ["breaking", "Clients take a living connection for a dead one, or the reverse."],
  },
});
