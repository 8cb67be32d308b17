import { isAdded, rule } from "../rule.js";

export const endpointAdded = rule({
  id: "endpoint-added",
  kind: "endpoint",
  when: isAdded,
  says: ({ after }) => `${after.value}`,
  joins: (names) => `new endpoints: ${names}`,
  levels: {
    send: ["compatible", "The others stay."],
  },
});
