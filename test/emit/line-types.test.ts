/** The types of the package say what the line files and schemas say: use of them compiles, misuse does not. */

import { rmSync } from "node:fs";
import { expect, it } from "vitest";
import { compilePackage } from "./compile-package.js";
import { emitMadeUpPackage } from "./made-up-package.js";

const { tree } = await emitMadeUpPackage();

const SAME = `type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
declare function same<_ extends true>(): void;
`;

/** By what is demanded: code that has to compile but where it says otherwise. */
const SHOP = `${SAME}
import { type Network, ShopClient } from "./shop/client.js";
import {
  type BookTopic, type CandleMessage, type Connection, type FormMessages, type Frame, type LevelsDelta, type LevelsMessage, type LevelsSnapshot,
  type OrderMessage, type OrderRow, parseFrame, type PayloadOf, type PositionRow, type RecordOf, type RecordsTopic, Side, type SubscribeTopic,
  type Topic, type TopicMessages, type TopicName, topicOf, topics, isLevelsDelta, isLevelsMessage, validateFrame, validateLevels, validateLevelsDelta,
} from "./shop/index.js";
import type { AccountEvent, AccountMessage } from "./shop/account.js";
import type { CandleItem } from "./shop/candle.js";
import type { LevelsLevel, LevelsTopic } from "./shop/levels.js";
import type { Ack, Limit, Nothing } from "./shop/control.js";
import { recognise } from "./shop/recognise.js";
import { loadRecogniser } from "./shop/recognise-wasm.js";

// A network is one that every connection has.
same<Same<Network, "mainnet">>();
same<Same<Connection, "public" | "private">>();

// Topics have the values of closed slots spelt out; what pushes carry and what a client asks for may differ.
same<Same<Topic, \`candle.\${"1" | "60"}.\${string}\` | \`levels.\${string}\` | "position" | "order" | \`order.\${string}\` | "account">>();
same<Same<SubscribeTopic, \`candle.\${"1" | "60"}.\${string}\` | \`levels.\${string}\` | "position" | \`order.\${string}\` | "account">>();
same<Same<TopicName, "candle" | "levels" | "position" | "order" | "account">>();
same<Same<PayloadOf<"candle.60.BTC">, CandleMessage>>();
same<Same<PayloadOf<"levels.BTC">, LevelsMessage>>();
same<Same<PayloadOf<"order.BTC">, OrderMessage>>();
same<Same<TopicMessages["account"], AccountMessage>>();
same<Same<FormMessages["levels/delta"], LevelsDelta>>();
same<Same<FormMessages["candle/push"], CandleMessage>>();
same<Same<LevelsMessage, LevelsSnapshot | LevelsDelta>>();
// @ts-expect-error a candle of 5 is none
const candle: Topic = "candle.5.BTC";

// Several values stand in an open slot, because the line has a separator; one in a closed one.
const filled: "candle.60.BTC" = topicOf("candle.{interval}.{symbol}", { interval: "60", symbol: "BTC" });
topicOf("levels.{symbol}", { symbol: ["BTC", "ETH"] });
// @ts-expect-error one interval
topicOf("candle.{interval}.{symbol}", { interval: ["1", "60"], symbol: "BTC" });
// @ts-expect-error no slot may be left out
topicOf("candle.{interval}.{symbol}", { interval: "1" });
// @ts-expect-error no topic of the line
topicOf("trades.{symbol}", { symbol: "BTC" });

// States: a book, and tables with the type of their records.
same<Same<BookTopic, \`levels.\${string}\`>>();
same<Same<RecordsTopic, "position" | \`order.\${string}\`>>();
same<Same<RecordOf<"position">, PositionRow>>();
same<Same<RecordOf<"order.BTC">, OrderRow>>();
same<Same<typeof topics.levels.book.bid, "Buy">>();

// Members: as the schemas have them.
same<Same<LevelsLevel["price"], string>>();
same<Same<LevelsLevel["size"], number | undefined>>();
same<Same<OrderRow["status"], number | null>>();
same<Same<LevelsSnapshot["type"], "snap">>();
same<Same<LevelsSnapshot["topic"], LevelsTopic>>();
same<Same<CandleItem["confirm"], boolean | undefined>>();
same<Same<CandleMessage["code"], 10 | undefined>>();
same<Same<AccountMessage, AccountEvent[]>>();
same<Same<AccountEvent["e"], "account">>();
same<Same<Nothing["result"], null>>();
same<Same<Ack["request"]["args"], string[] | undefined>>();
// Other values of an enum may come, and the known ones are constants.
const side: LevelsLevel["side"] = "Neither";
same<Same<typeof Side.Buy, "Buy">>();
// @ts-expect-error an enum of texts has no numbers
const number: LevelsLevel["side"] = 1;
const ofRow = (row: PositionRow) => {
  // @ts-expect-error objects have no other members
  return row.sise;
};

// A frame is narrowed step by step.
export function read(frame: Frame): unknown {
  if (frame.kind === "push" && frame.topic === "levels") {
    if (frame.form === "delta") return frame.message.data.gone;
    same<Same<typeof frame.message, LevelsSnapshot>>();
    return frame.message.data[0]?.price;
  }
  if (frame.kind === "error") {
    if (frame.reply === "limit") return same<Same<typeof frame.message, Limit>>();
    return frame.message.success;
  }
  if (frame.kind === "unknown") return frame.reason;
  // @ts-expect-error a pong is no acknowledgement
  if (frame.kind === "pong" && frame.reply === "ack") return frame;
  return frame.message;
}
same<Same<ReturnType<typeof parseFrame>, Frame>>();
// @ts-expect-error topics have one meaning on all connections
parseFrame("{}", "public");
const { valid } = validateFrame(parseFrame("{}"));
// Large integers change the type of every number, so such a frame is none that a validator could take.
const exact = parseFrame("{}", { bigint: true });
if (exact.kind === "push" && exact.topic === "order") same<Same<(typeof exact.message.data)[number]["status"], number | bigint | null>>();
// @ts-expect-error its numbers are not all numbers
validateFrame(exact);

// Guards and validators narrow to the form, and to all forms.
export function narrow(value: unknown): string {
  if (isLevelsDelta(value)) return value.data.gone.length.toFixed();
  if (isLevelsMessage(value)) return value.type;
  const result = validateLevels(value);
  if (result.valid) same<Same<typeof result.value, LevelsMessage>>();
  return validateLevelsDelta.is(value) ? value.type : "";
}

// What bytes are proven to be is a topic with its form, or a reply.
same<Same<NonNullable<ReturnType<typeof recognise>>, "levels/delta" | "levels/snapshot" | "position/delta" | "position/snapshot" | "order/push"
  | "account/push" | "pong" | "auth-reply" | "limit" | "nothing" | "failure" | "ack">>();
const compiled: Promise<typeof recognise> = loadRecogniser();

// The client takes topics as texts, and hands on their messages.
const shop = new ShopClient({ network: "mainnet" });
// @ts-expect-error private topics are on the mainnet only
new ShopClient({ network: "testnet" });
shop.subscribe("levels.BTC", (message) => same<Same<typeof message, LevelsMessage>>());
shop.subscribe("levels.BTC|ETH");
shop.on("levels/delta", (message) => same<Same<typeof message, LevelsDelta>>());
shop.on("order", (message) => same<Same<typeof message, OrderMessage>>());
// @ts-expect-error no topic of the line
shop.subscribe("trades.BTC");
shop.connect("private");
// @ts-expect-error no connection of the line
shop.connect("v1");
const book = shop.book("levels.BTC").current;
same<Same<NonNullable<typeof book>["message"], LevelsMessage>>();
const table = shop.records("position").current;
same<Same<NonNullable<typeof table>["records"], ReadonlyMap<string, PositionRow>>>();
// @ts-expect-error candles make no book
shop.book("candle.1.BTC");
// @ts-expect-error levels make no table
shop.records("levels.BTC");
export { book, candle, compiled, filled, number, ofRow, side, valid };
`;

