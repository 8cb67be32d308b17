import { rule } from "../rule.js";

export const exampleChanged = rule({
  id: "example-changed",
  kind: "example",
  says: ({ before }) => (before.value === undefined ? "an example is new" : "an example is gone"),
  levels: {
    receive: ["docs-only", "What the messages may be is told by the other changes."],
  },
});
