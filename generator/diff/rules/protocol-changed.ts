import { rule } from "../rule.js";

export const protocolChanged = rule({
  id: "protocol-changed",
  kind: "protocol",
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    send: ["breaking", "Requests, answers and pushes no longer find each other."],
  },
});
