import { rule } from "../rule.js";

export const formatNarrowed = rule({
  id: "format-narrowed",
  kind: "format",
  says: ({ before, after }) => `${after.value ?? "any text"}, was ${before.value ?? "any text"}`,
  levels: {
    receive: ["dangerous", "Readers get what they expect; validators of the new package refuse texts of before."],
  },
});
