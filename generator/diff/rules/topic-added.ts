import { isAdded, rule } from "../rule.js";

export const topicAdded = rule({
  id: "topic-added",
  kind: "topic",
  when: isAdded,
  says: () => "the topic is new",
  levels: {
    receive: ["compatible", "Nobody listens to it yet."],
  },
});
