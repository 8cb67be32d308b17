import { isRemoved, rule } from "../rule.js";

export const deprecationWithdrawn = rule({
  id: "deprecation-withdrawn",
  kind: "deprecated",
  when: isRemoved,
  says: () => "is no longer deprecated",
  levels: {
    receive: ["docs-only", "It stays."],
  },
});
