/** The topic and the request that a reader's choice makes. */

import { buildRequest, type JsonValue } from "../runtime/request.js";
import { fillPattern, parsePattern } from "../runtime/topic-pattern.js";
import type { SubscribePlan } from "./page-data.js";

export interface FilledRequest {
  /** Absent where requests name no topic of a pattern. */
  readonly topic?: string;
  readonly request: JsonValue;
}

/** `chosen`: by slot or parameter, as it was written. */
export function fillRequest(
  { request, topics, fixed }: Pick<SubscribePlan, "request" | "topics" | "fixed">,
  pattern: string | undefined,
  chosen: Readonly<Record<string, string>>,
): FilledRequest {
  const topic = pattern === undefined ? undefined : fillPattern(parsePattern(pattern), (slot) => chosen[slot] ?? "");
  const values = Object.entries(chosen).map(([name, text]) => [name, typed(text, request.parameters[name]?.type)]);
  return {
    ...(topic !== undefined && { topic }),
    request: buildRequest(request, {
      ...Object.fromEntries(values),
      ...fixed,
      ...(topic !== undefined && topics !== undefined && { [topics]: [topic] }),
    }),
  };
}

/** A list is written with commas. What is no value of the type stays text: the reader sees what he wrote. */
function typed(text: string, type: string | undefined): JsonValue {
  if (type === "string[]") return text.split(",").map((item) => item.trim());
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  const number = Number(text);
  return (type === "integer" || type === "number") && text !== "" && Number.isFinite(number) ? number : text;
}
