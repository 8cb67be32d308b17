/** Whether an authentication is signed as the line says. */

import { createHmac, createPrivateKey, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { type Signing, signedText } from "../../templates/runtime/signature.js";
import type { Authentication } from "../spec/line-file.js";
import type { MockCredentials } from "./session-types.js";

/** Why they are refused, or undefined. `given`: what the authentication hands over, by slot. */
export function checkCredentials(
  given: ReadonlyMap<string, unknown>,
  authentication: Authentication | undefined,
  credentials: MockCredentials,
  now: number = Date.now(),
): string | undefined {
  if (!authentication) return "the line has no authentication";
  if (given.get("apiKey") !== credentials.apiKey) return "unknown API key";
  const time = Number(given.get("expires"));
  if (!Number.isFinite(time)) return "expires is no number";
  if (time < now) return "the request expired";
  const text = signedText(authentication.payload, credentials.apiKey, time);
  return isSigned(text, String(given.get("signature") ?? ""), authentication, credentials)
    ? undefined
    : "wrong signature";
}

function isSigned(text: string, signature: string, signing: Signing, { secret, privateKey }: MockCredentials): boolean {
  // What the exchange itself would check, only the exchange knows.
  if (signing.algorithm === "function") return signature !== "";
  const given = Buffer.from(signature, signing.encoding);
  if (signing.algorithm === "ed25519") {
    const key = createPrivateKey({ key: Buffer.from(privateKey, "base64"), format: "der", type: "pkcs8" });
    return verify(undefined, Buffer.from(text), createPublicKey(key), given);
  }
  const wanted = createHmac("sha256", secret).update(text).digest();
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** What a URL hands over, by slot, where its query is one of the line's. */
export function queryCredentials(
  { query }: Pick<Authentication, "query">,
  given: URLSearchParams,
): ReadonlyMap<string, unknown> | undefined {
  const slots = [...new URLSearchParams(query)].map(([name, text]) => [name, /^\{(\w+)\}$/.exec(text)?.[1]] as const);
  const values = new Map(slots.flatMap(([name, slot]) => (slot === undefined ? [] : [[slot, given.get(name)]])));
  return typeof values.get("signature") === "string" ? values : undefined;
}
