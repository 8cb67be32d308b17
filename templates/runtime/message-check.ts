/** Which messages are checked against their types, and what a broken one means for its readers. */

import { ClientError } from "./client-error.js";
import type { ValidationOptions } from "./client-options.js";
import type { Push } from "./topic-index.js";
import type { UserCalls } from "./user-calls.js";

/** The error for readers, if the message must not reach them. `data`: as it came from the socket of the connection. */
export type MessageCheck<Frame> = (frame: Frame & Push, data: unknown, connection: string) => ClientError | undefined;

export function createMessageCheck<Frame>(
  validation: ValidationOptions<Frame> | undefined,
  { call, emit }: UserCalls<Frame>,
): MessageCheck<Frame> {
  if (!validation) return () => undefined;
  const { check, mode, sample = 1, topics = {}, recognise } = validation;
  const rest = { mode, isSampled: createSampler(sample) };
  const rules = new Map(
    Object.entries(topics).map(([name, rule]) => [
      name,
      { mode: rule.mode ?? mode, isSampled: createSampler(rule.sample ?? sample) },
    ]),
  );
  const isProven = (data: unknown, connection: string): boolean =>
    recognise !== undefined &&
    data instanceof ArrayBuffer &&
    recognise(new Uint8Array(data), 0, data.byteLength, connection as never) !== undefined;
  return (frame, data, connection) => {
    const rule = rules.get(frame.topic) ?? rest;
    if (isProven(data, connection) || !rule.isSampled()) return undefined;
    let result: ReturnType<typeof check> = { valid: true };
    call((each) => {
      result = check(each);
    }, frame);
    if (result.valid) return undefined;
    const { issues = [] } = result;
    emit("invalid", { frame, issues });
    if (rule.mode === "report") return undefined;
    const topic = frame.topicText;
    return new ClientError("invalid-message", `A message of "${topic}" breaks its type: ${issues[0]?.message ?? ""}`, {
      topic,
    });
  };
}

/** True for this part of its calls, from 0 to 1, evenly spread. */
export function createSampler(part: number): () => boolean {
  let due = 0;
  return () => {
    due += part;
    if (due < 1) return false;
    due -= 1;
    return true;
  };
}
