import { rule } from "../rule.js";

export const replyMatchChanged = rule({
  id: "reply-match-changed",
  kind: "reply-match",
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    receive: ["breaking", "Answers are taken for something else."],
  },
});
