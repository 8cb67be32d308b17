/** Prints the mid price of an order book whenever it moves. `EXCHANGE`: base URL of a mock exchange, instead of the real one. */

import { V5Client } from "@wireloom/bybit/v5/client";
import WebSocket from "ws";

const mock = process.env.EXCHANGE;
const client = new V5Client({ WebSocket, ...(mock && { url: (connection) => `${mock}/v5/${connection}` }) });
client.events.on("error", (error) => console.error(error.message));

const book = client.book("linear", "orderbook.50.BTCUSDT");
let shown = "";
book.onChange(({ current, isStale }) => {
  const [bid, ask] = [current?.bids[0]?.price, current?.asks[0]?.price];
  // Without a snapshot, behind a gap or on a connection that may be dead there is no price to act on.
  const text = bid === undefined || ask === undefined || isStale ? "no price" : String((Number(bid) + Number(ask)) / 2);
  if (text !== shown) console.log(text);
  shown = text;
});

process.once("SIGINT", () => void client.close());