const PAIR = `${SAME}
import { type Network, PairClient } from "./pair/client.js";
import {
  type BookTopic, type Frame, type FrameOn, parseFrame, type PayloadOf, type RecordOf, type RecordsTopic, type RequestParameters, type SubscribeTopic,
  type Topic, type TopicMessages, type PrivateTicketEvent, type V1TradeMessage, type V2DepthMessage, type V2TradeMessage,
} from "./pair/index.js";
import { recognise } from "./pair/recognise.js";
import { loadRecogniser } from "./pair/recognise-wasm.js";

same<Same<Network, "mainnet">>();
// A topic is known with its connection.
same<Same<Topic, "v1/trade" | "v2/trade" | "v2/depth" | "private/ticket">>();
same<Same<SubscribeTopic, Topic>>();
same<Same<PayloadOf<"v1/trade">, V1TradeMessage>>();
same<Same<TopicMessages["v2/trade"], V2TradeMessage>>();
same<Same<V2DepthMessage["data"]["b"], [string, string][]>>();
same<Same<BookTopic, "v2/depth">>();
same<Same<RecordsTopic, "private/ticket">>();
same<Same<RecordOf<"private/ticket">, PrivateTicketEvent>>();

// What a request has to say: its parameters, but for the word of subscribing; several symbols where the line file says so.
same<Same<RequestParameters["v1/trade"], {
  readonly symbol: string | readonly string[];
  readonly binary?: boolean;
  readonly limit: number;
  readonly ratio: number;
  readonly tags: readonly string[];
  readonly interval: "1m" | "1h";
}>>();
same<Same<RequestParameters["v2/trade"], { readonly symbol: string }>>();
// Authentication subscribes to it.
same<Same<RequestParameters["private/ticket"], Readonly<Record<string, never>>>>();

// It takes the connection to know what a frame is.
// @ts-expect-error the connection
parseFrame("{}");
const frame = parseFrame("{}", "v1");
const exact = parseFrame("{}", "v1", { bigint: "text" });
same<Same<typeof exact.kind, typeof frame.kind>>();
same<Same<typeof frame, FrameOn<"v1">>>();
if (frame.kind === "push") same<Same<typeof frame.message, V1TradeMessage>>();
export const any: Frame = frame;
// @ts-expect-error the connection
recognise(new Uint8Array(), 0, 0);
recognise(new Uint8Array(), 0, 0, "v2");
loadRecogniser().then((compiled) => {
  // @ts-expect-error the connection
  compiled(new Uint8Array(), 0, 0);
  return compiled(new Uint8Array(), 0, 0, "private");
});

const pair = new PairClient();
pair.subscribe("v1/trade", { symbol: ["A", "B"], limit: 1, ratio: 0.5, tags: [], interval: "1m" }, (message) => same<Same<typeof message, V1TradeMessage>>());
// @ts-expect-error no parameters
pair.subscribe("v2/trade");
pair.book("v2/depth", { symbol: "A" });
pair.records("private/ticket", {});
// @ts-expect-error trades make no book
pair.book("v2/trade", { symbol: "A" });
`;

