import { isRemoved, rule } from "../rule.js";

export const replyRemoved = rule({
  id: "reply-removed",
  kind: "reply",
  when: isRemoved,
  says: () => "the answer is gone",
  levels: {
    receive: ["breaking", "Clients that wait for it run into their time limit."],
  },
});
