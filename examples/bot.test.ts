/** A test of a bot, without the exchange: `node --test`. The mock is the exchange on loopback, and pushes what the test wants. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LinearClient } from "@wireloom/bybit/linear/client";
import { startMock } from "@wireloom/cli";
import WebSocket from "ws";

/** The bot: counts trades of a side, and survives whatever the exchange does. */
async function countSells(client: LinearClient, until: number): Promise<number> {
  let sells = 0;
  for await (const { data } of client.messages("trade.BTCUSDT")) {
    for (const { side } of data) if (side === "Sell") sells += 1;
    if (sells >= until) return sells;
  }
  return sells;
}

test("the bot counts on when the connection breaks", async () => {
  const mock = await startMock({
    line: "linear",
    intervalMs: 5,
    faults: [{ fault: "drop", after: 3, connections: 1 }],
  });
  const client = new LinearClient({
    WebSocket,
    url: (connection) => mock.url(connection),
    reconnect: { initialMs: 10 },
  });
  assert.ok((await countSells(client, 10)) >= 10);
  assert.ok(mock.connected >= 2);
  await client.close();
  await mock.close();
});
