import { rule } from "../rule.js";

export const sourceMoved = rule({
  id: "source-moved",
  kind: "source",
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    receive: ["docs-only", "The same claims stand elsewhere."],
  },
});
