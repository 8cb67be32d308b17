import { isAdded, rule } from "../rule.js";

export const exclusiveAdded = rule({
  id: "exclusive-added",
  kind: "exclusive",
  when: isAdded,
  says: () => "no two of them in one request any more",
  levels: {
    send: ["breaking", "Requests with two of them are refused."],
  },
});
