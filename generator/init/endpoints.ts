/** Endpoints by network and connection, and which connection a topic is pushed on. */

import type { Block, Table } from "../docs/page.js";
import { type Claim, type Draft, found, guessed, missing, type Place } from "./claim.js";
import { headingName, type PageReading } from "./messages.js";
import type { TopicSection } from "./sections.js";

export interface Connection {
  readonly name: string;
  readonly access: "public" | "private";
  /** Words that pages use for it, lower case. */
  readonly words: ReadonlySet<string>;
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  readonly source: string;
  readonly place: Place;
}

interface Endpoint {
  readonly url: string;
  readonly network: string;
  readonly isNetworkSaid: boolean;
  readonly access: "public" | "private";
  readonly isAccessSaid: boolean;
  readonly label: string;
  readonly place: Place;
  readonly source: string;
}

const URL = /wss?:\/\/[^\s"'`<>()[\],|]+/g;

const NETWORKS: readonly (readonly [name: string, words: RegExp])[] = [
  ["testnet", /\b(?:testnet|sandbox|test environment)\b/i],
  ["demo", /\bdemo\b/i],
  ["mainnet", /\b(?:mainnet|production|live)\b/i],
];

const networkIn = (text: string): string | undefined => NETWORKS.find(([, words]) => words.test(text))?.[0];

function accessIn(text: string): "public" | "private" | undefined {
  if (/\bprivate\b|\border entry\b|\buser data\b|\baccounts?\b|\btrade\b(?!s)/i.test(text)) return "private";
  return /\bpublic\b|\bmarket\b/i.test(text) ? "public" : undefined;
}

/** In headings and folders above topics: a topic may be called `trade`. */
const accessOfTopics = (text: string): "public" | "private" | undefined => {
  if (/\bprivate\b|\buser data\b/i.test(text)) return "private";
  return /\bpublic\b|\bmarket data\b/i.test(text) ? "public" : undefined;
};

/** Endpoints for some users only are none of the line. */
const REGIONAL = /\b(?:users?|registered|region)\b/i;

export function connectionsOf(readings: readonly PageReading[]): Connection[] {
  const said = readings.flatMap((reading) => endpointsIn(reading, ["prose", "table"]));
  const endpoints = said.length > 0 ? said : readings.flatMap((reading) => endpointsIn(reading, ["fence"]));
  const groups = new Map<string, Endpoint[]>();
  for (const endpoint of endpoints) {
    const key = `${endpoint.access} ${pathOf(endpoint.url)}`;
    const group = groups.get(key) ?? [];
    if (!group.some(({ url }) => url === endpoint.url)) groups.set(key, [...group, endpoint]);
  }
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

const pathOf = (url: string): string =>
  url
    .replace(/^wss?:\/\/[^/]*/, "")
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "");

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

/** Words that tell connections apart. */
const wordsOf = (label: string): string[] =>
  label
    .split(/[^A-Za-z0-9]+/)
    .filter(
      (word) =>
        word.length > 1 &&
        !/^(?:and|the|websocket|stream|base|endpoints?|url|both|are|available|for|mainnet|testnet|demo)$/i.test(word),
    );

function endpointsIn({ page }: PageReading, kinds: readonly Block["kind"][]): Endpoint[] {
  const found: Endpoint[] = [];
  // What was said last of the network and of what is connected to, for the lines below it.
  let network: string | undefined;
  let label = "";
  let heading = "";
  const read = (line: string, place: Place, source: string): void => {
    const urls = [...line.matchAll(URL)].map(([url]) => url.replace(/[.;:]+$/, "").replace(/\?.*$/, ""));
    const words = line.replace(URL, " ");
    network = networkIn(words) ?? network;
    const own = wordsOf(words).length > 0 ? words : "";
    if (urls.length === 0) {
      if (own !== "" && words.length < MAX_LABEL) label = own;
      return;
    }
    if (REGIONAL.test(words)) return;
    for (const url of urls) {
      const ofHost = networkIn(url.replaceAll("-", " ").replaceAll(".", " "));
      const context = [own, label, heading].find((text) => accessIn(text) !== undefined);
      const access = context === undefined ? undefined : accessIn(context);
      found.push({
        url,
        network: ofHost ?? network ?? "mainnet",
        isNetworkSaid: (ofHost ?? network) !== undefined,
        access: access ?? accessIn(pathOf(url).replace(/[/_-]/g, " ")) ?? "public",
        isAccessSaid: access !== undefined,
        label: own === "" ? label : own,
        place,
        source,
      });
    }
  };
  let above = "by hand";
  for (const block of page.blocks) {
    if (block.kind === "heading") {
      [heading, label, network] = [block.text, "", undefined];
      above = `heading ${headingName(block)}`;
    }
    if (!kinds.includes(block.kind)) continue;
    const place = { page: page.path, line: block.line };
    if (block.kind === "prose")
      for (const line of block.text.split("\n")) read(line, place, block.placeholders[0]?.key ?? above);
    else if (block.kind === "table") for (const row of rowsOf(block)) read(row, place, above);
    else if (block.kind === "fence") for (const line of block.content.split("\n")) read(line, place, above);
  }
  return found;
}

/** A cell with an endpoint, behind the words of its column and of its row. */
const rowsOf = ({ header, rows }: Table): string[] =>
  rows.flatMap(({ cells }) => {
    const words = cells.filter(({ text }) => !/wss?:\/\//.test(text)).map(({ text }) => text);
    return cells.flatMap(({ text }, column) =>
      /wss?:\/\//.test(text) ? [`${words.join(" ")} ${header[column]?.text ?? ""} ${text}`] : [],
    );
  });

const MAX_LABEL = 200;

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

export interface ChosenConnections {
  readonly names: readonly string[];
  readonly certainty: "found" | "guessed";
  readonly why: string;
}

/** Connections that some section of the line names: the others are of other lines, or nobody says what they carry. */
export const namedConnections = (
  sections: readonly TopicSection[],
  connections: readonly Connection[],
): readonly Connection[] =>
  connections.filter((connection) => sections.some((section) => isNamedIn(section, connection, connections)));

/** The endpoint that stands on the page of the topic, where others stand on other pages. */
function ofPage({ page }: TopicSection, connections: readonly Connection[]): Connection | undefined {
  const [own, ...others] = connections.filter(({ place }) => place.page === page.path);
  return others.length === 0 && connections.some(({ place }) => place.page !== page.path) ? own : undefined;
}

/** The connections that a topic is pushed on, as far as its page says; `named`: those that any section of the line names. */
export function connectionsFor(
  section: TopicSection,
  connections: readonly Connection[],
  named: readonly Connection[],
): ChosenConnections {
  const pageOwn = ofPage(section, connections);
  if (pageOwn) return { names: [pageOwn.name], certainty: "found", why: "its page has this endpoint" };
  const headings = [...section.above, section.heading];
  const title = headings.map(({ text }) => text);
  const folders = section.page.path.split("/").slice(0, -1).toReversed();
  const said = [...title.toReversed(), ...folders].map(accessOfTopics).find((access) => access !== undefined);
  const access = said ?? connections[0]?.access ?? "public";
  const own = connections.filter((connection) => connection.access === access);
  if (own.length <= 1) {
    const chosen = own.length === 1 ? own : connections.slice(0, 1);
    const isSure = connections.length === 1 || (said !== undefined && own.length === 1);
    return { names: names(chosen), certainty: isSure ? "found" : "guessed", why: "which connection has this topic?" };
  }
  const best = title.map((text) => bestFor(text, own)).findLast((connection) => connection !== undefined);
  if (best) return { names: [best.name], certainty: "found", why: "the heading above names it" };
  const folder = folders
    .map((name) => own.find((connection) => connection.name === name))
    .find((connection) => connection);
  if (folder) return { names: [folder.name], certainty: "found", why: "the folder of the page names it" };
  const here = own.filter((connection) => isNamedIn(section, connection, own));
  if (here.length > 0)
    return { names: names(here), certainty: "guessed", why: "the section names these: are they all?" };
  const shared = own.filter((connection) => named.includes(connection));
  return {
    names: names(shared.length > 0 ? shared : own),
    certainty: "guessed",
    why: "the section names no connection: is the topic on all of these?",
  };
}

const names = (connections: readonly Connection[]): string[] => connections.map(({ name }) => name);

/** `Public Topics V2` is nearer to `Public Topics v2` than to `Public Topics`. */
function bestFor(text: string, connections: readonly Connection[]): Connection | undefined {
  const heading = new Set(wordsOf(text).map((word) => word.toLowerCase()));
  const scored = connections.map((connection) => {
    const own = [...connection.words];
    const common = own.filter((word) => heading.has(word)).length;
    return { connection, score: common === 0 ? -1 : common - (own.length - common) / 2 - (heading.size - common) / 2 };
  });
  const [first, second] = scored.toSorted((a, b) => b.score - a.score);
  return first && first.score > 0 && first.score > (second?.score ?? -1) ? first.connection : undefined;
}

/** Connections that words name; a word that several have is of the first. */
export const namedBy = (text: string, connections: readonly Connection[]): readonly Connection[] => {
  const words = text.toLowerCase().split(/[^a-z0-9]+/);
  const named = new Set(words.map((word) => connections.find((connection) => hasWord(connection, word))));
  return connections.filter((connection) => named.has(connection));
};

/** Words of tabs, of lines that end with a colon and of what a section says it covers. */
function isNamedIn(
  { prose, tab, tabLabels }: TopicSection,
  connection: Connection,
  all: readonly Connection[],
): boolean {
  const lines = tab
    ? [tab.value, ...tabLabels]
    : prose.flatMap(({ text }) => text.split("\n")).filter((line) => /^covers?\b|^[^:]{1,60}:$/i.test(line.trim()));
  return namedBy(lines.join(" "), all).includes(connection);
}

const hasWord = ({ name, words, access }: Connection, word: string): boolean =>
  word.length > 2 &&
  (word !== access || word === name.toLowerCase()) &&
  [word, word.replace(/s$/, ""), `${word}s`].some((own) => own === name.toLowerCase() || words.has(own));

export const draftOfChoice = (
  { names: chosen, certainty, why }: ChosenConnections,
  place: Place,
): Record<string, Draft> => {
  if (chosen.length === 0) return { connection: missing("no page has an endpoint", place) };
  const claim = (value: string | string[]): Claim =>
    certainty === "found" ? found(value, place, why) : guessed(value, place, why);
  return chosen.length === 1 ? { connection: claim(chosen[0] ?? "") } : { connections: claim([...chosen]) };
};

/** Is it a tab of one connection, as against one of a form or of a programming language? */
export const isConnectionTab = (
  { value, label }: { value: string; label: string },
  connections: readonly Connection[],
): boolean => {
  return namedBy(`${value} ${label}`, connections).length > 0;
};
