import { isAdded, rule } from "../rule.js";

export const formAdded = rule({
  id: "form-added",
  kind: "form",
  when: isAdded,
  says: ({ after }) => `messages come as ${after.value} too`,
  levels: {
    receive: ["breaking", "Readers that do not know the form take it for another."],
  },
});
