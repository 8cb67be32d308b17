import { isAdded, rule } from "../rule.js";

export const pushedTopicAdded = rule({
  id: "pushed-topic-added",
  kind: "pushed-topic",
  when: isAdded,
  says: ({ after }) => `pushes can be named ${after.value}`,
  levels: {
    receive: ["compatible", "Who asks for the others gets the others."],
  },
});
