import { rule } from "../rule.js";

export const silenceLimitShorter = rule({
  id: "silence-limit-shorter",
  kind: "silence-limit",
  when: ({ before, after }) => after.value !== undefined && after.value < (before.value ?? Number.POSITIVE_INFINITY),
  says: ({ before, after }) =>
    `silent connections are closed after ${after.value} ms, was ${before.value ?? "not said"}`,
  levels: {
    send: ["breaking", "Clients that are silent as long as before are cut off."],
  },
});
