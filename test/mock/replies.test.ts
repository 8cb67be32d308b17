/** What the mock exchange says must be what the spec says: every answer and every generated push is routed and valid. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startMock } from "../../generator/commands/mock.js";
import { validate } from "../../generator/commands/validate.js";
import { createReplies } from "../../generator/mock/replies.js";
import type { LoggedFrame } from "../../generator/mock/session-types.js";
import type { Json } from "../../generator/schema/json-schema.js";
import { buildRequest, type RequestTemplate } from "../../templates/runtime/request.js";
import { askFor, createClient, placesOf, until } from "../client/clients.js";
import { loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { LINES } from "../real-docs.js";

describe.each(LINES)("%s", (line) => {
  it("answers each request with the reply that the line documents for it", async () => {
    const { parseFrame, validateFrame } = await loadPackage(line);
    const spec = loadLineSpec(line);
    const connection = Object.keys(spec.file.connections)[0] ?? "";
    const replies = createReplies({ line: spec, connection, documented: [], now: Date.now });
    const request: Json =
      line === "spot"
        ? { topic: "trade", event: "sub", symbol: "BTCUSDT", params: { binary: false } }
        : { op: "subscribe", id: "7", args: ["a", "b"] };
    const authentication: Json = { op: "auth", args: ["key", 1, "signature"] };
    const template = spec.file.heartbeat?.request;
    const time = template?.parameters.time?.type === "string" ? "1" : 1;
    const ping = template ? (buildRequest(template as RequestTemplate, { time }) as Json) : {};
    const expected = [
      ["ack", replies.acknowledged(request, ["a"], ["b"])],
      ["error", replies.refused(request, "no")],
      ["pong", replies.pong(ping)],
      ["auth", replies.authenticated(authentication)],
      ["auth", replies.refusedAuthentication(authentication, "no")],
    ] as const;
    for (const [kind, reply] of expected) {
      const frame = parseFrame(JSON.stringify(reply), connection);
      expect([frame.kind, validateFrame(frame)]).toMatchObject([kind, { valid: true }]);
    }
  });

  it("pushes traffic in which `validate` finds nothing: types, order, books, replies", async () => {
    const folder = mkdtempSync(join(tmpdir(), "wireloom-mock-"));
    const frames: LoggedFrame[] = [];
    const mock = await startMock({ line, intervalMs: 0, onFrame: (frame) => frames.push(frame) });
    const spec = loadLineSpec(line);
    const client = await createClient(line, mock);
    const places = placesOf(spec);
    await Promise.all(places.map(({ topic, connection }) => client.subscribe(...askFor(spec, topic, connection))));
    for (let tick = 0; tick < 200; tick += 1) mock.tick();
    await until(() => frames.filter(({ push }) => push).length >= places.length * 200, "200 pushes of every topic");
    await client.close();
    await mock.close();
    for (const connection of Object.keys(spec.file.connections)) {
      const own = frames.filter((frame) => frame.connection === connection);
      const url = spec.file.connections[connection]?.endpoints.mainnet?.[0] ?? "";
      const lines = own.map(({ direction, text }, index) => ({
        t: direction === "received" ? "send" : "recv",
        conn: "1",
        ts: 1_700_000_000 + index / 1000,
        data: text,
      }));
      const capture = join(folder, `${connection}.jsonl`);
      writeFileSync(
        capture,
        [{ t: "connect", conn: "1", ts: 1_700_000_000, addr: url }, ...lines]
          .map((each) => `${JSON.stringify(each)}\n`)
          .join(""),
      );
      // A reply may repeat members of a request that the one reply on the page does not have: not an error, and no push.
      const pushed = new Set(spec.topics.map(({ name }) => name));
      const { report, diagnostics } = await validate({ files: [capture], line, workers: 0 });
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(
        report?.findings
          .filter(({ severity, topic }) => severity === "error" || (severity === "warning" && pushed.has(topic)))
          .map(({ code, topic, pointer, expected, got }) => ({ code, topic, pointer, expected, got })),
      ).toEqual([]);
      expect(report?.messages).toBe(own.filter(({ push }) => push).length);
    }
    rmSync(folder, { recursive: true });
  });
});

it("is the same for the same seed, and another for another", async () => {
  const record = async (seed: number): Promise<unknown[]> => {
    const frames: LoggedFrame[] = [];
    const mock = await startMock({ line: "linear", seed, intervalMs: 0, onFrame: (frame) => frames.push(frame) });
    const client = await createClient("linear", mock);
    await client.subscribe("orderBookL2_25.BTCUSDT");
    for (let tick = 0; tick < 10; tick += 1) mock.tick();
    await client.close();
    await mock.close();
    return frames
      .filter(({ push }) => push)
      .map(({ text }) => (JSON.parse(text.replace(/\b1\d{15}\b/g, "0")) as { data: unknown }).data);
  };
  const [first, same, other] = [await record(1), await record(1), await record(2)];
  expect(first).toHaveLength(11);
  expect(same).toEqual(first);
  expect(other).not.toEqual(first);
});
