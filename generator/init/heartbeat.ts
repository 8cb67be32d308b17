/** The heartbeat: what a client sends, how often, and when the server gives up. */

import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { type Draft, found, missing, type Place } from "./claim.js";
import { type PageReading, placeOfMessage } from "./messages.js";
import { sourceOf, withId } from "./requests.js";
import type { Request } from "./roles.js";

/** Undefined if no page shows a ping: then the line has none. `reply`: name of the answer. */
export function proposeHeartbeat(
  pings: readonly Request[],
  reply: string | undefined,
  hasId: boolean,
  readings: readonly PageReading[],
): Draft | undefined {
  const [ping] = pings;
  if (!ping || reply === undefined) return undefined;
  const parameters: Record<string, Draft> = {};
  const place = placeOfMessage(ping);
  const message = found(withTime(withId(ping.value, hasId, parameters), parameters), place, "the page shows it");
  const [interval, timeout, liveness] = [INTERVAL, TIMEOUT, LIVENESS].map((words) => sentenceWith(words, readings));
  return {
    request: { message, parameters, source: sourceOf(ping) },
    reply,
    intervalMs: interval
      ? found(durationMs(interval.match), interval.place, "the page asks for it")
      : missing("how often a client sends a ping, in ms", place),
    ...(timeout && { timeoutMs: found(durationMs(timeout.match), timeout.place, "the page says so") }),
    ...(liveness && { liveness: found("pong", liveness.place, "the page asks clients to wait for it") }),
    source: interval?.source ?? sourceOf(ping),
  };
}

/** A time of an example stands for the time of sending. */
function withTime(value: unknown, parameters: Record<string, Draft>): Json {
  if (Array.isArray(value)) return value.map((item) => withTime(item, parameters));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTime(inner, parameters)]));
  if (!/^\d{10,16}$/.test(String(value)) && !/^\{\w*time\w*\}$/i.test(String(value))) return value as Json;
  const isText = typeof value === "string";
  parameters.time = {
    type: isText ? "string" : "integer",
    description: `Time of the client, ms${isText ? ", as a string" : ""}.`,
  };
  return "{time}";
}

const DURATION = String.raw`(\d{1,6}(?:\.\d+)?) ?(ms|milliseconds?|s|secs?|seconds?|min|minutes?)\b`;
const INTERVAL = [
  /\bsen[dt]\b.*(?:\bping\b|heartbeat)|(?:\bping\b|heartbeat).*\bsen[dt]\b/i,
  new RegExp(String.raw`\bevery (?:<b>)?${DURATION}`, "i"),
] as const;
const TIMEOUT = [
  /\b(?:break|disconnect\w*|clos\w+|cut off|terminat\w+|drop\w*)\b/i,
  new RegExp(String.raw`\b(?:in|within|after|for) ${DURATION}`, "i"),
] as const;
const LIVENESS = [/\b(?:not|without) receiv\w+ (?:\w+ ){0,4}(?:heartbeat|pong)/i, /reconnect/i] as const;

interface Said {
  readonly match: RegExpExecArray;
  readonly place: Place;
  readonly source?: string;
}

/** The first sentence of the pages that speaks of it; of a heartbeat, not of a subscription. */
function sentenceWith([about, value]: readonly [RegExp, RegExp], readings: readonly PageReading[]): Said | undefined {
  for (const { page } of readings)
    for (const block of page.blocks) {
      if (block.kind !== "prose" || !/\bping|heartbeat|connection/i.test(block.text)) continue;
      for (const sentence of block.text.split(/(?<=[.!?])\s/)) {
        const match = about.test(sentence) ? value.exec(sentence) : null;
        if (!match) continue;
        const source = block.placeholders[0]?.key;
        return { match, place: { page: page.path, line: block.line }, ...(source !== undefined && { source }) };
      }
    }
  return undefined;
}

export function durationMs([, count = "0", unit = "ms"]: readonly string[]): number {
  const factor = /^m(?:s|illi)/i.test(unit) ? 1 : /^s/i.test(unit) ? 1000 : 60_000;
  return Math.round(Number(count) * factor);
}
