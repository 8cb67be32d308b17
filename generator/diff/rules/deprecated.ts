import { isAdded, rule } from "../rule.js";

export const deprecated = rule({
  id: "deprecated",
  kind: "deprecated",
  when: isAdded,
  says: () => "is deprecated",
  levels: {
    receive: ["dangerous", "The pages announce that it will go."],
  },
});
