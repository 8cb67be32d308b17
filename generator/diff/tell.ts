/** Facts of things that have names, of lists and of settings. */

import {
  absent,
  type Direction,
  type FactKind,
  type FactValues,
  type Place,
  type Side,
  side,
  type Tell,
} from "./fact.js";
import type { Pairs } from "./pair.js";

/** What one revision says of the things that are paired. */
export interface Named<Kind extends FactKind, Thing> {
  readonly sideOf: (thing: Thing) => Side<FactValues[Kind]>;
  /** Where one stands that it does not have. */
  readonly nowhere: () => Place;
}

/** Things that came, went, or have another name. */
export function tellPairs<Kind extends FactKind, Thing>(
  tell: Tell,
  kind: Kind,
  direction: Direction,
  { renamed, removed, added }: Pairs<Thing>,
  { before, after }: { readonly before: Named<Kind, Thing>; readonly after: Named<Kind, Thing> },
): void {
  for (const thing of removed) tell(kind, direction, { before: before.sideOf(thing), after: absent(after.nowhere()) });
  for (const thing of added) tell(kind, direction, { before: absent(before.nowhere()), after: after.sideOf(thing) });
  for (const { before: older, after: newer, evidence } of renamed)
    tell(kind, direction, { before: before.sideOf(older), after: after.sideOf(newer) }, evidence);
}

export interface ValuesAt<Kind extends FactKind> {
  readonly place: Place;
  readonly values: readonly FactValues[Kind][];
}

/** Values that one of the two lists has, and the other has not. */
export function tellEach<Kind extends FactKind>(
  tell: Tell,
  kind: Kind,
  direction: Direction,
  before: ValuesAt<Kind>,
  after: ValuesAt<Kind>,
): void {
  const sideOf = ({ place, values }: ValuesAt<Kind>, value: FactValues[Kind]) =>
    side(place, values.includes(value) ? value : undefined);
  for (const value of new Set([...before.values, ...after.values]))
    tell(kind, direction, { before: sideOf(before, value), after: sideOf(after, value) });
}

export interface SettingsAt {
  readonly placeOf: (pointer: string) => Place;
  /** By pointer. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Settings that differ, each by its pointer. */
export function tellSettings(
  tell: Tell,
  kind: "authentication" | "heartbeat" | "protocol" | "state" | "reply-match",
  direction: Direction,
  { before, after }: { readonly before: SettingsAt; readonly after: SettingsAt },
): void {
  for (const pointer of new Set([...before.settings.keys(), ...after.settings.keys()]))
    tell(kind, direction, {
      before: side(before.placeOf(pointer), before.settings.get(pointer)),
      after: side(after.placeOf(pointer), after.settings.get(pointer)),
    });
}
