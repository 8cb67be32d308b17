import { isAdded, rule } from "../rule.js";

export const overlayBecameStale = rule({
  id: "overlay-became-stale",
  kind: "stale-overlay",
  when: isAdded,
  says: ({ after }) => `the overlay no longer applies: ${after.value}`,
  levels: {
    receive: ["dangerous", "A correction by hand does nothing: the page was mended, or moved from under it."],
  },
});
