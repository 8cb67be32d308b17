import { isAdded, rule } from "../rule.js";

export const slotValueAdded = rule({
  id: "slot-value-added",
  kind: "slot-value",
  when: isAdded,
  says: ({ after }) => `${after.value}`,
  joins: (names) => `${names} can be asked for`,
  levels: {
    send: ["compatible", "The other values stay."],
  },
});
