/** All violations of a message, by a validator that names one at a time: what it named is made to fit, and it is asked again. */

import { pathOf } from "../runtime/pointer.js";
import type { ValidationIssue, ValidationResult } from "../runtime/validator.js";

/** A value of each kind; the text is a decimal too. */
const VALUES: readonly unknown[] = ["1", 1, true, null, [], {}];

/** A message with more is wrong enough. */
const MOST = 200;

/** In the order in which the validator finds them. `message` stays as it is. */
export function violationsOf(
  message: unknown,
  validate: (message: unknown) => ValidationResult<unknown>,
): readonly ValidationIssue[] {
  const found: ValidationIssue[] = [];
  const copy: unknown = structuredClone(message);
  const tries = new Map<string, number>();
  while (found.length < MOST) {
    const result = validate(copy);
    const issue = result.valid ? undefined : result.issues[0];
    if (!issue) return found;
    const { pointer } = issue;
    // What is wrong within a value of ours is none of the message.
    if (!found.some((other) => pointer === other.pointer || pointer.startsWith(`${other.pointer}/`))) found.push(issue);
    const tried = tries.get(pointer) ?? 0;
    const values = issue.keyword === "const" ? [JSON.parse(issue.expected) as unknown, ...VALUES] : VALUES;
    if (tried === values.length || !setAt(copy, pathOf(pointer), structuredClone(values[tried]))) return found;
    tries.set(pointer, tried + 1);
  }
  return found;
}

/** False where nothing can stand: at the root, or in what is no object and no list. */
function setAt(root: unknown, path: readonly string[], value: unknown): boolean {
  const last = path.at(-1);
  let holder = root;
  for (const key of path.slice(0, -1)) {
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, key)) return false;
    holder = (holder as Record<string, unknown>)[key];
  }
  if (last === undefined || typeof holder !== "object" || holder === null) return false;
  Object.defineProperty(holder, last, { value, writable: true, enumerable: true, configurable: true });
  return true;
}
