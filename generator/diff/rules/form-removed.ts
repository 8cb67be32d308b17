import { isRemoved, rule } from "../rule.js";

export const formRemoved = rule({
  id: "form-removed",
  kind: "form",
  when: isRemoved,
  says: ({ before }) => `no message comes as ${before.value} any more`,
  levels: {
    receive: ["breaking", "Readers that start with the form never start."],
  },
});
