import { isRemoved, rule } from "../rule.js";

export const lineRemoved = rule({
  id: "line-removed",
  kind: "line",
  when: isRemoved,
  says: () => "the product line is gone",
  levels: {
    receive: ["breaking", "All that imports it or listens to it stops working."],
  },
});
