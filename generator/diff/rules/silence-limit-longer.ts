import { rule } from "../rule.js";

export const silenceLimitLonger = rule({
  id: "silence-limit-longer",
  kind: "silence-limit",
  says: ({ before, after }) =>
    `silent connections are closed after ${after.value ?? "a time that is not said"} ms, was ${before.value}`,
  levels: {
    send: ["compatible", "Clients may be silent for longer."],
  },
});
