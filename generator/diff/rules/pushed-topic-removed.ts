import { isRemoved, rule } from "../rule.js";

export const pushedTopicRemoved = rule({
  id: "pushed-topic-removed",
  kind: "pushed-topic",
  when: isRemoved,
  says: ({ before }) => `no push is named ${before.value} any more`,
  levels: {
    receive: ["breaking", "Readers wait for pushes of that name."],
  },
});
