import { rule } from "../rule.js";
import { countText, holds } from "../rule-words.js";

export const listNarrowed = rule({
  id: "list-narrowed",
  kind: "bounds",
  when: ({ before, after }) => holds(before.value, after.value),
  says: ({ before, after }) => `${countText(after)}, was ${countText(before)}`,
  levels: {
    receive: ["dangerous", "Readers get what they expect; validators of the new package refuse lists of before."],
  },
});
