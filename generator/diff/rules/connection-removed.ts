import { isRemoved, rule } from "../rule.js";

export const connectionRemoved = rule({
  id: "connection-removed",
  kind: "connection",
  when: isRemoved,
  says: ({ before }) => `${before.value} is gone`,
  levels: {
    send: ["breaking", "Clients that connect to it reach nobody."],
  },
});
