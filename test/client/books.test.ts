/** A book that follows recorded traffic, against a straightforward computation of what it must hold. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startMock } from "../../generator/commands/mock.js";
import { CAPTURE, HAS_CAPTURE, requireCapture } from "../real-docs.js";
import { createClient, until } from "./clients.js";

requireCapture();

interface Row {
  readonly price: string;
  readonly side: string;
  readonly size: number;
}

interface Message {
  readonly topic: string;
  readonly type: string;
  readonly data: readonly Row[] & { readonly delete: Row[]; readonly update: Row[]; readonly insert: Row[] };
  readonly cross_seq: number;
}

describe.runIf(HAS_CAPTURE)("a real recording, replayed", () => {
  it("gives the books that the recording gives", async () => {
    // The lines of received frames: a time, a colon, the message.
    const messages = readFileSync(CAPTURE, "utf8")
      .split("\n")
      .flatMap((line) => /^\d+\.\d+: (\{"topic":"orderBookL2.*)$/.exec(line)?.[1] ?? [])
      .map((text) => JSON.parse(text) as Message);
    const expected = new Map<string, Map<string, Row>>();
    for (const { topic, type, data } of messages) {
      const rows = type === "snapshot" ? new Map<string, Row>() : (expected.get(topic) ?? new Map<string, Row>());
      expected.set(topic, rows);
      if (type === "snapshot") for (const row of data) rows.set(`${row.side} ${row.price}`, row);
      else {
        for (const row of data.delete) rows.delete(`${row.side} ${row.price}`);
        for (const row of [...data.update, ...data.insert]) rows.set(`${row.side} ${row.price}`, row);
      }
    }
    expect(messages.length).toBeGreaterThan(1000);
    expect([...expected.keys()].sort()).toEqual(["orderBookL2_25.BTCUSD", "orderBookL2_25.EOSUSD"]);

    const mock = await startMock({ line: "copy-trading", replay: [CAPTURE], speed: 0 });
    const client = await createClient("copy-trading", mock);
    const gaps: unknown[] = [];
    client.events.on("gap", (gap) => gaps.push(gap));
    const books = [...expected.keys()].map((topic) => ({ topic, book: client.book(topic) }));
    for (const { topic, book } of books) {
      const last = messages.findLast((message) => message.topic === topic)?.cross_seq;
      await until(() => book.current?.sequence === last, `the last message of ${topic}`);
      const side = (name: string, order: 1 | -1): unknown[] =>
        [...(expected.get(topic)?.values() ?? [])]
          .filter((row) => row.side === name)
          .sort((a, b) => order * (Number(a.price) - Number(b.price)))
          .map(({ price, size }) => ({ price, size: String(size) }));
      expect(book.current?.bids).toEqual(side("Buy", -1));
      expect(book.current?.asks).toEqual(side("Sell", 1));
      expect(book.current?.bids.length).toBe(25);
    }
    expect(gaps).toEqual([]);
    await client.close();
    await mock.close();
  });
});
