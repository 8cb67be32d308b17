/** A page with live candles: `npx esbuild examples/candles.ts --bundle --format=esm --outfile=candles.js`, and examples/candles.html beside it. */

import { V5Client } from "@wireloom/bybit/v5/client";

// The browser has a WebSocket of its own. `?exchange=ws://127.0.0.1:8080`: a mock exchange, instead of the real one.
const mock = new URLSearchParams(location.search).get("exchange");
const client = new V5Client(mock ? { url: (connection) => `${mock}/v5/${connection}` } : {});
const table = document.querySelector("tbody") as HTMLTableSectionElement;
const rows = new Map<number, HTMLTableRowElement>();

client.events.on("state", ({ state }) => {
  document.title = state;
});
await client.subscribe("linear", "kline.1.BTCUSDT", ({ data }) => {
  for (const { start, open, high, low, close } of data) {
    const row = rows.get(start) ?? table.insertRow(0);
    rows.set(start, row);
    const cells = [new Date(start).toLocaleTimeString(), open, high, low, close];
    row.replaceChildren(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  }
});
