import { rule } from "../rule.js";

export const discriminatorChanged = rule({
  id: "discriminator-changed",
  kind: "discriminator",
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    receive: ["breaking", "Readers tell snapshot and delta by a member that no longer says it."],
  },
});
