import { isRemoved, rule } from "../rule.js";
import { memberWords } from "../rule-words.js";

export const memberRemoved = rule({
  id: "member-removed",
  kind: "member",
  when: isRemoved,
  says: ({ before }) => `gone, was ${memberWords(before)}`,
  levels: {
    receive: ["breaking", "Readers get nothing where the value was."],
    send: ["dangerous", "The server may refuse requests that have it, or leave it aside."],
  },
});
