/**
 * Values that were secret in one place of a capture: they are taken out of all others as well (scrub.ts). Of each part
 * of a capture the first ones are kept, so that the first of all parts are the same however it is cut.
 */

import { parseJson } from "../../text/parse-json.js";
import { NO_SECRETS, type SecretKeys, secrecyOf } from "./redact.js";
import { looksRandom, redactText } from "./redact-text.js";
import type { SecretKind } from "./secret-names.js";

/**
 * Credentials apart: any number of accounts in a capture leaves room for them. Plain data: it travels between threads.
 */
export interface SecretValues {
  readonly credentials: readonly string[];
  readonly accounts: readonly string[];
}

export interface SecretCollector {
  /** What a message holds under secret names, and in text that is another message, an address or a header. */
  message(message: unknown, secrets: SecretKeys): void;
  /** A frame that nobody has parsed, a line that is none, an address. */
  text(text: string): void;
  merge(values: SecretValues): void;
  take(): SecretValues;
}

const MAX_VALUES = 10_000;
/** A shorter value is in too much that has nothing to do with it. */
const MIN_LENGTH = 6;
/** No text of a report is longer: the begin of a longer value is as good. */
const MAX_LENGTH = 1000;
const MAX_DEPTH = 64;

/** A text without any of these holds no secret that could be told from the rest. */
const MAY_HOLD =
  /auth|key|sig|token|secret|pass|pwd|bearer|cookie|otp|jwt|eyJ|hmac|credential|expires|log.?[io]n|session|arg|param|payload|uid|user|account|member|:\\?\/|\\u/i;

export function createSecretCollector(): SecretCollector {
  let credentials = new Set<string>();
  let accounts = new Set<string>();

  const add = (value: string, kind: SecretKind): void => {
    const values = kind === "account" ? accounts : credentials;
    for (const part of partsOf(value))
      if (values.size < MAX_VALUES && isWorthKnowing(part, kind)) values.add(part.slice(0, MAX_LENGTH));
  };
  const readText = (text: string): void => {
    if (MAY_HOLD.test(text)) redactText(text, add);
  };
  /**
   * What stands below a secret member. Of what an authentication hands over by name, only what is random: the rest says
   * how.
   */
  const addAll = (value: unknown, kind: SecretKind, secrets: SecretKeys, depth: number): void => {
    if (typeof value === "string" || typeof value === "number") add(String(value), kind);
    else if (depth > MAX_DEPTH || typeof value !== "object" || value === null) return;
    else if (Array.isArray(value)) for (const item of value) addAll(item, kind, secrets, depth + 1);
    else
      for (const [key, member] of Object.entries(value))
        addAll(member, secrecyOf(value, key, secrets) ?? "maybe", secrets, depth + 1);
  };
  const visit = (value: unknown, secrets: SecretKeys, depth: number): void => {
    if (typeof value === "string") readText(value);
    if (depth > MAX_DEPTH || typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) for (const item of value) visit(item, secrets, depth + 1);
    else
      for (const key of Object.keys(value)) {
        const member = (value as Record<string, unknown>)[key];
        const kind = secrecyOf(value, key, secrets);
        if (kind === undefined) visit(member, secrets, depth + 1);
        else addAll(member, kind, secrets, depth + 1);
      }
  };
  return {
    message: (message, secrets) => visit(message, secrets, 0),
    text(text) {
      if (!MAY_HOLD.test(text)) return;
      const message = parseJson(text);
      if (message === undefined) readText(text);
      else visit(message, NO_SECRETS, 0);
    },
    merge(values) {
      for (const value of values.credentials) if (credentials.size < MAX_VALUES) credentials.add(value);
      for (const value of values.accounts) if (accounts.size < MAX_VALUES) accounts.add(value);
    },
    take() {
      const values = { credentials: [...credentials], accounts: [...accounts] };
      credentials = new Set();
      accounts = new Set();
      return values;
    },
  };
}

/** The value itself; the token of `Bearer …`, the values of a cookie. */
function partsOf(value: string): string[] {
  const token = /^(?:bearer|basic|token)\s+(.*)$/is.exec(value)?.[1];
  if (token !== undefined) return [token];
  const pairs = /^[\w-]+=[^;]*(?:;|$)/.test(value)
    ? [...value.matchAll(/=([^;\s]+)/g)].map(([, part = ""]) => part)
    : [];
  return [value, ...pairs];
}

/**
 * Short values, marks of what was hidden before (`****`) and, under a name that may mean something else, words, symbols
 * and dates stand for nobody. Words of the documentation are left out where the values are used: a thread need not know
 * them all.
 */
function isWorthKnowing(value: string, kind: SecretKind): boolean {
  if (value.length < MIN_LENGTH || !/[\p{L}\d]/u.test(value) || /redacted/i.test(value)) return false;
  if (kind === "account") return /\d/.test(value);
  return kind === "credential" || looksRandom(value);
}
