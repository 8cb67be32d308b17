/** What makes a text no topic pattern: what its readers could not tell apart, or would never match. */

import { isOneList, listedOn, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { canStand, literalBehind, literalsOf, type Slot, slotNames } from "./pattern.js";

export interface PatternFault {
  readonly message: string;
  readonly fix: string;
}

const ABOUT = "Words and {slots}, parted by single dots: `candle.{interval}.{symbol}`, `{symbol}@trade`.";

/** Faults of the text itself, whatever its slots take. */
export function patternFaults(pattern: TopicPattern): PatternFault[] {
  const { text } = pattern;
  const fault = (why: string, fix: string): PatternFault => ({
    message: `"${text}" is not a topic template: ${why}.`,
    fix,
  });
  if (text === "") return [fault("it is empty", ABOUT)];
  const braces = literalsOf(pattern).find((literal) => /[{}]/.test(literal));
  if (braces !== undefined) return [fault(`the braces in "${braces}" enclose no name`, ABOUT)];
  if (text.split(".").includes("")) return [fault("nothing stands before, behind or between two dots", ABOUT)];
  return [...slotFaults(pattern)].map(({ message, fix }) => fault(message, fix));
}

/** Faults of the slots of any text that has some, topics and requests. */
export function* slotFaults({ parts, text }: TopicPattern): Generator<PatternFault> {
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if ("slot" in part && next !== undefined && "slot" in next)
      yield {
        message: `nothing parts {${part.slot}} from {${next.slot}}`,
        fix: "Write between the two what stands there, or make one slot of them.",
      };
  }
  const names = slotNames(text);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
    yield { message: `{${name}} stands in it twice`, fix: "Give the second one a slot of its own." };
}

/** A value or an example that a slot of the pattern could not be read back from. `place`: below the slot. */
export function* valueFaults(
  { text, parts }: TopicPattern,
  slots: Readonly<Record<string, Slot>>,
): Generator<PatternFault & { readonly slot: string; readonly place: readonly (string | number)[] }> {
  for (const [index, part] of parts.entries()) {
    const slot = "slot" in part && Object.hasOwn(slots, part.slot) ? slots[part.slot] : undefined;
    if (!slot || !("slot" in part)) continue;
    const behind = literalBehind(parts, index);
    const { values, example } = slot;
    for (const { value, place } of [...written(values), { value: example, place: ["example"] }]) {
      if (canStand(value, behind)) continue;
      const why = value.includes(".") ? "a dot ends every slot" : `the slot ends where "${behind}" begins`;
      yield {
        slot: part.slot,
        place,
        message: `"${value}" cannot stand in {${part.slot}} of "${text}": ${why}.`,
        fix: "Correct the value, or write the topic with other slots.",
      };
    }
    const listed = values && listedOn(values, undefined);
    if (listed !== undefined && !listed.includes(example))
      yield {
        slot: part.slot,
        place: ["example"],
        message: `The example "${example}" is none of the values of {${part.slot}}.`,
        fix: `Use one of: ${listed.join(", ")}.`,
      };
  }
}

/** Each value of a slot, and where it stands below that. */
function written(
  values: Slot["values"] = [],
): { readonly value: string; readonly place: readonly (string | number)[] }[] {
  if (isOneList(values)) return values.map((value, at) => ({ value, place: ["values", at] }));
  return Object.entries(values).flatMap(([connection, list]) =>
    list.map((value, at) => ({ value, place: ["values", connection, at] })),
  );
}
