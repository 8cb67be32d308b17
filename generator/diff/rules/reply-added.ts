import { isAdded, rule } from "../rule.js";

export const replyAdded = rule({
  id: "reply-added",
  kind: "reply",
  when: isAdded,
  says: () => "the answer is new",
  levels: {
    receive: ["dangerous", "Clients that do not know the frame leave it aside."],
  },
});
