/** When to connect again: exponential backoff with full jitter, and what the close codes ask for. */

import type { Closed } from "./client-error.js";

export interface ReconnectOptions {
  /** Longest wait before the first attempt, ms; it doubles with each failed one. Default 500. */
  readonly initialMs?: number;
  /** The wait never gets longer than this, ms. Default 30,000. */
  readonly maxMs?: number;
  /** A connection that was ready this long counts as sound: the next wait is short again, ms. Default 10,000. */
  readonly stableMs?: number;
  /** Decides instead of `reconnectAfter`. */
  readonly decide?: (closed: Closed, attempts: Attempts) => ReconnectDecision;
  /** From 0 to 1; default `Math.random`. */
  readonly random?: () => number;
}

export type ReconnectDecision =
  /** After the usual wait. */
  | "retry"
  /** After the longest wait: the server asked for patience. */
  | "retry-slowly"
  /** Not at all. */
  | "stop";

/**
 * By RFC 6455, section 7.4.1, and the IANA registry of close codes: 1008 says that a rule was broken, 1013 asks to try later, 1002, 1003, 1007,
 * 1009 and 1010 say that the two sides do not understand each other, which no quick retry heals. 3000 and 3003 refuse this client. A login that
 * fails will fail again, but not where one has worked before: a clock has drifted, or the exchange is in trouble. A handshake that HTTP refuses
 * (401, 403, 429, 503) is not made to succeed by haste.
 */
export function reconnectAfter({ code, status, error }: Closed, { wasReady }: Attempts): ReconnectDecision {
  if (error) return wasReady ? "retry-slowly" : "stop";
  if (status !== undefined) return [401, 403, 429, 503].includes(status) ? "retry-slowly" : "retry";
  if (code === 3000 || code === 3003) return "stop";
  return [1002, 1003, 1007, 1008, 1009, 1010, 1013].includes(code) ? "retry-slowly" : "retry";
}

/** `attempt`: failed attempts so far. */
export function reconnectDelay(attempt: number, decision: ReconnectDecision, options: ReconnectOptions): number {
  const { initialMs = 500, maxMs = 30_000, random = Math.random } = options;
  // Full jitter spreads the clients of a restarted server; the slow wait keeps half of its length for certain.
  if (decision === "retry-slowly") return maxMs / 2 + (random() * maxMs) / 2;
  return random() * Math.min(maxMs, initialMs * 2 ** Math.min(attempt, 30));
}

/** What is known of the attempts to connect when one of them ends. */
export interface Attempts {
  /** That ended before this one, since the last sound connection. */
  readonly failed: number;
  /** How long this one was ready, ms; undefined if it never was. */
  readonly readyForMs: number | undefined;
  /** This one or one before it was ready: where a login is asked for, one has worked. */
  readonly wasReady: boolean;
}

export type NextAttempt =
  | { readonly kind: "none" }
  /** `failed`: as of then, this one included. */
  | { readonly kind: "later"; readonly delayMs: number; readonly failed: number };

/** Throws what `decide` throws. */
export function nextAttempt(closed: Closed, attempts: Attempts, options: ReconnectOptions | false): NextAttempt {
  if (options === false) return { kind: "none" };
  const { stableMs = 10_000, decide = reconnectAfter } = options;
  const decision = decide(closed, attempts);
  if (decision === "stop") return { kind: "none" };
  const { failed, readyForMs } = attempts;
  const isSound = readyForMs !== undefined && readyForMs >= stableMs;
  return {
    kind: "later",
    delayMs: Math.max(reconnectDelay(isSound ? 0 : failed, decision, options), closed.retryAfterMs ?? 0),
    failed: isSound ? 0 : failed + 1,
  };
}
