import { isRemoved, rule } from "../rule.js";

export const overlayAppliesAgain = rule({
  id: "overlay-applies-again",
  kind: "stale-overlay",
  when: isRemoved,
  says: ({ before }) => `the overlay applies again: ${before.value}`,
  levels: {
    receive: ["compatible", "The correction by hand does what it says."],
  },
});
