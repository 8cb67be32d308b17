import { isAdded, rule } from "../rule.js";
import { memberWords } from "../rule-words.js";

export const optionalMemberAdded = rule({
  id: "optional-member-added",
  kind: "member",
  when: isAdded,
  says: ({ after }) => `new, optional, ${memberWords(after)}`,
  levels: {
    receive: ["compatible", "Readers that do not know it leave it aside."],
    send: ["compatible", "Requests without it are still accepted."],
  },
});
