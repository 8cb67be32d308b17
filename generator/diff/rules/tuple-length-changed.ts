import { rule } from "../rule.js";

export const tupleLengthChanged = rule({
  id: "tuple-length-changed",
  kind: "length",
  says: ({ before, after }) => `${after.value} items, was ${before.value}`,
  levels: {
    receive: ["breaking", "Readers take items by their place."],
    send: ["breaking", "The server takes items by their place."],
  },
});
