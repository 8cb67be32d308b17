/** Which members a message can lack, and why. */

import type { JsonSchema, Presence } from "../../schema/json-schema.js";
import { holdsDiscriminator, isDiscriminator, type TopicEvidence } from "../evidence.js";
import type { Member } from "./member.js";

export interface Appearance {
  /** No example shows the form: what stands here is what another form has. */
  readonly isUnshown: boolean;
  /** Every object that stands here in the examples has it. */
  readonly isAlways: boolean;
  /** It is a member of a record, or of what a record holds. */
  readonly inRecord: boolean;
  /** The object shows fewer members than records of other forms do. */
  readonly isPartial: boolean;
}

/** Why a member that an example shows may be missing elsewhere; undefined: it is required. */
export function presenceOf(
  evidence: TopicEvidence,
  { key, pointer, row }: Member,
  schema: JsonSchema,
  { isUnshown, isAlways, inRecord, isPartial }: Appearance,
): Presence | undefined {
  const { entry, rows } = evidence;
  if (inRecord && entry.key?.includes(key)) return undefined;
  if (isUnshown) return holdsDiscriminator(evidence, pointer) ? undefined : "some-examples";
  if (isPartial) return "delta";
  if (!isAlways) return "some-examples";
  const isPayload = inRecord && !isDiscriminator(evidence, pointer);
  if (isPayload && rows.length > 0 && !row) return "example-only";
  return schema["x-condition"] === undefined ? undefined : "conditional";
}
