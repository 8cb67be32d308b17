import { rule } from "../rule.js";

export const integerBecameUnsafe = rule({
  id: "integer-became-unsafe",
  kind: "unsafe",
  when: ({ after }) => after.value === true,
  says: () => "can pass 2^53",
  levels: {
    receive: ["dangerous", "JSON.parse rounds what is larger than 2^53."],
  },
});
