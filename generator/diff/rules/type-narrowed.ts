import { rule } from "../rule.js";
import { hasRelation, typeText } from "../rule-words.js";

export const typeNarrowed = rule({
  id: "type-narrowed",
  kind: "type",
  when: hasRelation("narrower"),
  says: ({ before, after }) => `${typeText(after)}, was ${typeText(before)}`,
  levels: {
    receive: ["dangerous", "Readers get what they expect; validators of the new package refuse values of before."],
    send: ["breaking", "Values that were accepted are refused."],
  },
});
