import { isChanged, rule } from "../rule.js";

export const topicRenamed = rule({
  id: "topic-renamed",
  kind: "topic",
  when: isChanged,
  says: ({ before, after }) => `${before.value} became ${after.value}`,
  levels: {
    receive: ["breaking", "Subscriptions, types and modules are called after the topic."],
  },
});
