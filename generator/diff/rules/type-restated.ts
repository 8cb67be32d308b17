import { rule } from "../rule.js";
import { hasRelation, typeText } from "../rule-words.js";

export const typeRestated = rule({
  id: "type-restated",
  kind: "type",
  when: hasRelation("same"),
  says: ({ before, after }) => `${typeText(after)}, was ${typeText(before)}`,
  levels: {
    receive: ["compatible", "The same values, written otherwise."],
  },
});
