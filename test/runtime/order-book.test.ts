/** Order books against a straightforward computation of what they must hold, and what does not fit them. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOrderBook } from "../../templates/runtime/order-book.js";
import type { BookLayout } from "../../templates/runtime/protocol.js";

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

const row = (price: string | number, side = "Buy", size: unknown = 1) => ({ price, side, size });
const NOTHING = { delete: [], update: [], insert: [] };
type Book = ReturnType<typeof createOrderBook>;
const result = (applied: ReturnType<Book["apply"]>): string => (applied.kind === "gap" ? applied.reason : applied.kind);
const prices = (book: Book): unknown => {
  const view = book.view();
  return view && [view.bids.map(({ price }) => price), view.asks.map(({ price }) => price)];
};

/** A book of records with a bid at 10 and an ask at 11, as of the number 2. */
function small(): { book: Book; change: (data: object, seq?: unknown) => string } {
  const book = createOrderBook(RECORDS, "/seq");
  book.apply("snapshot", { data: [row("10"), row("11", "Sell")], seq: 2 });
  return { book, change: (data, seq = 3) => result(book.apply("delta", { data: { ...NOTHING, ...data }, seq })) };
}

describe("an order book of records", () => {
  it("waits for a snapshot", () => {
    const book = createOrderBook(RECORDS, "/seq");
    expect([result(book.apply("delta", { data: NOTHING, seq: 1 })), book.view()]).toEqual(["waiting", undefined]);
    expect(result(book.apply("snapshot", { data: [], seq: 5 }))).toBe("applied");
    expect(book.view()).toEqual({ bids: [], asks: [], sequence: 5, message: { data: [], seq: 5 } });
  });

  it("has the number and the message that were applied last", () => {
    const { book, change } = small();
    expect(change({ insert: [row("9")] }, "7")).toBe("applied");
    expect(book.view()).toMatchObject({ sequence: 7, message: { seq: "7" } });
  });

  it("is replaced by a snapshot, whatever its number", () => {
    const { book } = small();
    expect(result(book.apply("snapshot", { data: [row("5")], seq: 1 }))).toBe("applied");
    expect([prices(book), book.view()?.sequence]).toEqual([[["5"], []], 1]);
  });

  it("applies a number once, and none that is lower", () => {
    const applied = (seq: unknown) => small().change({}, seq);
    expect([applied(3), applied(2), applied("2"), applied(1)]).toEqual([
      "applied",
      "duplicate",
      "duplicate",
      "the sequence went back from 2 to 1",
    ]);
    const { book, change } = small();
    change({ insert: [row("9")] }, 2);
    expect(prices(book)).toEqual([["10"], ["11"]]);
  });

  it("compares no numbers where the line has none, or before there was one", () => {
    const unnumbered = createOrderBook(RECORDS, undefined);
    unnumbered.apply("snapshot", { data: [], seq: 2 });
    expect(result(unnumbered.apply("delta", { data: { ...NOTHING, insert: [row("9")] }, seq: 1 }))).toBe("applied");
    expect(unnumbered.view()).toMatchObject({ bids: [{ price: "9" }], sequence: undefined });
  });

  it("calls what does not fit by its name", () => {
    const applied = (data: object) => small().change(data);
    expect(applied({ delete: [row("9")] })).toBe("the end of a level that is not there: 9");
    expect(applied({ update: [row("9")] })).toBe("a change of a level that is not there: 9");
    expect(applied({ insert: [row("10.00")] })).toBe("a new level that is there already: 10.00");
    expect(applied({ insert: [row("x")] })).toBe("a price that is no number: x");
    expect(applied({ insert: [row("")] })).toBe("a price that is no number: ");
    expect(applied({ insert: [{ price: "9", side: "Buy" }] })).toBe("a size that is no number: undefined");
    expect(applied({ update: [row("10", "Buy", "")] })).toBe("a size that is no number: ");
    expect(applied({ insert: [row("9", "Both")] })).toBe('a level is neither "Buy" nor "Sell"');
    expect(applied({ delete: [row("10", "Both")] })).toBe('a level is neither "Buy" nor "Sell"');
    for (const operation of ["delete", "update", "insert"]) {
      expect(applied({ [operation]: "none" })).toBe(`"${operation}" is no list`);
      for (const item of [null, "10", 10])
        expect(applied({ [operation]: [item] })).toBe(`"${operation}" has an item that is no record`);
    }
  });

  it("needs a list in a snapshot only", () => {
    for (const missing of [undefined, null]) {
      const book = createOrderBook(RECORDS, undefined);
      expect(result(book.apply("snapshot", { data: missing }))).toBe("the snapshot has no levels");
      expect(small().change({ delete: missing, update: missing, insert: missing })).toBe("applied");
    }
  });

  it("is not crossed: no bid reaches an ask", () => {
    const applied = (...insert: object[]) => small().change({ insert });
    expect(applied(row("10.9"), row("10.95", "Sell"))).toBe("applied");
    expect(applied(row("12"))).toBe("the book is crossed: bid 12, ask 11");
    expect(applied(row("11"))).toBe("the book is crossed: bid 11, ask 11");
    expect(applied(row("9", "Sell"))).toBe("the book is crossed: bid 10, ask 9");
    const { change } = small();
    expect(change({ delete: [row("11", "Sell")], insert: [row("12")] })).toBe("applied");
  });

  it("deletes, updates and inserts, in this order", () => {
    const { change } = small();
    expect(change({ insert: [row("10")], delete: [row("10")] })).toBe("applied");
    expect(change({ update: [row("10", "Buy", 4)], delete: [row("11", "Sell")] }, 4)).toBe("applied");
    expect(change({ update: [row("10", "Buy", 4)], delete: [row("10")] }, 5)).toBe(
      "a change of a level that is not there: 10",
    );
  });

  it("tells levels apart by their number, and shows them as they were sent last", () => {
    const { book, change } = small();
    expect(change({ update: [row("10.00", "Buy", "0.10")], insert: [row(9, "Buy", 3)] })).toBe("applied");
    expect(book.view()?.bids).toEqual([
      { price: "10.00", size: "0.10" },
      { price: "9", size: "3" },
    ]);
    expect(change({ delete: [row(10)] }, 4)).toBe("applied");
    expect(prices(book)).toEqual([["9"], ["11"]]);
  });

  it("starts anew after a reset, or after a snapshot that does not fit", () => {
    const { book, change } = small();
    book.reset();
    expect([book.view(), change({}, 9)]).toEqual([undefined, "waiting"]);
    book.apply("snapshot", { data: [row("10")], seq: 1 });
    expect(change({ insert: [row("9")] }, 2)).toBe("applied");
    expect(result(book.apply("snapshot", { data: [row("x")], seq: 3 }))).toBe("a price that is no number: x");
    expect([book.view(), change({}, 9)]).toEqual([undefined, "waiting"]);
  });
});

