import { rule } from "../rule.js";
import { typeText } from "../rule-words.js";

export const typeChanged = rule({
  id: "type-changed",
  kind: "type",
  says: ({ before, after }) => `${typeText(after)}, was ${typeText(before)}`,
  levels: {
    receive: ["breaking", "Readers meet values of types that they do not expect."],
    send: ["breaking", "Values that were accepted are refused."],
  },
});
