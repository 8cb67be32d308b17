/**
 * What `record` writes: a line for each frame, opening and end of a connection, the frame as its last member and as it was on the wire. Each line
 * stands for itself, so that files can be cut, joined and read from any place. A file begins with a line that says what was asked for.
 */

import { parseObject, setDamaged, setFrame, setText, toMilliseconds } from "./bytes.js";
import type { FormatDefinition } from "./format.js";

export interface RecordingHead {
  readonly line: string;
  readonly topics: readonly string[];
}

/** Where and when something happened. */
export interface Moment {
  /** Nanoseconds since 1970. */
  readonly timeNs: bigint;
  readonly connection: string;
  readonly url: string;
}

export const headLine = (head: RecordingHead): string => `${JSON.stringify({ wireloom: "recording", ...head })}\n`;

/** `isWhole`: the text is JSON on one line, which stands there as it is. */
export const textLine = (moment: Moment, direction: "in" | "out", text: string, isWhole: boolean): string =>
  `${begin(moment)},"dir":"${direction}",${isWhole ? `"data":${text}` : `"text":${JSON.stringify(text)}`}}\n`;

export const bytesLine = (moment: Moment, direction: "in" | "out", bytes: Buffer): string =>
  `${begin(moment)},"dir":"${direction}","bytes":"${bytes.toString("base64")}"}\n`;

export const openLine = (moment: Moment): string => `${begin(moment)},"event":"open"}\n`;

export const closeLine = (moment: Moment, closed: { readonly code: number; readonly reason: string }): string =>
  `${begin(moment)},"event":"close","code":${closed.code},"reason":${JSON.stringify(closed.reason)}}\n`;

/** The time as text: as a number of JSON it would be rounded. */
const begin = ({ timeNs, connection, url }: Moment): string =>
  `{"ts":"${timeNs}","conn":${JSON.stringify(connection)},"url":${JSON.stringify(url)}`;

const DATA = Buffer.from(',"data":');
const CLOSING = 0x7d;

export const recording: FormatDefinition = {
  name: "recording",
  title: 'what record writes: {"ts":"1618677786500000000","conn":"…","url":"…","dir":"in","data":{…}}',
  detect: ([first = ""]) => /^\{"(?:wireloom":"recording"|ts":"\d+","conn":")/.test(first),
  read(bytes, start, end, record, session) {
    // Before it stand texts of JSON, in which a quote has a backslash.
    const inLine = bytes.subarray(start, end).indexOf(DATA);
    const at = inLine < 0 ? undefined : start + inLine;
    const object = parseObject(bytes.toString("utf8", start, at ?? end) + (at === undefined ? "" : "}"));
    if (!object || bytes[end - 1] !== CLOSING) {
      setDamaged(record, "The line is not a JSON object.");
      return;
    }
    if (Object.hasOwn(object, "wireloom")) return;
    record.connection = String(object.conn ?? session.connection);
    record.time = toMilliseconds(object.ts);
    if (typeof object.url === "string") session.urls[record.connection] = object.url;
    record.direction = object.dir === "out" ? "sent" : object.dir === "in" ? "received" : "unknown";
    if (at !== undefined) setFrame(record, at + DATA.length, end - 1);
    else if (typeof object.text === "string") setText(record, object.text);
    else if (typeof object.bytes === "string") record.kind = "binary";
    else if (object.event === "open" || object.event === "close") record.kind = object.event;
    else setDamaged(record, "The line has none of the members data, text, bytes and event.");
  },
};
