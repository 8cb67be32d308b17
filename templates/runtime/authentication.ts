/** Authentication by message and by the query of the URL. */

import { ClientError } from "./client-error.js";
import type { LineProtocol } from "./protocol.js";
import { buildRequest } from "./request.js";
import { type Credentials, sign, signedText } from "./signature.js";
import { fillPattern, parsePattern } from "./topic-pattern.js";

export interface AuthenticationOptions {
  /** Default: the first that the line documents. */
  readonly method?: "message" | "query";
  /** How far ahead the signature expires, ms. Default 5,000, or the line's if that is more. A larger one forgives a slow network. */
  readonly marginMs?: number;
  /** Server time minus the time of this machine, ms. Default: as the last messages told it that carry the time of the server, at first 0. */
  readonly clockOffsetMs?: number;
}

type Authentication = NonNullable<LineProtocol["authentication"]>;

const MARGIN_MS = 5000;

/** The text of the authentication message. */
export async function authenticationMessage(
  protocol: Authentication,
  credentials: Credentials,
  options: AuthenticationOptions,
): Promise<string> {
  if (protocol.request === undefined) throw new TypeError("This line authenticates by the URL only.");
  return JSON.stringify(buildRequest(protocol.request, await signedValues(protocol, credentials, options)));
}

/** The query string that authenticates while connecting. */
export async function authenticationQuery(
  protocol: Authentication,
  credentials: Credentials,
  options: AuthenticationOptions,
): Promise<string> {
  const { query } = protocol;
  if (query === undefined) throw new TypeError("This line authenticates by a message only.");
  const values: Readonly<Record<string, string | number>> = await signedValues(protocol, credentials, options);
  return fillPattern(parsePattern(query), (name) => encodeURIComponent(values[name] ?? ""));
}

async function signedValues(
  protocol: Authentication,
  credentials: Credentials,
  options: AuthenticationOptions,
): Promise<{ apiKey: string; expires: number; signature: string }> {
  const { payload, marginMs, signing } = protocol;
  const { apiKey } = credentials;
  const margin = options.marginMs ?? Math.max(marginMs, MARGIN_MS);
  const expires = Math.round(Date.now() + (options.clockOffsetMs ?? 0) + margin);
  try {
    return { apiKey, expires, signature: await sign(signedText(payload, apiKey, expires), signing, credentials) };
  } catch (cause) {
    throw new ClientError("authentication", `The authentication could not be signed: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
