/** What else is done with the values of a type than to prove them. Pointers have `*` for array indexes. */

import type { Code, Global } from "./assembler.js";

export interface ValueHooks {
  /** Scan text and numbers in place instead of by calls: a fifth faster, and twice the code. */
  readonly inPlace: boolean;
  /** Runs once a member that need not be there, or an item, has been proven. */
  mark(pointer: string): Code;
  /** The value is asked for by one of the members below: code that cannot hand it on must not be made. */
  isRead(pointer: string): boolean;
  /** Where the value of a number, or of text that is one, goes. */
  capture(pointer: string): Global | undefined;
  /** Where plain text begins and ends. */
  span(pointer: string): { readonly start: Global; readonly end: Global } | undefined;
  /** Becomes 1 for true and 0 for false. */
  flag(pointer: string): Global | undefined;
  /** Runs if text with documented values is this one. */
  chosen(pointer: string, value: string): Code;
  /** Runs before the items of a list, before each and behind each. */
  list(pointer: string): ListHook | undefined;
}

export interface ListHook {
  readonly begin: Code;
  readonly before: Code;
  readonly after: Code;
}

/** A type of which bytes alone cannot say what the hooks ask. */
export class Unsupported extends Error {}
