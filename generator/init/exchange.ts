/** What the pages say of the exchange, whichever the line: the members of exchange.yaml. */

import type { PlaceholderStyle } from "../docs/page.js";
import { isObject } from "../schema/is-object.js";
import { escapePointer } from "../schema/pointer.js";
import { type ExchangeFile, NO_EXCHANGE } from "../spec/exchange-file.js";
import { connectionsOf } from "./connections.js";
import type { PageReading } from "./messages.js";
import { topicList } from "./requests.js";
import { asAnswer, asRequest, type Request } from "./roles.js";
import { askedTexts, pushesIn } from "./sections.js";
import { isSubject, textLeaves } from "./topic-text.js";

/** Lists of instruments and coins are samples, whatever page they stand on. */
const ENUMS: ExchangeFile["enums"] = { vague: ["status", "type"], open: ["symbol", "coin", "currency"], noValues: [] };

export function proposeExchange(
  readings: readonly PageReading[],
  placeholders: PlaceholderStyle | undefined,
): ExchangeFile {
  const messages = readings.flatMap((reading) => reading.messages);
  const requests = messages.flatMap((message) => asRequest(message) ?? []);
  const answers = messages.flatMap((message) => asAnswer(message) ?? []);
  const asked = askedTexts(requests);
  const pushes = readings.flatMap((reading) => pushesIn(reading, asked));
  const roots = pushes.map(({ value }) => (Array.isArray(value) ? value[0] : value)).filter(isObject);
  const name = nameOf(readings);
  const topicMembers = byFrequency(pushes.map(({ pointer }) => pointer.split("/").at(-1) ?? ""));
  const subjects = pushes.flatMap(({ value }) => textLeaves(value)).filter(({ key }) => isSubject(key));
  const requestMembers = byFrequency(requests.map(({ member }) => member).filter((member) => !/^ping$/i.test(member)));
  const verdicts = byFrequency(answers.flatMap(({ verdict }) => verdict ?? []));
  const connection = byFrequency(answers.flatMap(({ value }) => Object.keys(value))).find((key) =>
    /^conn_?id$/i.test(key),
  );
  return {
    ...NO_EXCHANGE,
    name,
    title: name.charAt(0).toUpperCase() + name.slice(1),
    package: `@wireloom/${name}`,
    topicMembers: [topicMembers[0] ?? "topic", ...topicMembers.slice(1)],
    symbols: {
      members: byFrequency(subjects.map(({ key }) => key)),
      quotes: quotesOf(new Set(subjects.map(({ text }) => text))),
    },
    requests: { members: requestMembers, parameters: parametersOf(requests) },
    answers: {
      members: verdicts.filter((member) => !requests.some(({ value }) => member in value)),
      ...(connection !== undefined && { connection }),
    },
    records: recordsIn(roots),
    enums: ENUMS,
    ...(placeholders && { placeholders }),
  };
}

/** What names of instruments end in: the last of two words, or what several names have in common. */
function quotesOf(symbols: ReadonlySet<string>): string[] {
  const parted = [...symbols].flatMap((text) => /^[A-Z0-9]+[-_/]([A-Z0-9]+)$/.exec(text)?.[1] ?? []);
  const whole = [...symbols].filter((text) => /^[A-Z0-9]{6,20}$/.test(text));
  const ends = whole.flatMap(
    (text) =>
      [5, 4, 3]
        .map((length) => text.slice(-length))
        .find((end) => whole.some((other) => other !== text && other.endsWith(end))) ?? [],
  );
  return byFrequency([...parted, ...ends]);
}

/** By the domain of an endpoint: `wss://stream.harbor.example/ws` is of harbor. */
function nameOf(readings: readonly PageReading[]): string {
  const [first] = connectionsOf(readings).flatMap(({ endpoints }) => [...endpoints.values()].flat());
  const host = /^wss?:\/\/([^/:]+)/.exec(first?.url ?? "")?.[1] ?? "exchange";
  const words = host.split(".");
  const word = (words.length > 1 ? words.at(-2) : words[0]) ?? "";
  const name = word
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return name === "" ? "exchange" : name.slice(0, 100);
}

/** Where requests for one topic have what tells its instances apart. */
function parametersOf(requests: readonly Request[]): string[] {
  const single = requests.filter((request) => request.action === "subscribe" && topicList(request) === undefined);
  const pointers = single.flatMap(({ value }) =>
    Object.entries(value).flatMap(([key, inner]) =>
      isObject(inner) || isSubject(key) ? [`/${escapePointer(key)}`] : [],
    ),
  );
  return [...new Set(pointers)];
}

/** Most pushes have their records below one member; some in a list further down. */
function recordsIn(roots: readonly Readonly<Record<string, unknown>>[]): ExchangeFile["records"] {
  const holders = roots.flatMap((root) =>
    Object.entries(root).flatMap(([key, inner]) => (typeof inner === "object" && inner !== null ? [key] : [])),
  );
  const [payload] = byFrequency(holders);
  const inside = roots.flatMap((root) => {
    const data = payload === undefined ? undefined : root[payload];
    return isObject(data)
      ? Object.entries(data).flatMap(([key, inner]) => (Array.isArray(inner) && inner.every(isObject) ? [key] : []))
      : [];
  });
  const members = byFrequency(inside);
  const deleted = members.find((key) => /^(?:delete|deleted|remove|removed)$/i.test(key));
  return {
    ...(payload !== undefined && { payload }),
    containers: members.filter((key) => key !== deleted),
    ...(deleted !== undefined && { deleted }),
  };
}

/** Each text once, the most frequent first; empty ones are none. */
function byFrequency(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
}

/** Pages that have keys in place of texts write them all alike: a letter, and the key behind a colon in brackets. */
export function placeholderStyle(sources: readonly string[]): PlaceholderStyle | undefined {
  const signs = sources.flatMap((source) => Array.from(source.matchAll(KEY), ([, sign = ""]) => sign));
  const [sign] = byFrequency(signs);
  return sign === undefined || signs.length < FEW ? undefined : { written: `${sign}(:key)`, prefixes: [] };
}

const KEY = /\b([a-z]{1,10})\(:[A-Za-z_]\w*\)/g;
const FEW = 3;

/** Members that say something; as people would write the file. */
export const saidOf = ({ repositories, copied, ...exchange }: ExchangeFile): Partial<ExchangeFile> => ({
  ...exchange,
  ...(Object.keys(repositories).length > 0 && { repositories }),
  ...(copied.length > 0 && { copied }),
});
