/** The built clients on the platforms that they name, each with its own WebSocket class, over real sockets in a process of its own. */

import { execFile, spawn } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { MOCK_CREDENTIALS, type Mock, type MockOptions, startMock } from "../../generator/commands/mock.js";
import { askFor, placesOf } from "../client/clients.js";
import { loadLineSpec } from "../conformance/generated-package.js";
import { LINES, ROOT } from "../real-docs.js";

interface Platform {
  readonly name: string;
  /** Exact package of the registry that has the program; absent: this Node with `ws`. */
  readonly from?: { readonly package: string; readonly program: string };
  /** A socket whose other side is gone does not keep the process alive, as the option `WebSocket` says. */
  readonly letsGo: boolean;
}

const PLATFORMS: readonly Platform[] = [
  { name: "this Node, ws", letsGo: true },
  { name: "Node 22", from: { package: "node@22.21.1", program: "node" }, letsGo: false },
  { name: "Node 24", from: { package: "node@24.11.1", program: "node" }, letsGo: false },
  { name: "Bun", from: { package: "bun@1.3.3", program: "bun" }, letsGo: true },
];

/** By npm, which keeps them for the next time. Undefined where it cannot be had. */
function programOf({ from }: Platform): Promise<string | undefined> {
  if (!from) return Promise.resolve(process.execPath);
  const print = from.program === "bun" ? ["-e", "console.log(process.execPath)"] : ["-p", "process.execPath"];
  const args = ["exec", "--yes", `--package=${from.package}`, "--", from.program, ...print];
  return new Promise((resolve) => {
    execFile("npm", args, { timeout: 120_000 }, (error, stdout) => resolve(error ? undefined : stdout.trim()));
  });
}

const programs = new Map<Platform, string>();
for (const platform of PLATFORMS) {
  const program = await programOf(platform);
  if (program !== undefined) programs.set(platform, program);
  else if (process.env.CI) throw new Error(`npm cannot fetch ${platform.from?.package}.`);
  else console.warn(`${platform.name} is not tested: npm cannot fetch ${platform.from?.package}.`);
}

const servers: { close(): unknown }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function startLine(line: string, options: MockOptions): Promise<Mock> {
  const mock = await startMock({ line, ...options });
  servers.push(mock);
  return mock;
}

/** A topic of each connection, of those topics that push by themselves. */
function planOf(line: string, mock: Mock): object {
  const spec = loadLineSpec(line);
  const places = placesOf(spec);
  const connections = [...new Set(places.map(({ connection }) => connection))];
  const entry = (name: string): string => pathToFileURL(join(ROOT, `generated/dist/${line}/${name}.js`)).href;
  return {
    name: line,
    client: entry("client"),
    index: entry("validate"),
    url: mock.url("x", line).replace(/\/x$/, ""),
    topics: connections.map((connection) => {
      const place = places.find((each) => each.connection === connection);
      return { connection, ask: place ? askFor(spec, place.topic, connection) : [] };
    }),
  };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const SCENARIO = fileURLToPath(new URL("scenario.mjs", import.meta.url));
const WS = pathToFileURL(join(ROOT, "node_modules/ws/wrapper.mjs")).href;

/** Far more than it takes to end. */
const LIVES_ON_MS = 20_000;

/** It is killed if it does not end behind its last words; its code is null then. */
function run(platform: Platform, plan: object): Promise<Ended> {
  const full = { ...plan, credentials: MOCK_CREDENTIALS, ...(platform.from ? {} : { ws: WS }) };
  const child = spawn(programs.get(platform) ?? "", [SCENARIO, JSON.stringify(full)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => {
    ended.stdout += String(text);
    setTimeout(() => child.kill("SIGKILL"), LIVES_ON_MS).unref();
  });
  child.stderr.on("data", (text) => {
    ended.stderr += String(text);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...ended })));
}

describe.each([...programs.keys()])("$name", (platform) => {
  it("receives what is valid, breaks, connects again, closes and ends, on every line", async () => {
    const plans: object[] = [];
    for (const line of LINES) {
      const faults = [{ fault: "drop" as const, after: 30 }];
      plans.push(planOf(line, await startLine(line, { intervalMs: 5, faults })));
    }
    const { code, stdout, stderr } = await run(platform, { talk: plans });
    expect([code, stderr]).toEqual([0, ""]);
    const result = JSON.parse(stdout) as Record<string, object>;
    for (const line of LINES)
      expect([line, result[line]]).toEqual([
        line,
        {
          received: [...new Set(placesOf(loadLineSpec(line)).map((place) => place.connection))].sort(),
          states: ["closed"],
          problems: [],
        },
      ]);
  });

  it("a handshake that fails is told at once", async () => {
    const listen = async (server: Server): Promise<string> => {
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    };
    const refusing = createServer();
    refusing.on("upgrade", (_, socket) =>
      socket.on("error", () => undefined).end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n"),
    );
    const urls = [
      "ws://127.0.0.1:9/",
      await listen(refusing),
      await listen(createTcpServer((socket) => socket.on("error", () => undefined).end("no HTTP\r\n\r\n"))),
    ];
    const line = planOf("linear", await startLine("linear", {}));
    const { code, stdout, stderr } = await run(platform, { fail: { line, urls } });
    expect([code, stderr, stdout]).toEqual([0, "", `${JSON.stringify({ fail: [1006, 1006, 1006] })}\n`]);
  });

  it.runIf(platform.letsGo)("a socket whose other side is gone does not keep the process alive", async () => {
    const faults = [{ fault: "half-open" as const, after: 3 }];
    const line = planOf("linear", await startLine("linear", { intervalMs: 5, faults }));
    const { code, stdout, stderr } = await run(platform, { vanish: line });
    expect([stdout, stderr, code]).toEqual(["{}\n", "", 0]);
  });
});
