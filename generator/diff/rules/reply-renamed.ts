import { isChanged, rule } from "../rule.js";

export const replyRenamed = rule({
  id: "reply-renamed",
  kind: "reply",
  when: isChanged,
  says: ({ before, after }) => `${before.value} became ${after.value}`,
  levels: {
    receive: ["breaking", "Types are called after the answer."],
  },
});
