import { isAdded, rule } from "../rule.js";

export const connectionAdded = rule({
  id: "connection-added",
  kind: "connection",
  when: isAdded,
  says: ({ after }) => `${after.value} is new`,
  levels: {
    send: ["compatible", "Nobody connects to it yet."],
  },
});
