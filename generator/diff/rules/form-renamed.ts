import { isChanged, rule } from "../rule.js";

export const formRenamed = rule({
  id: "form-renamed",
  kind: "form",
  when: isChanged,
  says: ({ before, after }) => `${before.value} became ${after.value}`,
  levels: {
    receive: ["breaking", "Types and handlers are called after the form."],
  },
});
