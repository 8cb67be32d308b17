/**
 * What a program does with the clients of the package, on whatever platform runs this: its plan is its argument, and what happened is printed as JSON.
 * The process has to end by itself.
 */

const plan = JSON.parse(process.argv[2]);
const WebSocket = plan.ws ? (await import(plan.ws)).default : globalThis.WebSocket;

async function load({ client, index }, options) {
  const entry = await import(client);
  const Client = entry[Object.keys(entry).find((name) => name.endsWith("Client"))];
  const { validateFrame } = await import(index);
  const problems = [];
  const made = new Client({
    WebSocket,
    credentials: plan.credentials,
    reconnect: { initialMs: 5, maxMs: 20, stableMs: 0 },
    validation: { check: validateFrame, mode: "report" },
    ...options,
  });
  for (const event of ["invalid", "unknown", "error"])
    made.events.on(event, (value) => problems.push(`${event}: ${value.message ?? JSON.stringify(value)}`));
  return { client: made, problems };
}

const happens = () => {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};

/** Everything is received, breaks, and is received again. */
async function talk(line) {
  const { client, problems } = await load(line, { url: (name) => `${line.url}/${name}` });
  const broken = new Set();
  const again = new Map(line.topics.map(({ connection }) => [connection, happens()]));
  client.events.on("state", ({ connection, state }) => {
    if (state === "waiting") broken.add(connection);
  });
  const received = {};
  await Promise.all(
    line.topics.map(({ connection, ask }) =>
      client.subscribe(...ask, () => {
        received[connection] = (received[connection] ?? 0) + 1;
        if (broken.has(connection)) again.get(connection).resolve();
      }),
    ),
  );
  await Promise.all([...again.values()].map(({ promise }) => promise));
  await client.close();
  const states = line.topics.map(({ connection }) => client.state(connection));
  return { received: Object.keys(received).sort(), states: [...new Set(states)], problems };
}

/** The time limit is far away: what ends the attempt is its failure. */
async function fail(line, url) {
  const { client } = await load(line, { url, timeoutMs: 600_000, reconnect: { initialMs: 600_000, maxMs: 600_000 } });
  const failed = happens();
  client.events.on("state", ({ state, closed }) => state === "waiting" && failed.resolve(closed));
  client.connect(line.topics[0].connection).catch(() => {});
  const { code } = await failed.promise;
  await client.close();
  return code;
}

/** The other side is gone without a word. */
async function vanish(line) {
  const { client } = await load(line, {
    url: (name) => `${line.url}/${name}`,
    heartbeat: { intervalMs: 50, quietMs: 50, timeoutMs: 100 },
    reconnect: false,
  });
  const [{ ask }] = line.topics;
  const closed = happens();
  client.events.on("state", ({ state }) => state === "closed" && closed.resolve());
  await client.subscribe(...ask);
  await closed.promise;
  await client.close();
}

const result = {};
for (const line of plan.talk ?? []) result[line.name] = await talk(line);
if (plan.fail) result.fail = await Promise.all(plan.fail.urls.map((url) => fail(plan.fail.line, url)));
if (plan.vanish) await vanish(plan.vanish);
console.log(JSON.stringify(result));
