/**
 * Takes secrets out of a message: everything that is shown of one is taken from the copy that is made here. There is no
 * switch to show them: a report is made to be passed on. Text that is no message is redact-text.ts's; values that were
 * secret elsewhere are scrub.ts's.
 */

import type { Path } from "../../../templates/runtime/pointer.js";
import { pointerOf, segmentsOf } from "../../schema/pointer.js";
import { isArguments, isAuthentication, isCredentialList } from "./authentication.js";
import { REDACTED, redactText } from "./redact-text.js";
import { type SecretKind, secretKindOf } from "./secret-names.js";

/** Deeper values are not shown. */
const MAX_DEPTH = 64;

/** Keys that are secret in messages of one topic only: the spec names them (`secrets` in line.yaml). */
export type SecretKeys = ReadonlySet<string>;
export const NO_SECRETS: SecretKeys = new Set();

export const secretKeysOf = (pointers: readonly string[] | undefined): SecretKeys =>
  pointers === undefined ? NO_SECRETS : new Set(pointers.map((pointer) => segmentsOf(pointer).at(-1) ?? ""));

/** Why the member is secret: by its name, by the spec, or because it is what an authentication hands over. */
export function secrecyOf(parent: object, key: string, secrets: SecretKeys): SecretKind | undefined {
  const kind = secretKindOf(key) ?? (secrets.has(key) ? "account" : undefined);
  if (kind !== undefined) return kind;
  const members = parent as Record<string, unknown>;
  // Header fields as lists of objects: `{ name: "X-API-SIGN", value: … }`.
  if (key === "value" && typeof members.name === "string") return secretKindOf(members.name);
  if (!isArguments(key)) return undefined;
  return isCredentialList(members[key]) || isAuthentication(parent) ? "credential" : undefined;
}

/** A copy without secrets, in its keys as well. */
export function redact(value: unknown, secrets: SecretKeys, depth = 0): unknown {
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, depth + 1));
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      redactText(key),
      secrecyOf(value, key, secrets) === undefined ? redact(member, secrets, depth + 1) : REDACTED,
    ]),
  );
}

/** A pointer into the message, whose keys are the sender's, as one into the copy. */
export const redactPointer = (pointer: string): string =>
  PLAIN_POINTER.test(pointer) ? pointer : pointerOf(segmentsOf(pointer).map((key) => redactText(key)));

/** No key in it is longer than what a text has to be to hold a secret. */
const PLAIN_POINTER = /^(?:\/[\w$*-]{0,40})*$/;

/** The value at a path of the message, as it may be shown. */
export function shownAt(message: unknown, path: Path, secrets: SecretKeys): unknown {
  let value = message;
  for (const segment of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    if (!Array.isArray(value) && secrecyOf(value, segment, secrets) !== undefined) return REDACTED;
    value = (value as Record<string, unknown>)[segment];
  }
  return redact(value, secrets);
}

export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** A frame as a sample: one line, redacted, then cut. */
export function sampleOf(text: string, message: unknown, secrets: SecretKeys, length: number): string {
  return cut(message === undefined ? redactText(text) : (JSON.stringify(redact(message, secrets)) ?? ""), length);
}
