/** What the pages say of the exchange, whichever the line. */

import type { Json } from "../schema/json-schema.js";
import { dataOf } from "./claim.js";
import type { LinePages, Proposal } from "./propose-line.js";
import { asRequest } from "./roles.js";
import { askedTexts, pushesIn } from "./sections.js";
import { textLeaves } from "./topic-text.js";

const QUOTES = ["USDT", "USDC", "USD", "EUR", "BTC", "ETH", "PERP"];
const SYMBOL = /^(?:s|symbol|inst(?:rument)?_?id|market|pair|product_?id)$/i;

/** The members of exchange.yaml. */
export function proposeExchange(lines: readonly LinePages[], proposals: readonly Proposal[]): Json {
  const readings = lines.flatMap(({ pages }) => pages);
  const requests = readings.flatMap(({ messages }) => messages.flatMap((message) => asRequest(message) ?? []));
  const asked = askedTexts(requests);
  const pushes = readings.flatMap((reading) => pushesIn(reading, asked));
  const name = nameOf(proposals);
  const texts = pushes.flatMap(({ value }) => textLeaves(value)).filter(({ key }) => SYMBOL.test(key));
  const quotes = QUOTES.filter((quote) =>
    texts.some(({ text }) => text.length > quote.length && text.toUpperCase().endsWith(quote)),
  );
  const topicMembers = byFrequency(pushes.map(({ pointer }) => pointer.split("/").at(-1) ?? ""));
  return {
    name,
    title: name.charAt(0).toUpperCase() + name.slice(1),
    package: `@wireloom/${name}`,
    topicMembers: topicMembers.length > 0 ? topicMembers : ["topic"],
    symbols: { members: byFrequency(texts.map(({ key }) => key)), quotes },
    requests: { members: byFrequency(requests.map(({ member }) => member)) },
  };
}

/** By the domain of an endpoint: `wss://stream.harbor.example/ws` is of harbor. */
function nameOf(proposals: readonly Proposal[]): string {
  const urls = proposals.flatMap(({ draft }) => textLeaves(dataOf(draft))).map(({ text }) => text);
  const host = urls.map((url) => /^wss?:\/\/([^/:]+)/.exec(url)?.[1]).find((text) => text !== undefined);
  const words = (host ?? "exchange").split(".");
  const name = (words.length > 1 ? words.at(-2) : words[0]) ?? "";
  const safe = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return safe === "" ? "exchange" : safe;
}

function byFrequency(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
}
