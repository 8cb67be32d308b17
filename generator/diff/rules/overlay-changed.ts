import { rule } from "../rule.js";

export const overlayChanged = rule({
  id: "overlay-changed",
  kind: "overlay",
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    receive: ["docs-only", "Who says it, not what it says."],
  },
});
