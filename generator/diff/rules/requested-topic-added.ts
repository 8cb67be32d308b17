import { isAdded, rule } from "../rule.js";

export const requestedTopicAdded = rule({
  id: "requested-topic-added",
  kind: "requested-topic",
  when: isAdded,
  says: ({ after }) => `${after.value}`,
  joins: (names) => `${names} can be asked for`,
  levels: {
    send: ["compatible", "What was asked for before is still there."],
  },
});
