/** What several rules ask of their facts, and how they put it. */

import type { Member, ValueType } from "../spec/value-type.js";
import { counted } from "../text/words.js";
import type { Bounds, FactOf, Side } from "./fact.js";
import { type Relation, relationOf } from "./relation.js";
import { typeWords } from "./type-words.js";

export const memberWords = ({ value }: Side<Member>): string =>
  value === undefined ? "nothing" : typeWords(value.type);

export const typeText = ({ value }: Side<ValueType>): string => (value === undefined ? "nothing" : typeWords(value));

export const countText = ({ value }: Side<Bounds>): string =>
  value?.maxItems === undefined
    ? `at least ${counted(value?.minItems ?? 0, "item")}`
    : `${value.minItems} to ${counted(value.maxItems, "item")}`;

export const hasRelation =
  (relation: Relation) =>
  ({ before, after }: FactOf<"type">): boolean =>
    before.value !== undefined && after.value !== undefined && relationOf(before.value, after.value) === relation;

/** Does the first allow every length that the second does? */
export const holds = (outer: Bounds | undefined, inner: Bounds | undefined): boolean =>
  (outer?.minItems ?? 0) <= (inner?.minItems ?? 0) &&
  (outer?.maxItems ?? Number.POSITIVE_INFINITY) >= (inner?.maxItems ?? Number.POSITIVE_INFINITY);

/** Of two formats the broader has all texts of the other. */
export const breadth = (format: string | undefined): number =>
  format === undefined ? 2 : format === "decimal-or-empty" ? 1 : 0;

/** A setting by its name in the line file: `heartbeat/liveness: "pong" became "any-frame"`. */
export const settingText = ({
  before,
  after,
}: {
  readonly before: Side<unknown>;
  readonly after: Side<unknown>;
}): string =>
  `${settingName(after.value === undefined ? before : after)}: ${before.value ?? "nothing"} became ${after.value ?? "nothing"}`;

const settingName = ({ place: { pointer } }: Side<unknown>): string => pointer.replace(/^\/(?:topics\/\d+\/)?/, "");
