/** The signature that private connections ask for, by WebCrypto or by a function of the user's. */

import { fillPattern, parsePattern } from "./topic-pattern.js";

/** How a line wants the payload signed. */
export type Signing =
  | { readonly algorithm: "hmac-sha256" | "ed25519"; readonly encoding: "hex" | "base64" }
  /** By what only the user has: a function. */
  | { readonly algorithm: "function" };

interface ApiKey {
  /** Public part of the API key. */
  readonly apiKey: string;
}

/** For HMAC. */
export interface SecretCredentials extends ApiKey {
  /** The API secret. */
  readonly secret: string;
}

/** For Ed25519. */
export interface PrivateKeyCredentials extends ApiKey {
  /** PKCS#8: PEM, or the base64 between its first and last line. */
  readonly privateKey: string;
}

/** For every algorithm: the key stays where it is, and the signature is made there. */
export interface SignerCredentials extends ApiKey {
  readonly sign: Signer;
}

export type Credentials = SecretCredentials | PrivateKeyCredentials | SignerCredentials;

/** Returns the signature of the payload, encoded as the line wants it. */
export type Signer = (payload: string) => string | Promise<string>;

/** The part of WebCrypto that is used; in Node 20 and later and in every browser, Ed25519 in those since 2025. */
interface SubtleCrypto {
  importKey(
    format: "raw" | "pkcs8",
    key: Uint8Array,
    algorithm: object,
    extractable: boolean,
    usages: string[],
  ): Promise<unknown>;
  sign(algorithm: "HMAC" | "Ed25519", key: unknown, data: Uint8Array): Promise<ArrayBuffer>;
}

interface Globals {
  readonly crypto?: { readonly subtle?: SubtleCrypto };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly atob: (base64: string) => string;
  readonly btoa: (bytes: string) => string;
}

const globals = globalThis as unknown as Globals;

/** What is signed: a payload such as `GET/realtime{expires}` with its slots filled. */
export const signedText = (payload: string, apiKey: string, expires: number): string =>
  fillPattern(parsePattern(payload), (slot) => (slot === "apiKey" ? apiKey : String(expires)));

/** @throws Error if these credentials or this platform cannot sign so; the message never carries a secret. */
export async function sign(payload: string, signing: Signing, credentials: Credentials): Promise<string> {
  if ("sign" in credentials) return credentials.sign(payload);
  if (signing.algorithm === "hmac-sha256" && "secret" in credentials) {
    if (credentials.secret === "") throw new Error("The API secret is empty.");
    const key = bytesOf(credentials.secret);
    return encode(await signBytes(payload, "raw", key, { name: "HMAC", hash: "SHA-256" }), signing.encoding);
  }
  if (signing.algorithm === "ed25519" && "privateKey" in credentials) {
    const base64 = credentials.privateKey.replace(/-----[A-Z ]+-----|\s/g, "");
    const key = Uint8Array.from(globals.atob(base64), (char) => char.charCodeAt(0));
    return encode(await signBytes(payload, "pkcs8", key, { name: "Ed25519" }), signing.encoding);
  }
  throw new Error(`These credentials cannot sign by ${signing.algorithm}: pass \`sign\`.`);
}

async function signBytes(
  payload: string,
  format: "raw" | "pkcs8",
  key: Uint8Array,
  algorithm: { readonly name: "HMAC" | "Ed25519"; readonly hash?: "SHA-256" },
): Promise<Uint8Array> {
  const subtle = globals.crypto?.subtle;
  if (subtle === undefined) throw new Error("This platform has no WebCrypto: pass `sign`.");
  const imported = await subtle.importKey(format, key, algorithm, false, ["sign"]);
  return new Uint8Array(await subtle.sign(algorithm.name, imported, bytesOf(payload)));
}

const bytesOf = (text: string): Uint8Array => new globals.TextEncoder().encode(text);

const encode = (bytes: Uint8Array, encoding: "hex" | "base64"): string =>
  encoding === "hex"
    ? Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
    : globals.btoa(String.fromCharCode(...bytes));
