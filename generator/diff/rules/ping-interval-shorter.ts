import { rule } from "../rule.js";

export const pingIntervalShorter = rule({
  id: "ping-interval-shorter",
  kind: "ping-interval",
  when: ({ before, after }) => after.value !== undefined && after.value < (before.value ?? Number.POSITIVE_INFINITY),
  says: ({ before, after }) => `a ping every ${after.value} ms, was ${before.value ?? "none"}`,
  levels: {
    send: ["breaking", "Clients that ping as often as before are cut off."],
  },
});
