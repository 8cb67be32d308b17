/** A frame as a line of a recording, without what authenticates. */

import type { TappedFrame } from "../../templates/runtime/client-options.js";
import { bytesLine, type Moment, textLine } from "../capture/recording.js";
import { parseJson } from "../text/parse-json.js";
import { NO_SECRETS, secrecyOf } from "../validate/redact/redact.js";
import { REDACTED, redactText } from "../validate/redact/redact-text.js";

/** `secrets`: the parts of the credentials, which may come back in a frame of any kind. */
export function createFrameLine(secrets: readonly string[]): (moment: Moment, frame: TappedFrame) => string {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return (moment, { direction, data, isSecret }) => {
    const text = typeof data === "string" ? data : textOf(utf8, data);
    if (text === undefined) return bytesLine(moment, direction, Buffer.from(data as ArrayBuffer));
    const value = parseJson(text);
    if (isSecret) {
      const clean = value === undefined ? redactText(text) : JSON.stringify(masked(value, false));
      return textLine(moment, direction, without(secrets, clean), value !== undefined);
    }
    return textLine(moment, direction, without(secrets, text), value !== undefined && !/[\r\n]/.test(text));
  };
}

function textOf(decoder: InstanceType<typeof TextDecoder>, data: unknown): string | undefined {
  try {
    return decoder.decode(data as ArrayBuffer);
  } catch {
    return undefined;
  }
}

const without = (secrets: readonly string[], text: string): string =>
  secrets.reduce((left, secret) => (left.includes(secret) ? left.replaceAll(secret, REDACTED) : left), text);

/** Values keep their types, so that what is recorded is still of its form. */
function masked(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, isSecret));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        redactText(key),
        masked(member, isSecret || secrecyOf(value, key, NO_SECRETS) !== undefined),
      ]),
    );
  if (typeof value === "string") return isSecret ? REDACTED : redactText(value);
  return isSecret && typeof value === "number" ? 0 : value;
}
