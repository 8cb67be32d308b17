import { isRemoved, rule } from "../rule.js";

export const requestedTopicRemoved = rule({
  id: "requested-topic-removed",
  kind: "requested-topic",
  when: isRemoved,
  says: ({ before }) => `${before.value}`,
  joins: (names) => `${names} cannot be asked for any more`,
  levels: {
    send: ["breaking", "Subscriptions to it are refused."],
  },
});
