/** Why a handshake failed, as far as the WebSocket class tells. */

import type { Closed } from "./client-error.js";
import type { HandshakeResponse, SocketError } from "./platform.js";

/** Nobody is locked out for longer, ms: and timers do not take more. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** `localhost` has two addresses: where both fail, the error of each stands in a list. */
export const messageOf = ({ message, error }: SocketError): string =>
  message || error?.errors?.[0]?.message || error?.code || "";

/** HTTP has answered, and not by upgrading the connection. */
export function refusalOf({ statusCode, statusMessage, headers }: HandshakeResponse): Closed {
  const status = statusCode ?? 0;
  const wait = retryAfter(headers["retry-after"]);
  return {
    code: 1006,
    reason: `HTTP ${status} ${statusMessage ?? ""}`.trim(),
    status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

/** RFC 9110, section 10.2.3: seconds, or a date. */
function retryAfter(header: unknown): number | undefined {
  if (typeof header !== "string" || header.trim() === "") return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? Math.min(ms, LONGEST_WAIT_MS) : undefined;
}
