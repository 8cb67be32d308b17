import { isAdded, rule } from "../rule.js";
import { memberWords } from "../rule-words.js";

export const requiredMemberAdded = rule({
  id: "required-member-added",
  kind: "member",
  when: (fact) => isAdded(fact) && fact.after.value?.required === true,
  says: ({ after }) => `new, required, ${memberWords(after)}`,
  levels: {
    receive: [
      "dangerous",
      "Readers get more than before; validators of the new package refuse messages of before, which lack it.",
    ],
    send: ["breaking", "Requests without it are refused."],
  },
});
