import { isAdded, rule } from "../rule.js";

export const constraintAdded = rule({
  id: "constraint-added",
  kind: "constraint",
  when: isAdded,
  says: ({ after }) => `new rule: ${after.value}`,
  levels: {
    send: ["dangerous", "Requests that break it are refused, and no type says so."],
  },
});
