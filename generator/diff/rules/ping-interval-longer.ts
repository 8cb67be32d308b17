import { rule } from "../rule.js";

export const pingIntervalLonger = rule({
  id: "ping-interval-longer",
  kind: "ping-interval",
  says: ({ before, after }) =>
    `${after.value === undefined ? "no pings" : `a ping every ${after.value} ms`}, was ${before.value}`,
  levels: {
    send: ["compatible", "More pings than asked for hurt nobody."],
  },
});
