/**
 * `npm run bench:client`: messages per second that a client receives, parses, checks and hands on, over loopback, against `ws` + JSON.parse and the
 * `bybit-api` package. Each sample is a fresh process, and the exchange is another one; interleaved, medians of ratios. `--messages N --rounds N --json`.
 */

import { spawn, spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { childEnvironment, median, needBuild, option, table } from "./harness.mjs";

const messages = option("messages", 200_000);
const rounds = option("rounds", 7);
const warmUp = 40_000;
const here = import.meta.dirname;
needBuild();
const env = childEnvironment();

const GROUPS = [
  {
    title: "linear, order-book deltas",
    exchange: ["linear", "orderBookL2_25", "orderBookL2_25.BTCUSDT", "public"],
    clients: [
      "raw-linear",
      "wireloom-linear",
      "wireloom-linear-tapped",
      "wireloom-linear-validating",
      "wireloom-linear-book",
    ],
  },
  {
    title: "v5, executions",
    exchange: ["v5", "execution", "execution", "private"],
    clients: ["raw-v5", "wireloom-v5", "wireloom-v5-validating", "bybit-api-v5"],
  },
];

const results = [];
for (const { title, exchange, clients } of GROUPS) {
  const server = spawn(
    process.execPath,
    [join(here, "client-exchange.mjs"), ...exchange, String(warmUp + messages + 1000)],
    {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const { url, bytes } = await new Promise((resolve) =>
    server.stdout.once("data", (data) => resolve(JSON.parse(String(data)))),
  );
  const samples = Object.fromEntries(clients.map((client) => [client, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const client of clients) samples[client].push(run(client, url));
    process.stderr.write(`${title}: round ${round + 1} of ${rounds}\n`);
  }
  server.kill();
  const base = samples[clients[0]];
  for (const client of clients) {
    results.push({
      traffic: title,
      bytes: Math.round(bytes),
      client,
      messagesPerSecond: Math.round(messages / median(samples[client].map(({ seconds }) => seconds))),
      cpuMicrosecondsPerMessage: median(samples[client].map(({ cpu }) => (cpu / messages) * 1e6)),
      rateOfRaw: median(samples[client].map(({ seconds }, index) => base[index].seconds / seconds)),
      cpuOfRaw: median(samples[client].map(({ cpu }, index) => cpu / base[index].cpu)),
    });
  }
}

if (process.argv.includes("--json"))
  process.stdout.write(`${JSON.stringify({ cores: availableParallelism(), messages, rounds, results }, null, 2)}\n`);
else {
  const rows = results.map(
    ({ traffic, bytes, client, messagesPerSecond, cpuMicrosecondsPerMessage, rateOfRaw, cpuOfRaw }) => [
      `${traffic}, ${bytes} B`,
      client,
      messagesPerSecond.toLocaleString("en"),
      cpuMicrosecondsPerMessage.toFixed(1),
      `${rateOfRaw.toFixed(2)}x`,
      `${cpuOfRaw.toFixed(2)}x`,
    ],
  );
  const head = ["traffic and client", "messages/s", "CPU us", "rate of raw", "CPU of raw"];
  const joined = rows.map(([traffic, client, ...figures]) => [`${traffic}: ${client}`, ...figures]);
  process.stdout.write(
    `${availableParallelism()} cores, ${messages} messages a sample, ${rounds} rounds\n${table([head, ...joined])}\n`,
  );
}

function run(client, url) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(here, "client-receivers.mjs"), client, url, String(warmUp), String(messages)],
    { env, encoding: "utf8", timeout: 120_000 },
  );
  if (status !== 0 || stderr !== "") throw new Error(`${client}: ${stderr || `exit ${status}`}`);
  return JSON.parse(stdout);
}
