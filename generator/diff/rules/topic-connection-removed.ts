import { isRemoved, rule } from "../rule.js";

export const topicConnectionRemoved = rule({
  id: "topic-connection-removed",
  kind: "topic-connection",
  when: isRemoved,
  says: ({ before }) => `is no longer on ${before.value}`,
  levels: {
    receive: ["breaking", "Subscriptions there are refused."],
  },
});
