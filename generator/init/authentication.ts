/** How a private connection proves who it is: what is signed, how the signature is written, and what is sent. */

import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { type Claim, type Draft, found, guessed, missing, type Place } from "./claim.js";
import { type PageReading, placeOfMessage } from "./messages.js";
import type { ProposedReplies } from "./replies.js";
import { sourceOf, withId } from "./requests.js";
import type { Request } from "./roles.js";

/** Undefined if no page shows how credentials are sent: then the line has no private topics, or a person has to say. */
export function proposeAuthentication(
  requests: readonly Request[],
  connections: readonly string[],
  { success, hasId }: Pick<ProposedReplies, "success"> & { readonly hasId: boolean },
  readings: readonly PageReading[],
): Draft | undefined {
  const [request] = requests;
  const query = firstMatch(readings, [QUERY]);
  if (connections.length === 0 || (!request && !query)) return undefined;
  const place = request ? placeOfMessage(request) : query?.place;
  const source = request ? sourceOf(request) : (query?.source ?? "by hand");
  const parameters: Record<string, Draft> = {};
  const template = request && authTemplate({ ...request, value: withId(request.value, hasId, parameters) });
  return {
    connections: [...connections],
    methods: [...(request ? ["message"] : []), ...(query ? ["query"] : [])],
    algorithm: algorithmOf(readings, place),
    encoding: encodingOf(readings, place),
    payload: payloadOf(readings, place),
    success: success
      ? { pointer: success.pointer, value: success.value }
      : {
          pointer: missing("where the answer to credentials says that they were accepted", place),
          value: missing("what stands there then", place),
        },
    expires: { unit: "ms", marginMs: marginOf(readings, place), source },
    ...(query && { query: found(withSlots(query.match[1] ?? ""), query.place, "a program makes it") }),
    ...(template && {
      request: {
        message: found(template, place, "the page shows it"),
        parameters: { ...parameters, ...PARAMETERS },
        source,
      },
    }),
    source,
  };
}

const PARAMETERS = {
  apiKey: { type: "string", description: "Public part of the API key." },
  expires: { type: "integer", description: "Time after which the signature is refused, ms." },
  signature: { type: "string", description: "HMAC-SHA256 of the payload under the API secret." },
};

type Slot = "apiKey" | "expires" | "signature";

function slotOf(words: string): Slot | undefined {
  if (/sign/i.test(words)) return "signature";
  if (/key/i.test(words)) return "apiKey";
  return /expire|timestamp|nonce|\btime\b|\bts\b/i.test(words) ? "expires" : undefined;
}

/** Values of the example that stand for credentials, by their own words or by their member's. */
function authTemplate({ value, member }: Request): Json {
  const write = (inner: unknown, key: string): Json => {
    if (Array.isArray(inner)) return inner.map((item) => write(item, ""));
    if (isObject(inner))
      return Object.fromEntries(
        Object.entries(inner).map(([name, own]) => [name, name === member ? (own as Json) : write(own, name)]),
      );
    const slot =
      (typeof inner === "number" && inner > 1e9 ? "expires" : undefined) ?? slotOf(String(inner)) ?? slotOf(key);
    return slot === undefined ? (inner as Json) : `{${slot}}`;
  };
  return write(value, "");
}

/** `{expires}` and `${timestamp}` of a program as slots of ours. */
const withSlots = (text: string): string => {
  const slots = text.replace(/\$?\{(\w+)\}/g, (whole, name: string) => {
    const slot = slotOf(name);
    return slot === undefined ? whole : `{${slot}}`;
  });
  return /^\??api/i.test(slots) ? `?${slots.replace(/^\?/, "")}` : slots;
};

const QUERY = /["'`](\??api_?key=\{?[^"'`\n]{1,200}sign[^"'`\n]{1,40})["'`]/i;

interface Matched {
  readonly match: RegExpExecArray;
  readonly place: Place;
  readonly source: string;
}

/** In programs and in prose, pattern by pattern. */
function firstMatch(readings: readonly PageReading[], patterns: readonly RegExp[]): Matched | undefined {
  for (const pattern of patterns)
    for (const { page } of readings) {
      let source = "by hand";
      for (const block of page.blocks) {
        if (block.kind === "heading") source = `heading ${block.placeholders[0]?.key ?? block.text}`;
        const text = block.kind === "fence" ? block.content : block.kind === "prose" ? block.raw : "";
        const match = pattern.exec(text);
        if (!match) continue;
        const offset = text.slice(0, match.index).split("\n").length - 1;
        const first = block.kind === "fence" ? block.contentLine : block.line;
        return { match, place: { page: page.path, line: first + offset }, source };
      }
    }
  return undefined;
}

const TIME = String.raw`\w{0,20}(?:expire|timestamp|nonce|\bts\b|\btime\b)\w{0,20}`;
const PAYLOADS = [
  new RegExp(String.raw`[fF]?["'\`]([^"'\`\n&=]{0,100}\$?\{${TIME}\}[^"'\`\n&=]{0,100})["'\`]`, "i"),
  new RegExp(String.raw`["'\`]([^"'\`\n]{1,100})["'\`]\s*\+\s*(?:str\(|String\()?(${TIME})`, "i"),
  new RegExp(String.raw`\bupdate\(\s*(?:str\(|String\()?(${TIME})`, "i"),
];

function payloadOf(readings: readonly PageReading[], place: Place | undefined): Claim {
  const matched = firstMatch(readings, PAYLOADS);
  if (!matched) return missing("what is signed, with its slots, as in GET/realtime{expires}", place);
  const [, first = "", second] = matched.match;
  const text = first.includes("{") ? withSlots(first) : second === undefined ? "{expires}" : `${first}{expires}`;
  return found(text, matched.place, "a program signs it");
}

function algorithmOf(readings: readonly PageReading[], place: Place | undefined): Claim {
  const matched = firstMatch(readings, [/sha-?_?256/i]);
  return matched
    ? found("hmac-sha256", matched.place, "the page names it")
    : guessed("hmac-sha256", place, "no page names the algorithm of the signature");
}

function encodingOf(readings: readonly PageReading[], place: Place | undefined): Claim {
  const base64 = firstMatch(readings, [/digest\(\s*["'`]base64|b64encode|base64/i]);
  const hex = firstMatch(readings, [/hexdigest|digest\(\s*["'`]hex|\bhex(?:adecimal)?\b/i]);
  if (hex) return found("hex", hex.place, "the page writes the signature so");
  if (base64) return found("base64", base64.place, "the page writes the signature so");
  return guessed("hex", place, "no page says how the signature is written");
}

/** `time.time() + 1`, in seconds; `Date.now() + 5000`, in ms. */
function marginOf(readings: readonly PageReading[], place: Place | undefined): Claim {
  const seconds = firstMatch(readings, [/time\(\)\s*\+\s*(\d{1,5})\b/]);
  if (seconds) return found(Number(seconds.match[1]) * 1000, seconds.place, "a program adds it");
  const milliseconds = firstMatch(readings, [/Date\.now\(\)\s*\+\s*([\d_]{1,9})\b/]);
  if (milliseconds)
    return found(Number((milliseconds.match[1] ?? "").replaceAll("_", "")), milliseconds.place, "a program adds it");
  return guessed(1000, place, "how far ahead may the time be?");
}
