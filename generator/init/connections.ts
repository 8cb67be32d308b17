/** Connections of a line: endpoints that serve the same on several networks and hosts. */

import { groupBy } from "../text/group-by.js";
import { type Draft, found, guessed, type Place } from "./claim.js";
import { type Endpoint, endpointsIn, pathOf, wordsOf } from "./endpoints.js";
import type { PageReading } from "./messages.js";

export interface Connection {
  readonly name: string;
  readonly access: "public" | "private";
  /** Words that pages use for it, lower case. */
  readonly words: ReadonlySet<string>;
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  readonly source: string;
  readonly place: Place;
}

/** Endpoints with one path are one connection, if they have the same access. */
export function connectionsOf(readings: readonly PageReading[]): Connection[] {
  const said = readings.flatMap((reading) => endpointsIn(reading, ["prose", "table"]));
  const endpoints = said.length > 0 ? said : readings.flatMap((reading) => endpointsIn(reading, ["fence"]));
  const different = new Map(endpoints.toReversed().map((endpoint) => [`${endpoint.access} ${endpoint.url}`, endpoint]));
  const groups = groupBy([...different.values()].toReversed(), ({ access, url }) => `${access} ${pathOf(url)}`);
  const names = new Set<string>();
  return [...groups.values()].flatMap((own): Connection[] => {
    const [first] = own;
    if (!first) return [];
    const isAlone = [...groups.values()].filter(([other]) => other?.access === first.access).length === 1;
    const name = freeName(isAlone ? first.access : lastWord(pathOf(first.url), first.access), names);
    const networks = [...new Set(own.map(({ network }) => network))].sort((a, b) => order(a) - order(b));
    return [
      {
        name,
        access: first.access,
        words: new Set(own.flatMap(({ label }) => wordsOf(label)).map((word) => word.toLowerCase())),
        endpoints: new Map(
          networks.map((network) => [network, own.filter((endpoint) => endpoint.network === network)]),
        ),
        source: first.source,
        place: first.place,
      },
    ];
  });
}

const order = (network: string): number => ["mainnet", "testnet", "demo"].indexOf(network);

/** `/public/futures` is the connection `futures`. */
function lastWord(path: string, fallback: string): string {
  const word = (path.split("/").at(-1) ?? "").replace(/[^A-Za-z0-9_-]+/g, "-");
  return /^[A-Za-z][\w-]{0,60}$/.test(word) ? word : fallback;
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
  taken.add(name);
  return name;
}

export function draftOfConnection({ access, endpoints, source, place, name }: Connection, folder: boolean): Draft {
  const urls = [...endpoints].map(([network, own]): [string, Draft] => [
    network,
    own.map(({ url, isNetworkSaid, place: at }) =>
      isNetworkSaid ? found(url, at, "the page has it") : guessed(url, at, "the page does not say which network it is"),
    ),
  ]);
  const isSaid = [...endpoints.values()].flat().some(({ isAccessSaid }) => isAccessSaid);
  return {
    access: isSaid
      ? found(access, place, "the words beside the endpoint")
      : guessed(access, place, "public or private?"),
    ...(folder && { folder: name }),
    description: access === "public" ? "Market data. No authentication." : "Data of one account. Authentication first.",
    source,
    endpoints: Object.fromEntries(urls),
  };
}

/** Connections that words name; a word that several have is of the first. */
export const namedBy = (text: string, connections: readonly Connection[]): readonly Connection[] => {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  const named = new Set(words.map((word) => connections.find((connection) => hasWord(connection, word))));
  return connections.filter((connection) => named.has(connection));
};

const hasWord = ({ name, words, access }: Connection, word: string): boolean =>
  word.length > 2 &&
  (word !== access || word === name.toLowerCase()) &&
  [word, word.replace(/s$/, ""), `${word}s`].some((own) => own === name.toLowerCase() || words.has(own));
