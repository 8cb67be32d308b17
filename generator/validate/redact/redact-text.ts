/**
 * Takes secrets out of text that is no message: prose, URLs, header fields, queries, and JSON that was cut anywhere.
 * What a fragment does not say counts against it: arguments without their request are not shown.
 */

import { isArguments, isAuthWord, SUBJECTS } from "./authentication.js";
import { type SecretKind, secretKindOf } from "./secret-names.js";

export const REDACTED = "[redacted]";

/** Is told each secret that is taken out. */
export type Found = (value: string, kind: SecretKind) => void;

const NOBODY: Found = () => {};

/** No pattern below can match it. */
const PLAIN = /^[\w$-]{0,40}$/;

/** Longer than any sample by far. */
export const LONGEST_TEXT = 16 * 1024;

/** For a text of any length. What follows behind the longest that can be shown is left out. */
export function redactText(text: string, found: Found = NOBODY): string {
  if (PLAIN.test(text)) return text;
  // A token that the cut goes through cannot be told from a word any more.
  if (text.length > LONGEST_TEXT)
    return `${redactText(text.slice(0, LONGEST_TEXT).replace(/[^\s"',:;&]*$/, ""), found)}…`;
  const addresses = text.replace(ADDRESS, (_, scheme: string, rest: string) => scheme + redactAddress(rest, found));
  return redactAssignments(addresses, found)
    .replace(BEARER, (_, head: string, token: string) => {
      found(token, "credential");
      return head + REDACTED;
    })
    .replace(JWT, (token) => {
      found(token, "credential");
      return REDACTED;
    })
    .replace(DIGEST, REDACTED);
}

/** A token by itself has a digit or is long; "bearer of news" is prose. */
const BEARER = /(\bbearer\s+)((?=\S*[\d._])[\w.~+/=-]{4,}|[\w.~+/=-]{12,})/gi;
const JWT = /(?<![\w-])eyJ[\w-]{4,}\.[\w-]{2,}(?:\.[\w-]*)?/g;
/** An HMAC of SHA-256 or longer, in hex or base64. */
const DIGEST = /\b[\da-f]{64,}\b|(?<![\w+/=])[A-Za-z\d+/]{43}=(?![\w+/=])/gi;

