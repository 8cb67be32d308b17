import { rule } from "../rule.js";

export const formValueChanged = rule({
  id: "form-value-changed",
  kind: "form-value",
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    receive: ["breaking", "Readers tell the form by a value that no longer comes."],
  },
});
