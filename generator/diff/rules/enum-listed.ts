import { isAdded, rule } from "../rule.js";

export const enumListed = rule({
  id: "enum-listed",
  kind: "enum-list",
  when: isAdded,
  says: ({ after }) => `its values are documented: ${after.value}`,
  levels: {
    receive: ["compatible", "The same values, which have names now."],
  },
});
