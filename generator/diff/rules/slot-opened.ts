import { rule } from "../rule.js";

export const slotOpened = rule({
  id: "slot-opened",
  kind: "slot-list",
  says: () => "any value can be asked for",
  levels: {
    send: ["compatible", "The listed values stay."],
  },
});
