import { rule } from "../rule.js";

export const integerBecameSafe = rule({
  id: "integer-became-safe",
  kind: "unsafe",
  says: () => "stays below 2^53",
  levels: {
    receive: ["compatible", "JSON.parse reads it exactly."],
  },
});
