/** Books and records against a straightforward computation of what they must hold. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startMock } from "../../generator/commands/mock.js";
import { createOrderBook } from "../../templates/runtime/order-book.js";
import type { BookLayout, RecordsLayout } from "../../templates/runtime/protocol.js";
import { createRecords } from "../../templates/runtime/records.js";
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

const RECORDS: BookLayout = {
  layout: "records",
  snapshot: "/data",
  delete: "/data/delete",
  update: "/data/update",
  insert: "/data/insert",
  price: "price",
  size: "size",
  side: "side",
  bid: "Buy",
  ask: "Sell",
};
const SIDES: BookLayout = { layout: "sides", bids: "/data/*/b", asks: "/data/*/a", instance: "/symbol", whole: "/f" };

/** Ticks from the middle and sizes: bids below, asks above, so that no book is crossed. */
const level = fc.record({
  side: fc.constantFrom("Buy", "Sell"),
  tick: fc.integer({ min: 1, max: 12 }),
  size: fc.integer({ min: 1, max: 99 }),
});
type Level = typeof level extends fc.Arbitrary<infer T> ? T : never;
const priceOf = ({ side, tick }: Level): string => ((200 + (side === "Buy" ? -tick : tick)) / 4).toFixed(2);
const keyOf = (each: Level): string => `${each.side} ${priceOf(each)}`;
const start = fc.uniqueArray(level, { selector: keyOf, maxLength: 20 });
const changes = fc.array(fc.uniqueArray(level, { selector: keyOf, minLength: 1, maxLength: 6 }), { maxLength: 30 });

const plain = (rows: ReadonlyMap<string, Level>): unknown => {
  const side = (name: string, order: 1 | -1) =>
    [...rows.values()]
      .filter((row) => row.side === name)
      .map((row) => ({ price: priceOf(row), size: String(row.size) }))
      .sort((a, b) => order * (Number(a.price) - Number(b.price)));
  return { bids: side("Buy", -1), asks: side("Sell", 1) };
};

