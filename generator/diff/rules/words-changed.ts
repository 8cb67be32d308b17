import { rule } from "../rule.js";

export const wordsChanged = rule({
  id: "words-changed",
  kind: "words",
  says: () => "is described otherwise",
  levels: {
    receive: ["docs-only", "Descriptions decide nothing."],
    send: ["docs-only", "Descriptions decide nothing."],
  },
});
