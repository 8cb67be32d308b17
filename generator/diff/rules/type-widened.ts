import { rule } from "../rule.js";
import { hasRelation, typeText } from "../rule-words.js";

export const typeWidened = rule({
  id: "type-widened",
  kind: "type",
  when: hasRelation("wider"),
  says: ({ before, after }) => `${typeText(after)}, was ${typeText(before)}`,
  levels: {
    receive: ["breaking", "Readers meet values of types that they do not expect."],
    send: ["compatible", "What was accepted is accepted."],
  },
});