const ZERO = `${SAME}
import { ZeroClient } from "./zero/client.js";
import { type BookTopic, type Frame, parseFrame, type RecordsTopic, type ReplyFrame, topicOf, type UnknownFrame, validateFrame } from "./zero/index.js";

same<Same<BookTopic, never>>();
same<Same<RecordsTopic, never>>();
same<Same<ReplyFrame, never>>();
export const frame: Frame = parseFrame("{}");
if (frame.kind !== "push") same<Same<typeof frame, UnknownFrame>>();
validateFrame(frame);
// @ts-expect-error one symbol: the line has no separator
topicOf("tick.{symbol}", { symbol: ["A", "B"] });
const zero = new ZeroClient();
// @ts-expect-error no topic makes a book
zero.book;
// @ts-expect-error no topic makes a table
zero.records;
`;

const MART = `${SAME}
import { MartClient } from "./mart/client.js";
import {
  type LadderMessage, type BookTopic, type Connection, type DepthMessage, type FarQuoteMessage, parseFrame, type PayloadOf, type PushFrame,
  type QuoteMessage, type RecordsTopic, type SubscribeTopic, topicOf, type WalletMessage,
} from "./mart/index.js";

// Which topics there are depends on the connection; without one it is those of all.
same<Same<Connection, "near" | "far" | "account">>();
same<Same<SubscribeTopic<"near">, \`book.\${string}\` | \`quote.\${string}\` | \`depth.\${"1" | "50"}.\${string}\`>>();
same<Same<SubscribeTopic<"far">, \`book.\${string}\` | \`quote.\${string}\` | \`depth.\${"25" | "50"}.\${string}\`>>();
same<Same<SubscribeTopic<"account">, "wallet" | \`guard.\${"1" | "60"}\`>>();
same<Same<Exclude<SubscribeTopic, \`depth.\${string}\`>, \`book.\${string}\` | \`quote.\${string}\` | "wallet" | \`guard.\${"1" | "60"}\`>>();
same<Same<PayloadOf<"depth.25.BTC", "far">, DepthMessage>>();
same<Same<PayloadOf<"depth.25.BTC", "near">, never>>();
same<Same<PayloadOf<"book.BTC">, LadderMessage>>();
same<Same<PayloadOf<"quote.BTC", "near">, QuoteMessage>>();
same<Same<PayloadOf<"quote.BTC", "far">, FarQuoteMessage>>();
same<Same<PayloadOf<"quote.BTC">, QuoteMessage | FarQuoteMessage>>();
same<Same<PayloadOf<"quote.BTC", "account">, never>>();
same<Same<PayloadOf<"guard.1">, never>>();
same<Same<BookTopic<"far">, \`book.\${string}\`>>();
same<Same<BookTopic<"account">, never>>();
same<Same<RecordsTopic<"far">, \`quote.\${string}\`>>();
same<Same<RecordsTopic<"near">, never>>();

// A frame has the connection that the parser was told.
const near = parseFrame("{}", "near");
if (near.kind === "push") same<Same<(typeof near)["topic"], "ladder" | "quote" | "depth">>();
same<Same<Extract<PushFrame, { readonly topic: "ladder" }>["connection"], "near" | "far">>();
// @ts-expect-error it has to be told
parseFrame("{}");

const mart = new MartClient();
mart.subscribe("near", "book.BTC", (message) => same<Same<typeof message, LadderMessage>>());
mart.subscribe("far", "quote.BTC", (message) => same<Same<typeof message, FarQuoteMessage>>());
mart.subscribe("account", "guard.60");
mart.on("account", "wallet", (message) => same<Same<typeof message, WalletMessage>>());
mart.on("far", "ladder/delta", () => {});
mart.book("far", "book.BTC");
mart.records("far", "quote.BTC");
for await (const message of mart.messages("near", "quote.BTC")) same<Same<typeof message, QuoteMessage>>();
// @ts-expect-error a topic of another connection
mart.subscribe("account", "book.BTC");
// What stands in a slot may be of one connection only.
mart.subscribe("far", topicOf("depth.{levels}.{symbol}", { levels: "25", symbol: "BTC" }));
// @ts-expect-error levels of the other connection
mart.subscribe("near", "depth.25.BTC");
// @ts-expect-error as a pattern that is filled, too
mart.subscribe("near", topicOf("depth.{levels}.{symbol}", { levels: "25", symbol: "BTC" }));
// @ts-expect-error no table on this one
mart.records("near", "quote.BTC");
// @ts-expect-error the connection is missing
mart.subscribe("book.BTC");
// @ts-expect-error one symbol a topic: the line has no filters
mart.subscribe("near", "book.BTC|ETH");
// @ts-expect-error and no wildcard
mart.book("far", "book.*");
declare const anyBook: \`book.\${string}\`;
mart.subscribe("near", anyBook).then((handle) => same<Same<typeof handle.topic, string>>());
`;

it("compiles as a strict project, and so does what its types allow and nothing else", () => {
  const modules = new Map([...tree].filter(([path]) => path.endsWith(".ts")));
  const uses = new Map([
    ["src/use-shop.ts", SHOP],
    ["src/use-pair.ts", PAIR],
    ["src/use-mart.ts", MART],
    ["src/use-zero.ts", ZERO],
  ]);
  const { folder, errors } = compilePackage([modules, uses]);
  rmSync(folder, { recursive: true });
  expect(errors).toEqual([]);
});
