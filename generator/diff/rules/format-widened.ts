import { rule } from "../rule.js";
import { breadth } from "../rule-words.js";

export const formatWidened = rule({
  id: "format-widened",
  kind: "format",
  when: ({ before, after }) => breadth(after.value) > breadth(before.value),
  says: ({ before, after }) => `${after.value ?? "any text"}, was ${before.value ?? "any text"}`,
  levels: {
    receive: ["breaking", "Readers that parse the text meet text which they cannot parse."],
  },
});
