import { rule } from "../rule.js";

export const unitStated = rule({
  id: "unit-stated",
  kind: "unit",
  says: ({ before, after }) => `unit ${after.value ?? "not said"}, was ${before.value ?? "not said"}`,
  levels: {
    receive: ["docs-only", "The pages say more or less about the same values."],
  },
});
