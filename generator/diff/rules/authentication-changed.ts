import { rule } from "../rule.js";

export const authenticationChanged = rule({
  id: "authentication-changed",
  kind: "authentication",
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    send: ["breaking", "Servers refuse credentials that are proven otherwise."],
  },
});
