import { rule } from "../rule.js";

export const topicMemberChanged = rule({
  id: "topic-member-changed",
  kind: "topic-member",
  says: ({ before, after }) => `${before.value} became ${after.value}`,
  levels: {
    receive: ["breaking", "Readers look for the name of the topic at the wrong member."],
  },
});
