/** What differs between two JSON values, a line a place: the failure of a golden names the field and both of its values. */

import { pointerOf } from "../../generator/schema/pointer.js";

export function differences(wanted: unknown, made: unknown, path: readonly string[] = []): string[] {
  if (isContainer(wanted) && isContainer(made) && Array.isArray(wanted) === Array.isArray(made)) {
    const keys = new Set([...Object.keys(wanted), ...Object.keys(made)]);
    const order = Object.keys(wanted).join() === Object.keys(made).join();
    const inner = [...keys].flatMap((key) => differences(memberOf(wanted, key), memberOf(made, key), [...path, key]));
    return inner.length > 0 || order ? inner : [`${pointerOf(path)}: the order of its members`];
  }
  return Object.is(wanted, made) ? [] : [`${pointerOf(path)}: golden ${show(wanted)}, made ${show(made)}`];
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

const memberOf = (value: object, key: string): unknown => Object.getOwnPropertyDescriptor(value, key)?.value;

const show = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));
