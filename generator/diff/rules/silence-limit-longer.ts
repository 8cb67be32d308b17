import { rule } from "../rule.js";

export const silenceLimitLonger = rule({
  id: "silence-limit-longer",
  kind: "silence-limit",
  says: ({ before, after }) =>
    after.value === undefined
      ? `when silent connections are closed is not said any more, was after ${before.value} ms`
      : `silent connections are closed after ${after.value} ms, was ${before.value}`,
  levels: {
    send: ["compatible", "Clients may be silent for longer."],
  },
});
