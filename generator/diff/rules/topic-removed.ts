import { isRemoved, rule } from "../rule.js";

export const topicRemoved = rule({
  id: "topic-removed",
  kind: "topic",
  when: isRemoved,
  says: () => "the topic is gone",
  levels: {
    receive: ["breaking", "Readers of it get nothing, and its types are gone."],
  },
});
