/** Topics from their patterns: `topicOf("candle.{interval}.{symbol}", { interval: "1", symbol: "ABC" })`. */

import { fillPattern, parsePattern } from "./topic-pattern.js";

export type SlotNames<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? Name | SlotNames<Rest>
  : never;

/** What the slots of a pattern take. `Slots`: by slot, what the line allows; text where it does not say. */
export type SlotsOf<Pattern extends string, Slots> = {
  readonly [Name in SlotNames<Pattern>]: Name extends keyof Slots ? Slots[Name] : string;
};

export type FilledTopic<Pattern extends string, Values> = Pattern extends `${infer Before}{${infer Name}}${infer After}`
  ? `${Before}${Name extends keyof Values ? (Values[Name] extends string ? Values[Name] : string) : string}${FilledTopic<After, Values>}`
  : Pattern;

/** @throws TypeError if a slot has no value. */
export function fillTopic<Pattern extends string, Values>(
  pattern: Pattern,
  values: Values,
  separator: string,
): FilledTopic<Pattern, Values> {
  const given = values as Readonly<Record<string, string | readonly string[]>>;
  return fillPattern(parsePattern(pattern), (name) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value.length === 0 || (typeof value !== "string" && value.includes("")))
      throw new TypeError(`The topic "${pattern}" needs a value for "${name}".`);
    return typeof value === "string" ? value : value.join(separator);
  }) as FilledTopic<Pattern, Values>;
}
