import { isAdded, rule } from "../rule.js";

export const topicConnectionAdded = rule({
  id: "topic-connection-added",
  kind: "topic-connection",
  when: isAdded,
  says: ({ after }) => `is on ${after.value} too`,
  levels: {
    receive: ["compatible", "It stays where it was."],
  },
});
