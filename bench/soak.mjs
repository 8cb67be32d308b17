/**
 * `npm run soak`: one client at the highest rate that the machine does, for 5 minutes (or --seconds N), validating and keeping a book, its connection
 * broken every few seconds. Exit 1 if its memory grows. The exchange is another process.
 */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { validateFrame } from "@wireloom/bybit/linear";
import { LinearClient } from "@wireloom/bybit/linear/client";
import WebSocket from "ws";
import { option } from "./harness.mjs";

const seconds = option("seconds", 300);
if (globalThis.gc === undefined) throw new Error("Run it by `npm run soak`: it needs --expose-gc.");
/** More than this between the first third and the last is growth, not noise. */
const ALLOWED_MB = 8;
const SAMPLE_MS = Math.max((seconds * 1000) / 60, 500);

const server = spawn(
  process.execPath,
  [
    join(import.meta.dirname, "client-exchange.mjs"),
    "linear",
    "orderBookL2_25",
    "orderBookL2_25.BTCUSDT",
    "public",
    String(1e12),
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const { url } = await new Promise((resolve) => server.stdout.once("data", (data) => resolve(JSON.parse(String(data)))));

const open = new Set();
class Socket extends WebSocket {
  constructor(address) {
    super(address);
    open.add(this);
    this.once("close", () => open.delete(this));
  }
}
const client = new LinearClient({
  url,
  WebSocket: Socket,
  validation: { check: validateFrame, mode: "report" },
  reconnect: { initialMs: 10, maxMs: 100, stableMs: 0 },
});
const counts = { messages: 0, connections: 0, invalid: 0, unknown: 0, gaps: 0, errors: 0 };
client.events.on("state", ({ state }) => {
  if (state === "ready") counts.connections += 1;
});
client.events.on("invalid", () => {
  counts.invalid += 1;
});
client.events.on("unknown", () => {
  counts.unknown += 1;
});
client.events.on("gap", () => {
  counts.gaps += 1;
});
client.events.on("error", () => {
  counts.errors += 1;
});
const book = client.book("orderBookL2_25.BTCUSDT");
void client.subscribe("orderBookL2_25.BTCUSDT", () => {
  counts.messages += 1;
});

const samples = [];
const began = Date.now();
while (Date.now() - began < seconds * 1000) {
  await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  globalThis.gc();
  const { heapUsed, rss } = process.memoryUsage();
  samples.push({ heap: heapUsed / 1e6, rss: rss / 1e6 });
  const elapsed = (Date.now() - began) / 1000;
  const line = `${elapsed.toFixed(0)} s, ${counts.messages.toLocaleString("en")} messages (${Math.round(counts.messages / elapsed).toLocaleString("en")}/s), ${counts.connections} connections, heap ${(heapUsed / 1e6).toFixed(1)} MB, rss ${(rss / 1e6).toFixed(0)} MB`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  else if (samples.length % 10 === 0) process.stderr.write(`${line}\n`);
  // A broken connection every fifth sample.
  if (samples.length % 5 === 0) for (const socket of open) socket.terminate();
}
const last = book.current;
await client.close();
server.kill();
if (process.stderr.isTTY) process.stderr.write("\n");
const third = Math.max(Math.floor(samples.length / 3), 1);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const growth =
  median(samples.slice(-third).map(({ heap }) => heap)) - median(samples.slice(0, third).map(({ heap }) => heap));
const left = process.getActiveResourcesInfo().filter((name) => name === "Timeout" || name === "TCPSocketWrap");
process.stdout.write(
  `${JSON.stringify({ ...counts, growthMB: Number(growth.toFixed(2)), peakRssMB: Math.round(Math.max(...samples.map(({ rss }) => rss))), left, bookLevels: last?.bids.length ?? 0 })}\n`,
);
if (growth > ALLOWED_MB || counts.invalid + counts.unknown + counts.errors + counts.gaps > 0 || left.length > 0)
  process.exitCode = 1;
