import { rule } from "../rule.js";

export const confidenceChanged = rule({
  id: "confidence-changed",
  kind: "confidence",
  says: ({ before, after }) => `${after.value ?? "certain"}, was ${before.value ?? "certain"}`,
  levels: {
    receive: ["docs-only", "How sure the derivation is, not what it says."],
  },
});
