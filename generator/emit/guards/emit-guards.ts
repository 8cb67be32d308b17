/** Type guards that say yes or no, beside the validators of their module. Why not, say the validators. */

import { docComment } from "../../code/code.js";
import type { ControlSpec, TopicSpec } from "../../spec/spec.js";
import type { ValueType } from "../../spec/value-type.js";
import { createValueCheck } from "../../value-check/value-check.js";

export const guardName = (typeName: string): string => `is${typeName}`;

/** Of each form, and of the topic as a whole. */
export function topicGuardNames(topic: TopicSpec): string[] {
  return [...new Set([...topic.forms.map(({ typeName }) => guardName(typeName)), guardName(topic.messageType)])].sort();
}

export const controlGuardNames = (line: ControlSpec): string[] =>
  line.replies.map(({ typeName }) => guardName(typeName)).sort();

export interface GuardsCode {
  readonly code: string;
  /** Exports of runtime/decimal.ts that `code` uses. */
  readonly formats: ReadonlySet<string>;
}

/** A guard for each type. `union`: the type of all of them together, which gets one too. */
export function emitGuards(
  types: readonly { readonly type: ValueType; readonly typeName: string }[],
  union: string | undefined,
): GuardsCode {
  const check = createValueCheck();
  const guard = (doc: string, typeName: string, condition: string): string =>
    `${docComment(doc)}export function ${guardName(typeName)}(value: unknown): value is ${typeName} {\n  return ${condition};\n}\n`;
  const guards = types.map(({ type, typeName }) =>
    guard("True for a value of the type; no report.", typeName, check.check(type, "value")),
  );
  const anyOf = types.map(({ typeName }) => `${guardName(typeName)}(value)`).join(" || ");
  if (union !== undefined) guards.push(guard("True for any form of the topic.", union, anyOf));
  return { code: `${guards.join("")}\n${check.functions.join("\n")}`, formats: check.used };
}
