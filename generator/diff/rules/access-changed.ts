import { rule } from "../rule.js";

export const accessChanged = rule({
  id: "access-changed",
  kind: "access",
  says: ({ before, after }) => `${before.value} became ${after.value}`,
  levels: {
    receive: ["breaking", "What needs credentials is another connection."],
    send: ["breaking", "Clients with the wrong idea of it are refused, or give credentials where none are asked for."],
  },
});
