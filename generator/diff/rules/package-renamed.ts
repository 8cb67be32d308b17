import { rule } from "../rule.js";

export const packageRenamed = rule({
  id: "package-renamed",
  kind: "package",
  says: ({ before, after }) => `${before.value} became ${after.value}`,
  levels: {
    receive: ["breaking", "Imports name the package."],
  },
});
