import { isRemoved, rule } from "../rule.js";

export const endpointRemoved = rule({
  id: "endpoint-removed",
  kind: "endpoint",
  when: isRemoved,
  says: ({ before }) => `${before.value}`,
  joins: (names) => `endpoints that are gone: ${names}`,
  levels: {
    send: ["breaking", "Clients that name the URL reach nobody."],
  },
});
