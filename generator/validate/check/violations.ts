/** All violations of a message, and the findings that they are counted as. */

import { type Path, valueAt } from "../../../templates/runtime/pointer.js";
import type { Severity } from "../../diagnostics/diagnostic.js";
import type { Spot } from "../form-table.js";
import { cut, redactPointer, type SecretKeys, shownAt } from "../redact/redact.js";
import { REDACTED, redactText } from "../redact/redact-text.js";
import type { Violation } from "./explain.js";
import type { FindingKey } from "./findings.js";
import type { FormCheck } from "./line-check.js";
import { shortValue, showsValue } from "./value-words.js";

const KEY_LENGTH = 60;

/** `duplicates`: keys that the text has twice in one object, which the message does not tell any more. `seen`: marks of the form's fields. */
export function violationsOf(
  form: FormCheck,
  message: unknown,
  text: string,
  duplicates: readonly string[],
  seen: Uint8Array,
): readonly Violation[] {
  return [...form.explain(message, text, seen), ...duplicates.map(duplicateKey)];
}

const duplicateKey = (key: string): Violation => ({
  code: "duplicate-key",
  severity: "warning",
  keyword: "keys",
  pointer: "",
  expected: "each key once in an object",
  got: `${JSON.stringify(cut(redactText(key), KEY_LENGTH))} twice`,
  path: [],
});

/** Undefined if there are none. */
export function worstOf(violations: readonly Violation[]): Severity | undefined {
  let worst: Severity | undefined;
  for (const { severity } of violations)
    if (severity === "error") return "error";
    else worst ??= severity;
  return worst;
}

/** One finding of a message, where its first violation is, and all places of the form that have it. */
export interface MessageFinding {
  readonly key: FindingKey;
  readonly path: Path;
  readonly spots: readonly Spot[];
}

/** A fault in several items of one message, or in several places of one claim, is one message with that fault. */
export function messageFindings(
  { entry, facts, secrets }: FormCheck,
  violations: readonly Violation[],
  message: unknown,
): MessageFinding[] {
  const { line, qualifier, topic, form, revision } = entry;
  const findings = new Map<string, MessageFinding & { readonly spots: Spot[] }>();
  for (const violation of violations) {
    const { code, severity, keyword, expected, path } = violation;
    const claim = facts.claimAt(violation.pointer);
    const pointer = redactPointer(claim.pointer);
    const got = shownGot(violation, message, secrets);
    const same = `${code} ${claim.form} ${pointer} ${expected} ${got}`;
    const known = findings.get(same);
    const spots = known?.spots ?? [];
    const at = redactPointer(violation.pointer);
    if (spots.every((spot) => spot.pointer !== at)) spots.push({ form, pointer: at });
    if (known) continue;
    const key = {
      code,
      severity,
      line: line.name,
      connection: qualifier,
      topic,
      ...(revision !== undefined && { revision }),
      form: claim.form,
      pointer,
      keyword,
      expected,
      got,
    };
    findings.set(same, { key, path, spots });
  }
  return [...findings.values()];
}

/** What came, without what is secret in it. */
function shownGot({ got, keyword, path }: Violation, message: unknown, secrets: SecretKeys): string {
  if (!showsValue(got) || keyword === "keys") return got;
  const value = valueAt(message, path);
  const shown = shownAt(message, path, secrets);
  if (shown === REDACTED) return REDACTED;
  return typeof value === "string" && value !== shown ? shortValue(shown) : got;
}
