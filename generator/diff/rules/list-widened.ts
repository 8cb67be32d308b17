import { rule } from "../rule.js";
import { countText, holds } from "../rule-words.js";

export const listWidened = rule({
  id: "list-widened",
  kind: "bounds",
  when: ({ before, after }) => holds(after.value, before.value),
  says: ({ before, after }) => `${countText(after)}, was ${countText(before)}`,
  levels: {
    receive: ["breaking", "Readers meet lists that are shorter or longer than they expect."],
  },
});
