import { isRemoved, rule } from "../rule.js";

export const enumUnlisted = rule({
  id: "enum-unlisted",
  kind: "enum-list",
  when: isRemoved,
  says: ({ before }) => `its values are not documented any more, were ${before.value}`,
  levels: {
    receive: ["dangerous", "Readers that handle each value can meet others, and nothing says which."],
  },
});
