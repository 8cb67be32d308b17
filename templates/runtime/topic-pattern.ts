/**
 * Texts with slots: topics such as `candle.{interval}.{symbol}`, `{symbol}@trade`, `depth{levels}.{symbol}`, and texts in
 * requests. A text is read once into parts; whatever else is to be known of it follows from those.
 *
 * - A literal stands for itself.
 * - A slot stands for one or more characters, none of which is a dot. Between two slots there is a literal.
 * - A slot ends where the literal behind it begins for the first time, one or more characters behind the slot's begin; the
 *   slot at the end of a pattern ends with the text.
 * - Where the line lists what may stand in a slot, one of those values stands there; the list may be another one on each
 *   connection.
 *
 * So a text has one reading or none, found from left to right, and with what was read in its slots the pattern is the text
 * again.
 */

export interface TopicPattern {
  /** As it is written, with its slots. */
  readonly text: string;
  readonly parts: readonly PatternPart[];
}

export type PatternPart = { readonly literal: string } | PatternSlot;

export interface PatternSlot {
  readonly slot: string;
  /** What may stand there; absent: any text. */
  readonly values?: ReadonlySet<string>;
}

/** What may stand in a slot: one list for all connections, or a list by connection. */
export type SlotList = readonly string[] | Readonly<Record<string, readonly string[]>>;

/** By slot, what may stand there; slots that are not in it take any text. */
export type ClosedSlots = Readonly<Record<string, SlotList>>;

const SLOT = /\{([A-Za-z_]\w*)\}/;

/** What may stand in a slot on a connection, nothing on one that has no list; without a connection: on any of them. */
export function listedOn(list: SlotList, connection: string | undefined): readonly string[] {
  if (isOneList(list)) return list;
  if (connection === undefined) return [...new Set(Object.values(list).flat())];
  return Object.hasOwn(list, connection) ? (list[connection] as readonly string[]) : [];
}

export const isOneList = (list: SlotList): list is readonly string[] => Array.isArray(list);

/** As it is on a connection, or on any. Total: braces that enclose no name belong to the literals. */
export function parsePattern(text: string, closed: ClosedSlots = {}, connection?: string): TopicPattern {
  const parts = text.split(SLOT).flatMap((piece, index): PatternPart[] => {
    // What is captured stands between what is not: every other piece is the name of a slot.
    if (index % 2 === 0) return piece === "" ? [] : [{ literal: piece }];
    const list = Object.hasOwn(closed, piece) ? closed[piece] : undefined;
    return [list === undefined ? { slot: piece } : { slot: piece, values: new Set(listedOn(list, connection)) }];
  });
  return { text, parts };
}

/** What stands in the slots, or undefined if the text is another one. */
export function matchPattern({ parts }: TopicPattern, text: string): Record<string, string> | undefined {
  const slots: Record<string, string> = {};
  let at = 0;
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] as PatternPart;
    if ("literal" in part) {
      if (!text.startsWith(part.literal, at)) return undefined;
      at += part.literal.length;
      continue;
    }
    const end = endOfSlot(parts[index + 1], text, at);
    if (end <= at) return undefined;
    const value = text.slice(at, end);
    if (value.includes(".") || part.values?.has(value) === false) return undefined;
    slots[part.slot] = value;
    at = end;
  }
  return at === text.length ? slots : undefined;
}

/** Not behind `start`: nothing stands there, or what follows does not. */
function endOfSlot(behind: PatternPart | undefined, text: string, start: number): number {
  if (behind === undefined) return text.length;
  return "literal" in behind ? text.indexOf(behind.literal, start + 1) : -1;
}

/** The text with its slots filled. */
export function fillPattern({ parts }: TopicPattern, valueIn: (slot: string) => string): string {
  return parts.map((part) => ("literal" in part ? part.literal : valueIn(part.slot))).join("");
}

/** The slot that is the whole text. */
export function onlySlot({ parts: [first, ...others] }: TopicPattern): string | undefined {
  return first !== undefined && "slot" in first && others.length === 0 ? first.slot : undefined;
}

/** What every topic of the pattern has in front of its first dot; undefined if a slot stands there. */
export function firstSegment({ parts: [first, ...others] }: TopicPattern): string | undefined {
  if (first === undefined || !("literal" in first)) return undefined;
  const dot = first.literal.indexOf(".");
  if (dot >= 0) return first.literal.slice(0, dot);
  return others.length === 0 ? first.literal : undefined;
}
