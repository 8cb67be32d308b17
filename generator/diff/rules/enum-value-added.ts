import { isAdded, rule } from "../rule.js";

export const enumValueAdded = rule({
  id: "enum-value-added",
  kind: "enum-value",
  when: isAdded,
  says: ({ after }) => JSON.stringify(after.value),
  joins: (names) => `${names} can come`,
  levels: {
    receive: ["dangerous", "Readers that handle each value do not handle it."],
  },
});
