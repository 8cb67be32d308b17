/** A message that has next to nothing of its form: it may be just as another form documents it, of another connection or line. */

import type { CaptureRecord } from "../../capture/format.js";
import type { LineSpec } from "../../spec/spec.js";
import type { FormEntry } from "../form-table.js";
import type { Violation } from "./explain.js";
import type { FindingKey } from "./findings.js";
import type { CheckOf, FormCheck } from "./line-check.js";
import { choicesOf, nameOf } from "./line-choice.js";
import { judgeMessage } from "./verdict.js";
import { worstOf } from "./violations.js";

/** Undefined where no other form takes the message. */
export type FindLookalike = (
  form: FormCheck,
  violations: readonly Violation[],
  text: string,
  record: Pick<CaptureRecord, "direction" | "time">,
) => Lookalike | undefined;

export interface Lookalike {
  /** Stands for all findings of the message. */
  readonly key: FindingKey;
  /** The form that takes it. */
  readonly form: FormCheck;
}

export function createLookalikes(lines: readonly LineSpec[], checkOf: CheckOf): FindLookalike {
  const choices = lines.flatMap(choicesOf);
  return (form, violations, text, { direction, time }) => {
    if (!form.entry.push || !isStranger(form.entry, violations)) return undefined;
    for (const choice of choices) {
      const check = checkOf(choice, time);
      const frame = check?.route(text);
      const other = frame?.kind === "push" ? check?.formOf(frame) : undefined;
      if (!check || frame?.kind !== "push" || !other || other.entry.push?.topic === form.entry.push.topic) continue;
      const verdict = judgeMessage(check, other, frame, text, direction, new Uint8Array(other.seen.length));
      const fits =
        verdict.kind === "clean" || (verdict.kind === "deviating" && worstOf(verdict.violations) !== "error");
      const got = `a message that looks like ${nameOf(choice)} ${other.entry.topic}`;
      if (fits) return { key: keyOf(form.entry, got), form: other };
    }
    return undefined;
  };
}

/** Of the members that it must have besides the one that names its topic, half or more are missing or of another type. */
function isStranger({ type }: FormEntry, violations: readonly Violation[]): boolean {
  if (type.kind !== "object") return false;
  const required = type.members.filter((member) => member.required).length - 1;
  const wrong = violations.filter(
    ({ code, pointer }) => (code === "missing-field" || code === "other-type") && pointer.lastIndexOf("/") === 0,
  ).length;
  return wrong > 0 && wrong * 2 >= required;
}

const keyOf = ({ line, qualifier, topic, revision, form }: FormEntry, got: string): FindingKey => ({
  code: "other-message",
  severity: "error",
  line: line.name,
  connection: qualifier,
  topic,
  ...(revision !== undefined && { revision }),
  form,
  pointer: "",
  keyword: "form",
  expected: "a message of its topic",
  got,
});