describe("an order book", () => {
  it("of records holds what snapshots and deltas say, whatever they are", () => {
    fc.assert(
      fc.property(start, changes, fc.infiniteStream(fc.boolean()), (first, deltas, coins) => {
        const book = createOrderBook(RECORDS, "/seq");
        const rows = new Map(first.map((each) => [keyOf(each), each]));
        const record = (each: Level) => ({ price: priceOf(each), side: each.side, size: each.size });
        expect(book.apply("snapshot", { data: first.map(record), seq: 1 }).kind).toBe("applied");
        let seq = 1;
        for (const delta of deltas) {
          seq += 1;
          const data = { delete: [] as unknown[], update: [] as unknown[], insert: [] as unknown[] };
          for (const each of delta) {
            const known = rows.has(keyOf(each));
            const gone = known && coins.next().value;
            if (gone) rows.delete(keyOf(each));
            else rows.set(keyOf(each), each);
            data[gone ? "delete" : known ? "update" : "insert"].push(record(each));
          }
          expect(book.apply("delta", { data, seq })).toEqual({ kind: "applied" });
          // The same again changes nothing.
          expect(book.apply("delta", { data, seq })).toEqual({ kind: "duplicate" });
        }
        expect(book.view()).toMatchObject(plain(rows) as object);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("of sides holds what whole books and changes say; size 0 removes", () => {
    fc.assert(
      fc.property(start, changes, fc.infiniteStream(fc.boolean()), (first, deltas, coins) => {
        const book = createOrderBook(SIDES, undefined);
        const rows = new Map(first.map((each) => [keyOf(each), each]));
        const message = (levels: readonly (Level & { gone?: boolean })[], f: boolean) => {
          const side = (name: string) =>
            levels
              .filter((each) => each.side === name)
              .map((each) => [priceOf(each), each.gone ? "0" : String(each.size)]);
          return { data: [{ b: side("Buy"), a: side("Sell") }], f };
        };
        expect(book.apply("push", message(first, true)).kind).toBe("applied");
        for (const delta of deltas) {
          const marked = delta.map((each) => ({ ...each, gone: coins.next().value as boolean }));
          for (const each of marked) {
            if (each.gone) rows.delete(keyOf(each));
            else rows.set(keyOf(each), each);
          }
          expect(book.apply("push", message(marked, false)).kind).toBe("applied");
        }
        const { gone: _, ...wanted } = { gone: 0, ...(plain(rows) as object) };
        expect(book.view()).toMatchObject(wanted);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("waits for a snapshot, and calls what does not fit by its name", () => {
    const row = (price: string, side = "Buy", size = 1) => ({ price, side, size });
    const empty = { delete: [], update: [], insert: [] };
    const apply = (delta: object, seq = 3): string => {
      const book = createOrderBook(RECORDS, "/seq");
      book.apply("snapshot", { data: [row("10"), row("11", "Sell")], seq: 2 });
      const applied = book.apply("delta", { data: { ...empty, ...delta }, seq });
      return applied.kind === "gap" ? applied.reason : applied.kind;
    };
    const book = createOrderBook(RECORDS, "/seq");
    expect([book.apply("delta", { data: empty, seq: 1 }), book.view()]).toEqual([{ kind: "waiting" }, undefined]);
    expect(apply({})).toBe("applied");
    expect(apply({}, 2)).toBe("duplicate");
    expect(apply({}, 1)).toBe("the sequence went back from 2 to 1");
    expect(apply({ delete: [row("9")] })).toBe("the end of a level that is not there: 9");
    expect(apply({ update: [row("9")] })).toBe("a change of a level that is not there: 9");
    expect(apply({ insert: [row("10.00")] })).toBe("a new level that is there already: 10.00");
    expect(apply({ insert: [row("12")] })).toBe("the book is crossed: bid 12, ask 11");
    expect(apply({ insert: [row("x")] })).toBe("a price that is no number: x");
    expect(apply({ insert: [{ price: "9", side: "Buy" }] })).toBe("a size that is no number: undefined");
    expect(apply({ insert: [row("9", "Both")] })).toBe('a level is neither "Buy" nor "Sell"');
    expect(apply({ insert: "none" })).toBe('"insert" is no list');
    expect(apply({ insert: [null] })).toBe('"insert" has an item that is no record');
    const sides = (a: unknown): unknown =>
      createOrderBook(SIDES, undefined).apply("push", { data: [{ b: [], a }], f: true });
    expect(sides(["x"])).toMatchObject({ reason: "a side has an item that is no level" });
    expect(sides([["1", null]])).toMatchObject({ reason: "a size that is no number: null" });
    expect(sides([["", "1"]])).toMatchObject({ reason: "a price that is no number: " });
  });

  it("is shown as views that never change", () => {
    const book = createOrderBook(RECORDS, "/seq");
    book.apply("snapshot", { data: [{ price: "10", side: "Buy", size: 1 }], seq: 1 });
    const first = book.view();
    book.apply("delta", { data: { delete: [], update: [{ price: "10", side: "Buy", size: 2 }], insert: [] }, seq: 2 });
    expect([first?.bids[0]?.size, book.view()?.bids[0]?.size]).toEqual(["1", "2"]);
    expect(book.view()).toBe(book.view());
    expect([first, first?.bids, first?.bids[0]].every(Object.isFrozen)).toBe(true);
  });
});

describe("a table of records", () => {
  const versioned: RecordsLayout = {
    key: ["id"],
    snapshot: "/data/result",
    update: "/data/result",
    version: "/data/version",
    baseLine: "/data/baseLine",
  };
  const message = (version: number, result: object[], baseLine = 1) => ({ data: { result, version, baseLine } });

  it("merges changes into the records of its snapshot, by their key", () => {
    const table = createRecords<{ id: string; a?: number; b?: number }, unknown>(versioned, undefined);
    expect(table.apply("delta", message(1, []))).toEqual({ kind: "waiting" });
    table.apply("snapshot", message(1, [{ id: "x", a: 1, b: 1 }]));
    table.apply(
      "delta",
      message(2, [
        { id: "x", b: 2 },
        { id: "y", a: 3 },
      ]),
    );
    expect([...(table.view()?.records ?? [])]).toEqual([
      ["x", { id: "x", a: 1, b: 2 }],
      ["y", { id: "y", a: 3 }],
    ]);
    table.apply("snapshot", message(1, [{ id: "z", a: 1 }], 2));
    expect([...(table.view()?.records.keys() ?? [])]).toEqual(["z"]);
  });

  it("notices what is missing", () => {
    const next = (version: number, baseLine = 1) => {
      const table = createRecords(versioned, undefined);
      table.apply("snapshot", message(4, []));
      const applied = table.apply("delta", message(version, [], baseLine));
      return applied.kind === "gap" ? applied.reason : applied.kind;
    };
    expect([4, 5, 6, 3].map((version) => next(version))).toEqual([
      "duplicate",
      "applied",
      "the version went from 4 to 6",
      "the version went from 4 to 3",
    ]);
    expect(next(5, 2)).toBe("the base line changed from 1 to 2 without a snapshot");
  });

  it("without a snapshot starts with the first message; with several keys joins them", () => {
    const table = createRecords({ key: ["symbol", "side"], update: "/data", delete: "/gone" }, undefined);
    table.apply("push", {
      data: [
        { symbol: "A", side: 1 },
        { symbol: "A", side: 2 },
      ],
    });
    table.apply("push", { data: { symbol: "B", side: 1 }, gone: [{ symbol: "A", side: 1 }] });
    expect([...(table.view()?.records.keys() ?? [])]).toEqual(["A,2", "B,1"]);
  });
});
