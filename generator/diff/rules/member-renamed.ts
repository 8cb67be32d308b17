import { isChanged, rule } from "../rule.js";

export const memberRenamed = rule({
  id: "member-renamed",
  kind: "member",
  when: isChanged,
  says: ({ before, after }) => `${before.value?.name} is called ${after.value?.name}`,
  levels: {
    receive: ["breaking", "Readers get nothing at the former name."],
    send: ["breaking", "The server does not know the former name."],
  },
});
