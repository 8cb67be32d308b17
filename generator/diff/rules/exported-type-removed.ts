import { isRemoved, rule } from "../rule.js";

export const exportedTypeRemoved = rule({
  id: "exported-type-removed",
  kind: "exported-type",
  when: isRemoved,
  says: ({ before }) => `${before.value}`,
  joins: (names) => `types that are gone: ${names}`,
  levels: {
    receive: ["breaking", "Code that imports it does not compile."],
  },
});
