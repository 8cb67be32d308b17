import { rule } from "../rule.js";

const isMargin = (pointer: string): boolean => pointer.endsWith("/marginMs");

export const authenticationMarginChanged = rule({
  id: "authentication-margin-changed",
  kind: "authentication",
  when: ({ before, after }) => isMargin(before.place.pointer) && isMargin(after.place.pointer),
  says: ({ before, after }) => `${before.value ?? "nothing"} became ${after.value ?? "nothing"}`,
  levels: {
    send: ["compatible", "It is how far ahead our own client dates a signature."],
  },
});
