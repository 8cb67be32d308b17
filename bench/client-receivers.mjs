/** One client of `npm run bench:client`, in a process of its own. Arguments: client, URL, warm-up, messages. Prints seconds and CPU seconds. */

import WebSocket from "ws";

const [name, url, warmUp, total] = process.argv.slice(2);
const [skipped, wanted] = [Number(warmUp), Number(total)];
let count = 0;
let began;
let cpu;

/** What every client does with a message in the end. */
function onMessage(message) {
  count += 1;
  if (count === skipped) {
    began = process.hrtime.bigint();
    cpu = process.cpuUsage();
  } else if (count === skipped + wanted) {
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(`${JSON.stringify({ seconds, cpu: (user + system) / 1e6, last: typeof message })}\n`);
    process.exit(0);
  }
}

const credentials = { apiKey: "mock-key", secret: "mock-secret" };
const receivers = {
  async "raw-linear"() {
    raw({ op: "subscribe", args: ["orderBookL2_25.BTCUSDT"] }, (topic) => topic.startsWith("orderBookL2_25."));
  },
  async "raw-v5"() {
    const { createHmac } = await import("node:crypto");
    const expires = Date.now() + 10_000;
    const signature = createHmac("sha256", credentials.secret).update(`GET/realtime${expires}`).digest("hex");
    raw({ op: "subscribe", args: ["execution"] }, (topic) => topic === "execution", {
      op: "auth",
      args: [credentials.apiKey, expires, signature],
    });
  },
  async "wireloom-linear"() {
    await wireloom("linear", ["orderBookL2_25.BTCUSDT"]);
  },
  async "wireloom-linear-validating"() {
    await wireloom("linear", ["orderBookL2_25.BTCUSDT"], { validating: true });
  },
  async "wireloom-linear-tapped"() {
    await wireloom("linear", ["orderBookL2_25.BTCUSDT"], { tap: () => {} });
  },
  async "wireloom-linear-book"() {
    const client = await wireloom("linear", ["orderBookL2_25.BTCUSDT"], { validating: true });
    client.book("orderBookL2_25.BTCUSDT");
  },
  async "wireloom-v5"() {
    await wireloom("v5", ["private", "execution"]);
  },
  async "wireloom-v5-validating"() {
    await wireloom("v5", ["private", "execution"], { validating: true });
  },
  async "bybit-api-v5"() {
    const { WebsocketClient } = await import("bybit-api");
    const quiet = { trace() {}, info() {}, error: console.error };
    const client = new WebsocketClient({ key: credentials.apiKey, secret: credentials.secret, wsUrl: url }, quiet);
    client.on("update", onMessage);
    client.on("exception", (error) => process.stderr.write(`${JSON.stringify(error)}\n`));
    await client.subscribeV5("execution", "linear");
  },
};

/** What one writes without a library: a socket, JSON.parse, a switch on the topic, a handler. */
function raw(subscribe, isWanted, authenticate) {
  const socket = new WebSocket(url);
  const send = (request) => socket.send(JSON.stringify(request));
  socket.on("open", () => send(authenticate ?? subscribe));
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (typeof message.topic === "string" && isWanted(message.topic)) onMessage(message);
    else if (message.op === "auth") send(subscribe);
  });
}

async function wireloom(line, topic, { validating = false, tap } = {}) {
  const { validateFrame } = await import(`@wireloom/bybit/${line}`);
  const { V5Client, LinearClient } = await import(`@wireloom/bybit/${line}/client`);
  const Client = line === "v5" ? V5Client : LinearClient;
  const validation = { check: validateFrame, mode: "report" };
  const client = new Client({ url, WebSocket, credentials, tap, ...(validating ? { validation } : {}) });
  client.events.on("invalid", ({ issues }) => process.stderr.write(`${JSON.stringify(issues[0])}\n`));
  void client.subscribe(...topic, onMessage);
  return client;
}

await receivers[name]();
