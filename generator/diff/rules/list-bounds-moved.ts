import { rule } from "../rule.js";
import { countText } from "../rule-words.js";

export const listBoundsMoved = rule({
  id: "list-bounds-moved",
  kind: "bounds",
  says: ({ before, after }) => `${countText(after)}, was ${countText(before)}`,
  levels: {
    receive: ["breaking", "Readers meet lists that are shorter or longer than they expect."],
  },
});
