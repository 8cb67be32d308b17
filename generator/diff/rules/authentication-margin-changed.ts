import { rule } from "../rule.js";
import { settingText } from "../rule-words.js";

const isMargin = (pointer: string): boolean => pointer.endsWith("/marginMs");

export const authenticationMarginChanged = rule({
  id: "authentication-margin-changed",
  kind: "authentication",
  when: ({ before, after }) => isMargin(before.place.pointer) && isMargin(after.place.pointer),
  says: settingText,
  levels: {
    send: ["compatible", "It is how far ahead our own client dates a signature."],
  },
});
