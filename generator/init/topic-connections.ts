/** Which connections a topic is pushed on. */

import { type Claim, type Draft, found, guessed, missing, type Place } from "./claim.js";
import { type Connection, namedBy } from "./connections.js";
import { wordsOf } from "./endpoints.js";
import type { TopicSection } from "./sections.js";

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

/** In headings and folders above topics: a topic may be called `trade`. */
const accessOfTopics = (text: string): "public" | "private" | undefined => {
  if (/\bprivate\b|\buser data\b/i.test(text)) return "private";
  return /\bpublic\b|\bmarket data\b/i.test(text) ? "public" : undefined;
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
): boolean => namedBy(`${value} ${label}`, connections).length > 0;
