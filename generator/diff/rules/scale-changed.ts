import { rule } from "../rule.js";

export const scaleChanged = rule({
  id: "scale-changed",
  kind: "scale",
  says: ({ before, after }) => `times ten to the ${after.value ?? 0}, was ${before.value ?? 0}`,
  levels: {
    receive: ["breaking", "Readers are wrong by powers of ten."],
  },
});
