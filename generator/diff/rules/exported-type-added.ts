import { isAdded, rule } from "../rule.js";

export const exportedTypeAdded = rule({
  id: "exported-type-added",
  kind: "exported-type",
  when: isAdded,
  says: ({ after }) => `${after.value}`,
  joins: (names) => `new types: ${names}`,
  levels: {
    receive: ["compatible", "Nobody imports it yet."],
  },
});