/** An address ends where a quote or a blank stands; JSON may escape its slashes. */
const ADDRESS = /\b([a-z][a-z\d+.-]{0,15}:(?:\\?\/){2})((?:[^\s"'<>\\]|\\\/)+)/gi;

/** What follows the slashes. The query is left to the assignments. */
function redactAddress(address: string, found: Found): string {
  const [, authority = "", path = "", rest = ""] = /^([^\\/?#]*)([^?#]*)(.*)$/s.exec(address) ?? [];
  const at = authority.lastIndexOf("@");
  if (at >= 0) for (const part of authority.slice(0, at).split(":")) found(decoded(part), "credential");
  let before = "";
  const segments = path.split(/(\\?\/)/).map((segment, index) => {
    if (index % 2 === 1 || segment === "") return segment;
    const secret = isSecretSegment(segment, before);
    before = segment.toLowerCase();
    if (secret) found(decoded(segment), "credential");
    return secret ? REDACTED : segment;
  });
  return `${at < 0 ? authority : REDACTED + authority.slice(at)}${segments.join("")}${rest}`;
}

/** Segments behind which exchanges put the key of a stream, and what else they put there. */
const BEFORE_KEY = new Set(["ws", "wss", "stream", "streams", "listenkey", "userdata", "token"]);
const BESIDES_KEY = /^(?:public|private|realtime\w*|linear|inverse|option|perpetual|contract|market)$/;

/** A long mixture of letters and digits, and whatever stands in place of a key. */
const isSecretSegment = (segment: string, before: string): boolean =>
  /^(?=.*\d)(?=.*[A-Za-z])[\w=-]{16,}$/.test(segment) ||
  segment.length >= 40 ||
  (BEFORE_KEY.has(before) && /^[\w%=-]{6,}$/.test(segment) && !BESIDES_KEY.test(segment));

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * `"name": value`, `name=value`, `Name: value`, `<name>value`, in text within JSON too. A name may be two words, and
 * its begin may be cut off.
 */
const NAME = /([A-Za-z_$][\w.-]{0,63}(?: [A-Za-z_$][\w.-]{0,63})?)(\\*["'])?(\s*[:=]>?\s*|>)/g;

function redactAssignments(text: string, found: Found): string {
  NAME.lastIndex = 0;
  let clean = "";
  let done = 0;
  for (let match = NAME.exec(text); match !== null; match = NAME.exec(text)) {
    const [whole, name = "", quote = "", separator = ""] = match;
    const at = match.index + whole.length;
    const word = name.slice(name.indexOf(" ") + 1);
    const named = secretKindOf(name) ?? secretKindOf(word);
    if (named === undefined && !isArguments(word)) continue;
    const value = readValue(text, at, WHOLE_LINE.test(name) && quote === "");
    const kind = named ?? (areArguments(value) && areSecret(text, value.inner) ? "credential" : undefined);
    if (kind === undefined || value.end === at) continue;
    // In prose a colon follows many a word.
    const isProse = quote === "" && value.quote === "" && /:\s/.test(separator);
    if (kind === "maybe" && isProse && !looksRandom(value.inner)) continue;
    // A parameter of an address is no coin.
    const sure = /[?&]/.test(text[match.index - 1] ?? "") ? "credential" : kind;
    for (const each of leavesOf(value)) found(each, kind === "maybe" ? sure : kind);
    const shown = value.quote === "" ? quote : value.quote;
    clean += `${text.slice(done, at)}${shown}${REDACTED}${value.closed ? shown : ""}`;
    done = value.end;
    NAME.lastIndex = done;
  }
  return clean + text.slice(done);
}

const WHOLE_LINE = /(?:authorization|cookie)$/i;

/** As JSON has them: prose says "arguments: none". */
const areArguments = ({ quote, inner }: Value): boolean => quote !== "" || /^[[{]/.test(inner);

/** Random text of a generator of keys: no word, no symbol, no date, no topic. */
export const looksRandom = (value: string): boolean =>
  /^\d{10,}$/.test(value) || /^(?=.*\d)(?=.*[a-z]|.{16})(?=.*[A-Za-z])[\w+/=]{10,}$/.test(value) || UUID.test(value);

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Data has a topic, and parameters as well. */
const SUBJECT = new RegExp(
  `(\\\\*["'])(?:topic|${[...SUBJECTS].join("|")})\\1\\s*[:=]\\s*\\\\*["']([^"'\\\\]*)(["'\\\\]?)`,
  "gi",
);
/** Key and time, whatever follows. */
const CREDENTIAL_LIST = /^\[\s*\\*["'][^"']*["']\s*,\s*\\*["']?\d{5,}/;

/** Arguments are shown if the text says that they are those of another request. */
function areSecret(text: string, value: string): boolean {
  if (CREDENTIAL_LIST.test(value)) return true;
  const subjects = [...text.matchAll(SUBJECT)];
  // A word that the end of the text cuts may be any.
  return subjects.length === 0 || subjects.some(([, , word = "", end]) => end === "" || isAuthWord(word));
}

interface Value {
  readonly end: number;
  /** Without its quotes. */
  readonly inner: string;
  /** With the backslashes before it, where it stands in text within JSON; empty: none. */
  readonly quote: string;
  /** False where the text ends before it does. */
  readonly closed: boolean;
}

const OPENING_QUOTE = /(\\*)["']/y;

function readValue(text: string, at: number, wholeLine: boolean): Value {
  OPENING_QUOTE.lastIndex = at;
  const [quote] = OPENING_QUOTE.exec(text) ?? [];
  if (quote !== undefined) {
    const end = endOfQuoted(text, at + quote.length, quote);
    const closed = end >= 0;
    const inner = text.slice(at + quote.length, closed ? end : text.length);
    return { end: closed ? end + quote.length : text.length, inner, quote, closed };
  }
  const first = text[at];
  if (first === "[" || first === "{") {
    // A mark that stands for secrets already.
    if (text.startsWith(REDACTED, at)) return { end: at, inner: "", quote: "", closed: true };
    const end = endOfBrackets(text, at);
    return {
      end: end < 0 ? text.length : end,
      inner: text.slice(at, end < 0 ? text.length : end),
      quote: "",
      closed: true,
    };
  }
  const stop = wholeLine ? /[\r\n"']/g : /[\s,;&"'<>)\]}\\]/g;
  stop.lastIndex = at;
  const end = stop.exec(text)?.index ?? text.length;
  return { end, inner: text.slice(at, end), quote: "", closed: true };
}

/** Where the closing quote begins, or -1. A quote with another number of backslashes before it is text. */
function endOfQuoted(text: string, from: number, quote: string): number {
  const level = quote.length - 1;
  const mark = quote.slice(level);
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    let backslashes = 0;
    while (at - backslashes > from && text[at - backslashes - 1] === "\\") backslashes += 1;
    if (level === 0 ? backslashes % 2 === 0 : backslashes === level) return at - level;
  }
  return -1;
}

/** Behind the bracket that closes the one at `from`, or -1. */
function endOfBrackets(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"' || character === "'" || character === "\\") {
      OPENING_QUOTE.lastIndex = at;
      const [quote] = OPENING_QUOTE.exec(text) ?? [];
      if (quote === undefined) continue;
      const end = endOfQuoted(text, at + quote.length, quote);
      if (end < 0) return -1;
      at = end + quote.length - 1;
    } else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** What is secret in it by itself. A part of a value, which the end of the text cut, is none. */
function leavesOf({ inner, quote, closed }: Value): string[] {
  if (quote !== "") return closed ? [unescaped(inner)] : [];
  if (!/^[[{]/.test(inner)) return [decoded(inner)];
  const texts = [...inner.matchAll(/\\*(["'])((?:[^"'\\]|\\+[^"'\\])*)\\*\1(?!\s*:)/g)].map(([, , part = ""]) => part);
  const numbers = [...inner.matchAll(/[[,:]\s*(\d+)\s*(?=[,\]}])/g)].map(([, digits = ""]) => digits);
  return [...texts.map(unescaped), ...numbers];
}

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