describe("an order book of sides", () => {
  const apply = (book: Book, b: unknown, a: unknown, f: unknown) => result(book.apply("push", { data: [{ b, a }], f }));

  it("waits for a whole book, which the flag says and nothing else", () => {
    for (const flag of [false, undefined, null, "true", 1]) {
      const book = createOrderBook(SIDES, undefined);
      expect([apply(book, [["10", "1"]], [], flag), apply(book, [["9", "1"]], [], true)]).toEqual([
        "waiting",
        "applied",
      ]);
      expect(prices(book)).toEqual([["9"], []]);
      expect(apply(book, [["10", "1"]], [], flag)).toBe("applied");
      expect(prices(book)).toEqual([["10", "9"], []]);
      expect(apply(book, [["8", "1"]], [], true)).toBe("applied");
      expect(prices(book)).toEqual([["8"], []]);
    }
  });

  it("is whole each time where the line has no flag", () => {
    const { whole: _, ...layout } = SIDES as Extract<BookLayout, { layout: "sides" }>;
    const book = createOrderBook(layout, undefined);
    expect([apply(book, [["10", "1"]], [], false), apply(book, [["9", "1"]], [["11", "1"]], false)]).toEqual([
      "applied",
      "applied",
    ]);
    expect(prices(book)).toEqual([["9"], ["11"]]);
  });

  it("removes what has the size 0, whether it is there or not", () => {
    const book = createOrderBook(SIDES, undefined);
    apply(
      book,
      [
        ["10", "1"],
        ["9", 2],
      ],
      [["11", "1"]],
      true,
    );
    expect(apply(book, [["10.0", "0.000"]], [["12", 0]], false)).toBe("applied");
    expect(prices(book)).toEqual([["9"], ["11"]]);
  });

  it("calls what does not fit by its name", () => {
    const applied = (a: unknown, b: unknown = []) => apply(createOrderBook(SIDES, undefined), b, a, true);
    expect(applied(["x"])).toBe("a side has an item that is no level");
    expect(applied([["1", null]])).toBe("a size that is no number: null");
    expect(applied([["1"]])).toBe("a size that is no number: undefined");
    expect(applied([["", "1"]])).toBe("a price that is no number: ");
    expect(applied([], ["x"])).toBe("a side has an item that is no level");
    expect(result(createOrderBook(SIDES, undefined).apply("push", { f: true }))).toBe("a side is no list");
  });
});

describe("a book with versions", () => {
  const layout: BookLayout = { ...SIDES, version: "/data/*/v" } as BookLayout;
  const message = (v: string, f: boolean, ...bids: [string, string][]) => ({
    symbol: "X",
    f,
    data: [{ v, b: bids, a: [] }],
  });
  const started = () => {
    const book = createOrderBook(layout, undefined);
    book.apply("push", message("112801745_9", true, ["1", "1"]));
    return book;
  };

  it.each([
    ["112801745_10", "applied"],
    ["112801746_1", "applied"],
    ["112801745_9", "duplicate"],
    ["112801745_8", "gap"],
    ["99_10", "gap"],
    ["929681067596857345929681067596857345_1", "applied"],
    ["none", "applied"],
  ])("is ordered by their numbers: after 112801745_9 comes %s: %s", (version, kind) => {
    expect(started().apply("push", message(version, false, ["2", "1"])).kind).toBe(kind);
  });

  it("tells numbers apart that doubles cannot", () => {
    const book = started();
    const apply = (v: string) => book.apply("push", message(v, false, ["2", "1"])).kind;
    expect(["9007199254740993", "9007199254740992", "9007199254740993"].map(apply)).toEqual([
      "applied",
      "gap",
      "duplicate",
    ]);
  });

  it("begins anew with a whole one, whatever its version", () => {
    expect(started().apply("push", message("1_1", true, ["1", "1"])).kind).toBe("applied");
  });
});
