import { isChanged, rule } from "../rule.js";

export const connectionRenamed = rule({
  id: "connection-renamed",
  kind: "connection",
  when: isChanged,
  says: ({ before, after }) => `${before.value} became ${after.value}`,
  levels: {
    send: ["breaking", "Calls of the client name the connection."],
  },
});
