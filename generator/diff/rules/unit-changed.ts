import { isChanged, rule } from "../rule.js";

export const unitChanged = rule({
  id: "unit-changed",
  kind: "unit",
  when: isChanged,
  says: ({ before, after }) => `${before.value} became ${after.value}`,
  levels: {
    receive: ["breaking", "Readers take the number for another quantity."],
  },
});
