/** The generator's half of topic patterns; templates/runtime/topic-pattern.ts says what they are, and reads them. */

import {
  type ClosedSlots,
  fillPattern,
  listedOn,
  type PatternPart,
  type PatternSlot,
  parsePattern,
  type SlotList,
  type TopicPattern,
} from "../../templates/runtime/topic-pattern.js";

/** What a line file says of a slot. */
export interface Slot {
  /** What may stand there; absent: any text without a dot. */
  readonly values?: SlotList;
  readonly example: string;
}

export type Slots = Readonly<Record<string, Slot>>;

/** Slots of which the line lists what may stand there. */
export const closedSlots = ({
  slots,
}: {
  readonly slots: Readonly<Record<string, Pick<Slot, "values">>>;
}): ClosedSlots =>
  Object.fromEntries(
    Object.entries(slots).flatMap(([name, { values }]) => (values === undefined ? [] : [[name, values]])),
  );

/** Names of the slots in a text, in their order. */
export const slotNames = (text: string): string[] => slotsIn(parsePattern(text)).map(({ slot }) => slot);

const slotsIn = ({ parts }: TopicPattern): PatternSlot[] => parts.filter((part) => "slot" in part);

/** The literals of a pattern. */
export const literalsOf = ({ parts }: TopicPattern): string[] =>
  parts.flatMap((part) => ("literal" in part ? [part.literal] : []));

/** `candle.1.ABC` for `candle.{interval}.{symbol}`: the examples that the line gives stand in the slots. */
export const exampleTopic = (pattern: TopicPattern, slots: Slots, connection?: string): string =>
  fillPattern(pattern, (name) => exampleOf(Object.hasOwn(slots, name) ? slots[name] : undefined, connection));

/** The example of the line, or on connections that do not take it the first of their values. */
export function exampleOf(slot: Slot | undefined, connection: string | undefined): string {
  const { example = "", values } = slot ?? {};
  const listed = values && listedOn(values, connection);
  return listed === undefined || listed.includes(example) ? example : (listed[0] ?? "");
}

/** The literal on which a slot ends; undefined if the slot ends with the text. */
export function literalBehind(parts: readonly PatternPart[], index: number): string | undefined {
  const behind = parts[index + 1];
  return behind !== undefined && "literal" in behind ? behind.literal : undefined;
}

/** Is this what a reader finds in a slot with that literal behind it, if it was written there? */
export function canStand(value: string, behind: string | undefined): boolean {
  if (value === "" || value.includes(".")) return false;
  return behind === undefined || (value + behind).indexOf(behind, 1) === value.length;
}
