import { rule } from "../rule.js";

export const slotClosed = rule({
  id: "slot-closed",
  kind: "slot-list",
  when: ({ after }) => after.value === true,
  says: () => "only listed values can be asked for",
  levels: {
    send: ["breaking", "Subscriptions with other values are refused."],
  },
});
