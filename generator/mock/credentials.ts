/** Whether an authentication is signed as the line says. */

import { createHmac, timingSafeEqual } from "node:crypto";
import { signedText } from "../../templates/runtime/signature.js";
import type { MockCredentials } from "./session-types.js";

/** Why they are refused, or undefined. `args`: key, expiry in ms, signature. */
export function checkCredentials(
  [apiKey, expires, signature]: readonly unknown[],
  payload: string,
  credentials: MockCredentials,
): string | undefined {
  if (apiKey !== credentials.apiKey) return "unknown API key";
  const time = Number(expires);
  if (!Number.isFinite(time)) return "expires is no number";
  if (time < Date.now()) return "the request expired";
  const wanted = createHmac("sha256", credentials.secret)
    .update(signedText(payload, credentials.apiKey, time))
    .digest();
  const given = Buffer.from(String(signature), "hex");
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? undefined : "wrong signature";
}
