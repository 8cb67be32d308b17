/** Calls of functions that the user passed in, and the way of what they throw: it never reaches the socket. */

import { ClientError } from "./client-error.js";
import type { ClientEvents } from "./client-options.js";
import type { Call, Emitter } from "./emitter.js";
import { throwLater } from "./platform.js";

export interface UserCalls<Frame> {
  /** What it throws, at once or later, goes to `error`, or out as an uncaught error where nobody listens. */
  readonly call: Call;
  emit<E extends keyof ClientEvents<Frame>>(event: E, value: ClientEvents<Frame>[E]): void;
  report(error: ClientError): void;
}

export function createUserCalls<Frame>(events: Emitter<ClientEvents<Frame>>): UserCalls<Frame> {
  const report = (error: ClientError): void => {
    // A refused subscription without a listener is no reason to end the process; a bug in a handler is.
    if (events.has("error")) events.emit("error", error, callLast);
    else if (error.code === "handler") throwLater(error.cause);
  };
  const onThrown = (cause: unknown): void => {
    const text = cause instanceof Error ? cause.message : String(cause);
    report(new ClientError("handler", `A handler threw: ${text}`, { cause }));
  };
  const call: Call = (handler, value) => {
    try {
      const result: unknown = handler(value);
      if (result instanceof Promise) result.catch(onThrown);
    } catch (cause) {
      onThrown(cause);
    }
  };
  return { call, emit: (event, value) => events.emit(event, value, call), report };
}

/** For listeners to `error`: nobody is left to tell of what they throw. */
const callLast: Call = (handler, value) => {
  try {
    handler(value);
  } catch (cause) {
    throwLater(cause);
  }
};
