/** Every line: connect, authenticate, subscribe to each topic, receive each documented message over real sockets, unsubscribe, close. */

import { describe, expect, it } from "vitest";
import { startMock } from "../../generator/commands/mock.js";
import type { LoggedFrame } from "../../generator/mock/session-types.js";
import { entryOf } from "../../generator/spec/line-view.js";
import { modulePathOf } from "../../generator/spec/module-path.js";
import { loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { DOCS, HAS_DOCS, LINES, readRealLine, requireDocs } from "../real-docs.js";
import { askFor, createClient, placesOf, sleep, until } from "./clients.js";
import { startInMemory } from "./memory-exchange.js";
import { useVirtualTime } from "./virtual-time.js";

requireDocs();

describe.runIf(HAS_DOCS)("with the documented messages", () => {
  it.each(LINES)("%s: every topic is subscribed to, received, valid, and unsubscribed", async (line) => {
    const frames: LoggedFrame[] = [];
    const mock = await startMock({ line, docs: DOCS, intervalMs: 0, onFrame: (frame) => frames.push(frame) });
    const { validateFrame, parseFrame } = await loadPackage(line);
    const spec = loadLineSpec(line);
    const client = await createClient(line, mock, { validation: { check: validateFrame, mode: "throw" } });
    const problems: unknown[] = [];
    for (const event of ["invalid", "unknown", "error", "gap"])
      client.events.on(event, (value) => problems.push([event, value]));
    const received = new Map<string, unknown[]>();
    // In one turn: what belongs together goes out together, and authentication pushes what it subscribes to at once.
    await Promise.all(
      placesOf(spec).map(({ topic, connection }) => {
        const seen: unknown[] = [];
        received.set(`${connection} ${topic.name}`, seen);
        return client.subscribe(...askFor(spec, topic, connection), (message: unknown) => seen.push(message));
      }),
    );
    // What was sent went through: an answer to a request of later comes after it.
    for (const { topic, connection } of placesOf(spec)) await client.unsubscribe(...askFor(spec, topic, connection));
    expect(client.subscriptions()).toEqual([]);
    expect(problems).toEqual([]);
    const pushed = frames.filter(({ push }) => push);
    const shown = new Map(
      readRealLine(line).topics.map(({ evidence }) => [
        modulePathOf(evidence.entry, spec.file),
        new Set(evidence.examples.map(({ form }) => form)),
      ]),
    );
    for (const { topic, connection } of placesOf(spec)) {
      const own = pushed
        .map((frame) => ({ frame: parseFrame(frame.text, frame.connection), connection: frame.connection }))
        .filter((each) => each.frame.topic === topic.name && each.connection === connection);
      const seen = received.get(`${connection} ${topic.name}`);
      expect(seen?.length, topic.modulePath).toBeGreaterThan(0);
      // What stands on the wire is what the handler gets, in the same order, and it has all forms that the page shows.
      expect(seen).toEqual(own.map(({ frame }) => frame.message));
      expect(new Set(own.map(({ frame }) => frame.form))).toEqual(shown.get(topic.modulePath));
    }
    await client.close();
    for (const connection of Object.keys(spec.file.connections)) expect(client.state(connection)).toBe("closed");
    await mock.close();
  });
});

describe("with generated messages", () => {
  useVirtualTime();

  it.each(LINES)("%s: books and records follow, and nothing is invalid", async (line) => {
    const { validateFrame } = await loadPackage(line);
    const spec = loadLineSpec(line);
    const { client, exchange: mock } = await startInMemory(line, {
      validation: { check: validateFrame, mode: "throw" },
    });
    const problems: unknown[] = [];
    for (const event of ["invalid", "unknown", "error", "gap"])
      client.events.on(event, (value) => problems.push([event, value]));
    const counts = new Map<string, number>();
    for (const { topic, connection } of placesOf(spec)) {
      const name = `${connection} ${topic.name}`;
      await client.subscribe(...askFor(spec, topic, connection), () => counts.set(name, (counts.get(name) ?? 0) + 1));
    }
    for (let tick = 0; tick < 50; tick += 1) mock.tick();
    const names = placesOf(spec).map(({ topic, connection }) => `${connection} ${topic.name}`);
    await until(() => names.every((name) => (counts.get(name) ?? 0) >= 50), "50 messages of every topic");
    const stateful = placesOf(spec).filter(({ topic }) => {
      const entry = entryOf(spec, topic);
      return entry?.book ?? entry?.records;
    });
    for (const { topic, connection } of stateful) {
      const entry = entryOf(spec, topic);
      // Anew, so that its own snapshot comes.
      await client.unsubscribe(...askFor(spec, topic, connection));
      const live = entry?.book
        ? client.book(...askFor(spec, topic, connection))
        : client.records(...askFor(spec, topic, connection));
      if (!entry?.records || entry.records.snapshot !== undefined) await live.ready;
      else await client.connect(connection);
      await sleep(20);
      mock.tick();
      mock.tick();
      await live.ready;
      expect(live.current, topic.modulePath).toBeDefined();
    }
    expect(problems).toEqual([]);
    await client.unsubscribeAll();
    expect(client.subscriptions()).toEqual([]);
    const left = mock
      .sessions()
      .flatMap((session) => (session.connection === "private" && line === "spot" ? [] : session.subscriptions()));
    expect(left).toEqual([]);
    await client.close();
    mock.close();
  });
});
