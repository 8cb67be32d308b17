import { rule } from "../rule.js";

export const memberBecameOptional = rule({
  id: "member-became-optional",
  kind: "required",
  says: () => "is optional now",
  levels: {
    receive: ["breaking", "Readers that count on it meet undefined."],
    send: ["compatible", "Requests that have it are still accepted."],
  },
});
