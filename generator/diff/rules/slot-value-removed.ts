import { isRemoved, rule } from "../rule.js";

export const slotValueRemoved = rule({
  id: "slot-value-removed",
  kind: "slot-value",
  when: isRemoved,
  says: ({ before }) => `${before.value}`,
  joins: (names) => `${names} cannot be asked for any more`,
  levels: {
    send: ["breaking", "Subscriptions with it are refused."],
  },
});
