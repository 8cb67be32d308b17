import { isAdded, rule } from "../rule.js";

export const lineAdded = rule({
  id: "line-added",
  kind: "line",
  when: isAdded,
  says: () => "the product line is new",
  levels: {
    receive: ["compatible", "Nobody uses it yet."],
  },
});
