/** Endpoints in the words, the tables and, failing those, the programs of a page, with what is said of each. */

import type { Block, Table } from "../docs/page.js";
import type { Place } from "./claim.js";
import { headingName, type PageReading } from "./messages.js";

export interface Endpoint {
  readonly url: string;
  readonly network: string;
  readonly isNetworkSaid: boolean;
  readonly access: "public" | "private";
  readonly isAccessSaid: boolean;
  readonly label: string;
  readonly place: Place;
  readonly source: string;
}

const ENDPOINT = /wss?:\/\/[^\s"'`<>()[\],|]+/g;

const NETWORKS: readonly (readonly [name: string, words: RegExp])[] = [
  ["testnet", /\b(?:test(?:net| network| environment)|sandbox)\b/i],
  ["demo", /\bdemo\b/i],
  ["mainnet", /\b(?:mainnet|production|live)\b/i],
];

const networkIn = (text: string): string | undefined => NETWORKS.find(([, words]) => words.test(text))?.[0];

function accessIn(text: string): "public" | "private" | undefined {
  if (/\bprivate\b|\border entry\b|\buser data\b|\baccounts?\b|\btrade\b(?!s)/i.test(text)) return "private";
  return /\bpublic\b|\bmarket\b/i.test(text) ? "public" : undefined;
}

/** Endpoints for some users only are none of the line; one for user data is. */
const REGIONAL = /\b(?:users?(?! data)|registered|region)\b/i;

export function endpointsIn({ page }: PageReading, kinds: readonly Block["kind"][]): Endpoint[] {
  const found: Endpoint[] = [];
  // What was said last of the network and of what is connected to, for the lines below it.
  let network: string | undefined;
  let label = "";
  let heading = "";
  const read = (line: string, place: Place, source: string): void => {
    const urls = [...line.matchAll(ENDPOINT)].map(([url]) => url.replace(/[.;:]+$/, "").replace(/\?.*$/, ""));
    const words = line.replace(ENDPOINT, " ");
    const whole = wordsOf(words).length > 0 ? words : "";
    if (urls.length <= 1) network = networkIn(words) ?? network;
    if (urls.length === 0) {
      if (whole !== "" && words.length < MAX_LABEL) label = whole;
      return;
    }
    if (REGIONAL.test(words)) return;
    // Each has the words between it and the one before.
    const pieces = line.split(ENDPOINT);
    for (const [index, url] of urls.entries()) {
      const piece = pieces[index] ?? "";
      const own = wordsOf(piece).length > 0 ? piece : whole;
      network = networkIn(piece) ?? network;
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

export const pathOf = (url: string): string =>
  url
    .replace(/^wss?:\/\/[^/]*/, "")
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "");

/** Words that tell connections apart. */
export const wordsOf = (label: string): string[] =>
  label
    .split(/[^A-Za-z0-9]+/)
    .filter(
      (word) =>
        word.length > 1 &&
        !/^(?:and|the|websocket|stream|base|endpoints?|url|both|are|available|for|mainnet|testnet|demo)$/i.test(word),
    );
