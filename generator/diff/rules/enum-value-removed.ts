import { isRemoved, rule } from "../rule.js";

export const enumValueRemoved = rule({
  id: "enum-value-removed",
  kind: "enum-value",
  when: isRemoved,
  says: ({ before }) => JSON.stringify(before.value),
  joins: (names) => `${names} not documented any more`,
  levels: {
    receive: ["compatible", "Readers that handle it handle a value that does not come."],
  },
});
