/** Clients that others wrote, against the mock at the documented paths: they connect, log in, subscribe, ping, lose the connection and go on. */

import { WebsocketClient as V5Client, DefaultLogger as V5Logger } from "bybit-api";
import { WebsocketClient as OldClient, DefaultLogger as OldLogger } from "bybit-api-3";
import { afterEach, expect, it } from "vitest";
import { MOCK_CREDENTIALS, type Mock, startMock } from "../../generator/commands/mock.js";
import { patternsOn } from "../../generator/spec/line-view.js";
import type { LineSpec } from "../../generator/spec/spec.js";
import { exampleTopic } from "../../generator/topic/pattern.js";
import { until } from "../client/clients.js";
import { loadLineSpec } from "../conformance/generated-package.js";

/** Much quicker than theirs: a test does not wait for the ten seconds of a ping. */
const OPTIONS = {
  key: MOCK_CREDENTIALS.apiKey,
  secret: MOCK_CREDENTIALS.secret,
  pingInterval: 50,
  pongTimeout: 5000,
  reconnectTimeout: 20,
};

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** What the client tells of. */
interface Heard {
  /** Texts of topics, since it was connected last. */
  readonly topics: Set<string>;
  readonly errors: unknown[];
  reconnects: number;
}

interface Listenable {
  on(event: string, listener: (value: { readonly topic?: string }) => void): unknown;
}

function hear(client: object): Heard {
  const heard: Heard = { topics: new Set(), errors: [], reconnects: 0 };
  const on = (event: string, listener: Parameters<Listenable["on"]>[1]): unknown =>
    (client as Listenable).on(event, listener);
  on("update", ({ topic = "" }) => heard.topics.add(topic));
  for (const event of ["error", "exception"]) on(event, (value) => heard.errors.push(value));
  on("reconnected", () => {
    heard.reconnects += 1;
    heard.topics.clear();
  });
  return heard;
}

/** Their complaints that are no events. */
const loggerFor = <T extends object>(logger: T, said: unknown[][]): T => {
  const silent = Object.fromEntries(Object.keys(logger).map((level) => [level, () => undefined]));
  return {
    ...silent,
    error: (...words: unknown[]) => said.push(words),
    warning: (...words: unknown[]) => said.push(words),
  } as T;
};

interface Setup {
  readonly mock: Mock;
  readonly url: string;
  readonly counts: { pings: number; pongs: number };
}

/** Every connection breaks once. */
async function start(line: string, connection: string): Promise<Setup> {
  const counts = { pings: 0, pongs: 0 };
  const mock = await startMock({
    line,
    intervalMs: 20,
    faults: [{ fault: "drop", after: 100, connections: 1 }],
    onFrame: ({ direction, text }) => {
      if (direction === "received" && /"ping"/.test(text)) counts.pings += 1;
      if (direction === "sent" && /"pong"/.test(text)) counts.pongs += 1;
    },
  });
  open.push(mock);
  const [documented = ""] = loadLineSpec(line).file.connections[connection]?.endpoints.mainnet ?? [];
  return { mock, url: `ws://127.0.0.1:${mock.port}${new URL(documented).pathname}`, counts };
}

/** Every topic of the connection as it is asked for. */
const topicsOn = (line: LineSpec, connection: string): string[] =>
  line.topics
    .filter(({ connections }) => connections.includes(connection))
    .flatMap(({ subscribe }) =>
      patternsOn(line, subscribe, connection).map((pattern) => exampleTopic(pattern, line.file.slots, connection)),
    );

/** Each topic behind the break as well; one that was asked for without a symbol comes with symbols. */
async function expectAll({ counts }: Setup, heard: Heard, topics: readonly string[], pings = 3): Promise<void> {
  const isWhole = (): boolean =>
    topics.every((asked) => [...heard.topics].some((topic) => topic === asked || topic.startsWith(`${asked}.`)));
  await until(() => heard.reconnects === 1 || heard.errors.length > 0, "the reconnect", 20_000);
  await until(() => heard.errors.length > 0 || (isWhole() && counts.pongs >= pings), "all topics again", 20_000);
  expect(heard.errors).toEqual([]);
  expect(heard.reconnects).toBe(1);
  expect(counts.pings).toBeGreaterThanOrEqual(pings);
}

it.each(["linear", "inverse", "spot", "option", "private"] as const)("bybit-api 4 on %s of v5", async (connection) => {
  const setup = await start("v5", connection);
  const said: unknown[][] = [];
  const client = new V5Client({ ...OPTIONS, market: "v5", wsUrl: setup.url }, loggerFor(V5Logger, said));
  open.push({ close: () => client.closeAll(true) });
  const heard = hear(client);
  const topics = topicsOn(loadLineSpec("v5"), connection);
  const isPrivate = connection === "private";
  client.subscribeV5(topics, isPrivate ? "linear" : connection, isPrivate);
  await expectAll(setup, heard, topics);
  // It looks for `op` in every answer; the documented one of this connection has none.
  const isWithoutOp = ([, message]: readonly unknown[]): boolean => !Object.hasOwn(message as object, "op");
  expect(connection === "option" ? said.filter((words) => !isWithoutOp(words)) : said).toEqual([]);
});

it.each([
  ["linear", "linear", "public"],
  ["linear", "linear", "private"],
  ["copy-trading", "linear", "public"],
  ["copy-trading", "linear", "private"],
  ["usdc-perpetual", "usdcPerp", "public"],
  ["usdc-perpetual", "usdcPerp", "private"],
] as const)("bybit-api 3 on %s (%s), %s", async (line, market, connection) => {
  const setup = await start(line, connection);
  const said: unknown[][] = [];
  const client = new OldClient({ ...OPTIONS, market, wsUrl: setup.url }, loggerFor(OldLogger, said));
  open.push({ close: () => client.closeAll(true) });
  const heard = hear(client);
  const topics = topicsOn(loadLineSpec(line), connection);
  client.subscribe(topics, connection === "private");
  await expectAll(setup, heard, topics);
  expect(said).toEqual([]);
});

it("bybit-api 3 on the public connection of spot: a request for each topic", async () => {
  const setup = await start("spot", "v1");
  const said: unknown[][] = [];
  // It connects by itself. Its ping is not the one that the page of this line has.
  const options = { ...OPTIONS, market: "spot", wsUrl: setup.url, pingInterval: 3_600_000 } as const;
  const client = new OldClient(options, loggerFor(OldLogger, said));
  open.push({ close: () => client.closeAll(true) });
  const heard = hear(client);
  const subscribe = (): void => {
    client.subscribePublicSpotTrades("BTCUSDT");
    client.subscribePublicSpotTradingPair("BTCUSDT");
    client.subscribePublicSpotV1Kline("BTCUSDT", "1m");
    client.subscribePublicSpotOrderbook("BTCUSDT", "full");
    client.subscribePublicSpotOrderbook("BTCUSDT", "merge", 1);
    client.subscribePublicSpotOrderbook("BTCUSDT", "delta");
  };
  // It leaves the topics of this market to its user, also behind a reconnect.
  client.on("open", subscribe);
  client.on("reconnected", subscribe);
  await expectAll(setup, heard, ["trade", "realtimes", "kline", "depth", "mergedDepth", "diffDepth"], 0);
  expect(said).toEqual([]);
});
