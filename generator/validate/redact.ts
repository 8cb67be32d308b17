/**
 * Takes secrets out of everything that is shown of a capture: keys, signatures, expiry times, user and account ids. There is no switch to
 * show them: a report is made to be passed on.
 */

export const REDACTED = "[redacted]";

/** Compared without case, `_` and `-`. */
const SECRET_KEYS = new Set([
  "apikey",
  "key",
  "secret",
  "apisecret",
  "sign",
  "signature",
  "sig",
  "expires",
  "token",
  "password",
  "passphrase",
  "authorization",
  "cookie",
  "uid",
  "userid",
  "accountid",
  "memberid",
  "subuid",
  "parentuid",
]);
const MAX_DEPTH = 64;

export const isSecretKey = (key: string): boolean => SECRET_KEYS.has(key.toLowerCase().replace(/[_-]/g, ""));

/** Keys that are secret in messages of one topic only: the spec names them (`secrets` in line.yaml). */
export type SecretKeys = ReadonlySet<string>;
export const NO_SECRETS: SecretKeys = new Set();

export const secretKeysOf = (pointers: readonly string[] | undefined): SecretKeys =>
  pointers === undefined ? NO_SECRETS : new Set(pointers.map((pointer) => pointer.split("/").at(-1) ?? ""));

/** `pointer` with folded indexes. */
export const isSecretPointer = (pointer: string, secrets: SecretKeys): boolean =>
  pointer.split("/").some((segment) => isSecretKey(segment) || secrets.has(segment));

/** An authentication message or its echo: everything in its `args` is secret. */
export const isAuthentication = (value: object): boolean =>
  Object.hasOwn(value, "op") && /auth|login/i.test(String((value as { op: unknown }).op));

/** A copy without secrets. */
export function redact(value: unknown, secrets: SecretKeys, depth = 0): unknown {
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, depth + 1));
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return value;
  const isAuth = isAuthentication(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (isSecretKey(key) || secrets.has(key) || (isAuth && key === "args")) return [key, REDACTED];
      return [key, redact(member, secrets, depth + 1)];
    }),
  );
}

const NAMES =
  "api[_-]?key|apikey|secret|sign(?:ature)?|expires|token|passphrase|password|cookie|authorization|user[_-]?id|uid|account[_-]?id|member[_-]?id";
const QUERY = new RegExp(`([?&](?:${NAMES})=)[^&#\\s"']*`, "gi");
/** `"user_id": 123` in a text that is no JSON, e.g. a line that was cut. */
const MEMBER = new RegExp(`((?:\\\\?")(?:${NAMES})\\\\?"\\s*:\\s*)(?:\\\\?"[^"]*"?|[^,}\\]\\s]*)`, "gi");
/** From the `args` of an authentication to the end: a cut line has no closing bracket. */
const AUTH_ARGS = /(\\?"args\\?"\s*:\s*)\[[^\]]*\]?/gi;
/** HMAC-SHA256 in hex, wherever it stands. */
const DIGEST = /\b[0-9a-f]{64}\b/gi;

/** For URLs and for texts of any kind. */
export function redactText(text: string): string {
  let clean = text.replace(QUERY, `$1${REDACTED}`).replace(DIGEST, REDACTED);
  if (clean.includes('"')) {
    clean = clean.replace(MEMBER, `$1"${REDACTED}"`);
    if (/\bauth\b|login/i.test(clean)) clean = clean.replace(AUTH_ARGS, `$1"${REDACTED}"`);
  }
  return clean;
}

/** A frame as a sample: one line, redacted, cut. */
export function sampleOf(text: string, message: unknown, secrets: SecretKeys, length: number): string {
  const shown =
    message === undefined ? redactText(text.slice(0, length * 4)) : (JSON.stringify(redact(message, secrets)) ?? "");
  return shown.length > length ? `${shown.slice(0, length - 1)}…` : shown;
}
