import { rule } from "../rule.js";

export const memberBecameRequired = rule({
  id: "member-became-required",
  kind: "required",
  when: ({ after }) => after.value === true,
  says: () => "is required now",
  levels: {
    receive: ["dangerous", "Readers always get it; validators of the new package refuse messages without it."],
    send: ["breaking", "Requests without it are refused."],
  },
});
