/** The signature that private connections ask for: HMAC-SHA256 in hex, by WebCrypto. */

import { fillPattern, parsePattern } from "./topic-pattern.js";

export interface Credentials {
  /** Public part of the API key. */
  readonly apiKey: string;
  /** The API secret, or a function that signs with it elsewhere. */
  readonly secret: string | Signer;
}

/** Returns the hex HMAC-SHA256 of the payload. */
export type Signer = (payload: string) => string | Promise<string>;

/** The part of WebCrypto that is used; in Node 20 and later and in every browser. */
interface SubtleCrypto {
  importKey(
    format: "raw",
    key: Uint8Array,
    algorithm: object,
    extractable: boolean,
    usages: string[],
  ): Promise<unknown>;
  sign(algorithm: "HMAC", key: unknown, data: Uint8Array): Promise<ArrayBuffer>;
}

interface Globals {
  readonly crypto?: { readonly subtle?: SubtleCrypto };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
}

/** What is signed: a payload such as `GET/realtime{expires}` with its slots filled. */
export const signedText = (payload: string, apiKey: string, expires: number): string =>
  fillPattern(parsePattern(payload), (slot) => (slot === "apiKey" ? apiKey : String(expires)));

/** @throws Error if the platform has no WebCrypto; the message never carries the secret. */
export async function sign(payload: string, secret: string | Signer): Promise<string> {
  if (typeof secret === "function") return secret(payload);
  const { crypto, TextEncoder } = globalThis as unknown as Globals;
  const subtle = crypto?.subtle;
  if (subtle === undefined) throw new Error("This platform has no WebCrypto: pass a function as `secret` that signs.");
  if (secret === "") throw new Error("The API secret is empty.");
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const bytes = new Uint8Array(await subtle.sign("HMAC", key, encoder.encode(payload)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
