import { isRemoved, rule } from "../rule.js";

export const exclusiveRemoved = rule({
  id: "exclusive-removed",
  kind: "exclusive",
  when: isRemoved,
  says: () => "two of them can stand in one request",
  levels: {
    send: ["compatible", "Requests with one are still accepted."],
  },
});
