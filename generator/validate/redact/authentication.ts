/** Authentication by the shape of a message, whatever the line's own grammar and whoever sent it. */

import { isObject } from "../../schema/is-object.js";

/** Members that say what a message is about. */
export const SUBJECTS: ReadonlySet<string> = new Set([
  ...["op", "method", "event", "type", "action", "cmd", "command", "req", "request", "reqtype", "msgtype"],
]);
/** Members that hold what a request hands over. */
export const ARGUMENTS: ReadonlySet<string> = new Set([
  ...["args", "arg", "params", "param", "parameters", "arguments", "credentials", "payload"],
]);
/** Only the answer to a request has them; here without their underscores. */
const OUTCOMES: ReadonlySet<string> = new Set([
  ...["success", "retmsg", "retcode", "code", "result", "status", "error", "msg", "connid"],
]);

const isOutcome = (key: string): boolean => OUTCOMES.has(key.toLowerCase().replaceAll("_", ""));

export const isAuthWord = (word: string): boolean => /auth|log[_-]?in|logon|sign[_-]?in/i.test(word);

export const isArguments = (key: string): boolean => ARGUMENTS.has(key) || ARGUMENTS.has(key.toLowerCase());

/** An authentication message, its echo or its answer. */
export const isAuthentication = (value: object): boolean =>
  Object.entries(value).some(
    ([key, word]) => typeof word === "string" && SUBJECTS.has(key.toLowerCase()) && isAuthWord(word),
  );

/** Key, expiry in s, ms or µs, signature: what every line hands over. */
export function isCredentialList(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [key, expires, signature] = value as unknown[];
  const isTime = (typeof expires === "number" || typeof expires === "string") && /^\d{9,17}$/.test(String(expires));
  return typeof key === "string" && typeof signature === "string" && isTime;
}

/** The request itself: it hands something over and says nothing of an outcome. */
export function isAuthenticationRequest(message: unknown): boolean {
  if (!isObject(message)) return false;
  const keys = Object.keys(message);
  if (!isAuthentication(message) || keys.some(isOutcome)) return false;
  return keys.some((key) => isArguments(key));
}
