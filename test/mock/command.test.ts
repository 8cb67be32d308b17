/** `wireloom mock` as a user runs it: the command, replays, scripts, and what it says about bad ones. */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type MockOptions, mock, startMock } from "../../generator/commands/mock.js";
import { createClient, sleep, until } from "../client/clients.js";
import { ROOT } from "../real-docs.js";

const folder = mkdtempSync(join(tmpdir(), "wireloom-mock-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const trade = (id: number): object => ({
  topic: "trade.BTCUSDT",
  data: [
    {
      symbol: "BTCUSDT",
      tick_direction: "PlusTick",
      price: "1.5",
      size: id,
      timestamp: "2021-04-17T16:43:07.000Z",
      trade_time_ms: "1618677787000",
      side: "Buy",
      trade_id: `t${id}`,
    },
  ],
});

describe("the command", () => {
  it("prints where it listens, serves, prints frames with --verbose, and ends with Ctrl-C", async () => {
    const child = spawn(process.execPath, [
      join(ROOT, "dist/generator/bin.js"),
      "mock",
      "--line",
      "linear",
      "--interval",
      "5",
      "--verbose",
    ]);
    let output = "";
    child.stdout.on("data", (text) => {
      output += String(text);
    });
    await until(() => /ws:\S+\/linear\/private\n/.test(output), "the addresses", 20_000);
    const url = /ws:\S+\/linear\/public/.exec(output)?.[0];
    const client = await createClient("linear", undefined, { url });
    let received = 0;
    await client.subscribe("trade.BTCUSDT", () => {
      received += 1;
    });
    await until(() => received > 3, "messages");
    await client.close();
    expect(output).toMatch(
      /1 linear\/public < {"op":"subscribe","args":\["trade.BTCUSDT"\]}\n1 linear\/public > {"success":true/,
    );
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(130);
  });
});

describe("a replay", () => {
  const capture = (times: readonly number[]): string =>
    file(
      "trades.ndjson",
      times
        .map((time, index) => `${JSON.stringify({ time, direction: "received", message: trade(index) })}\n`)
        .join(""),
    );

  it("starts anew for each client, and sends only what it is subscribed to", async () => {
    const replay = [capture([1, 2, 3, 4].map((ms) => 1_618_677_787_000 + ms))];
    const started = await startMock({ line: "linear", replay, speed: 0 });
    for (let round = 0; round < 2; round += 1) {
      const client = await createClient("linear", started);
      const sizes: number[] = [];
      await client.subscribe("candle.1.BTCUSDT");
      await client.close();
      const other = await createClient("linear", started);
      await other.subscribe("trade.BTCUSDT", ({ data }: { data: { size: number }[] }) =>
        sizes.push(data[0]?.size ?? -1),
      );
      await until(() => sizes.length === 4, "four messages");
      expect(sizes).toEqual([0, 1, 2, 3]);
      await other.close();
    }
    await started.close();
  });
});

describe("bad input", () => {
  const cases: readonly [string, () => MockOptions, { code: string; message: RegExp; file?: RegExp; line?: number }][] =
    [
      [
        "a line that is not there",
        () => ({ line: "nothing" }),
        { code: "usage/unknown-line", message: /no line "nothing"/ },
      ],
      [
        "a script that is no YAML",
        () => ({ script: file("a.yaml", "- fault: [drop\n") }),
        { code: "config/script", message: /./, file: /a\.yaml$/, line: 2 },
      ],
      [
        "a script that is no list",
        () => ({ script: file("b.yaml", "fault: drop\n") }),
        { code: "config/script", message: /wrong at "": must be array/ },
      ],
      [
        "a fault that is not one",
        () => ({ script: file("c.yaml", "- fault: explode\n") }),
        { code: "config/script", message: /"\/0\/fault": .*drop, half-open/ },
      ],
      [
        "a fault with a member that it has not",
        () => ({ faults: [{ fault: "drop", when: 3 } as never] }),
        { code: "usage/option", message: /must NOT have additional properties/ },
      ],
      [
        "a script that is not there",
        () => ({ script: join(folder, "none.yaml") }),
        { code: "input/missing", message: /does not exist/ },
      ],
      [
        "a capture that is not there",
        () => ({ replay: [join(folder, "none.raw")] }),
        { code: "input/missing", message: /does not exist/ },
      ],
      [
        "a capture of no known format",
        () => ({ replay: [file("x.bin", "what is this\n")] }),
        { code: "input/unknown-format", message: /format of the capture is not known/ },
      ],
      [
        "a capture format that is not one",
        () => ({ replay: [file("y.ndjson", "{}\n")], formatIn: "pcap" }),
        { code: "usage/option", message: /no capture format "pcap"/ },
      ],
      ["standard input", () => ({ replay: ["-"] }), { code: "usage/option", message: /cannot be replayed/ }],
      ["pages that are not there", () => ({ docs: join(folder, "docs") }), { code: "input/no-checkout", message: /./ }],
    ];
  it("close codes that nobody may send are refused", async () => {
    for (const code of [999, 1004, 1005, 1006, 2000, 5000])
      expect((await mock({ faults: [{ fault: "close", code }] })).diagnostics[0]?.message).toMatch(
        /"\/0\/code": .*1000 to 1003/,
      );
  });

  it.each(cases)("%s is a diagnostic", async (_, options, expected) => {
    const result = await mock(options());
    expect(result.mock).toBeUndefined();
    expect(result.diagnostics[0]).toMatchObject({
      severity: "error",
      code: expected.code,
      message: expect.stringMatching(expected.message),
      fix: expect.stringMatching(/./),
      ...(expected.file ? { file: expect.stringMatching(expected.file) } : {}),
      ...(expected.line ? { line: expected.line } : {}),
    });
    await expect(startMock(options())).rejects.toThrow(TypeError);
  });

  it("a capture that is not there is one diagnostic, not two", async () => {
    const { diagnostics } = await mock({ replay: [join(folder, "none.raw")] });
    expect(diagnostics.map(({ code }) => code)).toEqual(["input/missing"]);
  });

  it("a port in use is one", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    const { port } = server.address() as AddressInfo;
    expect((await mock({ port })).diagnostics).toMatchObject([
      { code: "usage/port", message: expect.stringContaining(`${port} (EADDRINUSE)`) },
    ]);
    await new Promise((resolve) => server.close(resolve));
  });

  it("clients that talk nonsense get an answer or an end, and others are served on", async () => {
    const started = await startMock({ line: "linear", intervalMs: 5 });
    const client = await createClient("linear", started);
    let received = 0;
    await client.subscribe("trade.BTCUSDT", () => {
      received += 1;
    });
    const ask = (text: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(started.url("public"));
        socket.on("open", () => socket.send(text));
        socket.on("message", (data) => {
          resolve(String(data));
          socket.close();
        });
        socket.on("close", (code) => resolve(`closed ${code}`));
        socket.on("error", () => undefined);
      });
    for (const text of [
      "",
      "{",
      "null",
      "[]",
      '"x"',
      '{"op":1}',
      '{"op":"subscribe"}',
      '{"op":"subscribe","args":["__proto__"]}',
      '{"op":"auth","args":[]}',
      "[".repeat(10_000),
    ])
      expect(JSON.parse(await ask(text)), text.slice(0, 40)).toMatchObject({ success: false });
    expect(await ask(" ".repeat(2_000_000))).toBe("closed 1009");
    const path = (url: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(url);
        socket.on("error", ({ message }) => resolve(message));
        socket.on("open", () => resolve("open"));
      });
    expect(await path(started.url("nothing"))).toMatch(/404/);
    const upgrade = connect(started.port, "127.0.0.1");
    upgrade.on("error", () => undefined);
    upgrade.write(
      "GET // HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    );
    expect(await new Promise((resolve) => upgrade.once("data", (data) => resolve(String(data))))).toMatch(
      /^HTTP\/1.1 404/,
    );
    upgrade.destroy();
    expect(await path(`${started.url("private")}?api_key=x&expires=1&signature=y`)).toMatch(/401/);
    const page = await fetch(`http://127.0.0.1:${started.port}/`);
    expect([page.status, await page.text()]).toEqual([426, expect.stringContaining("/linear/public")]);
    // Bytes that are no HTTP.
    const raw = connect(started.port, "127.0.0.1");
    raw.on("error", () => undefined);
    raw.write("\0\0\0\r\n\r\n");
    await sleep(20);
    raw.destroy();
    const before = received;
    await until(() => received > before + 5, "messages for the client that behaves");
    await client.close();
    await started.close();
  });
});
