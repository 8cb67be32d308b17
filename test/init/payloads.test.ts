/** What the messages of a section show: forms, keys, records, books, sequences, secrets. */

import { describe, expect, it } from "vitest";
import { bookOf, sequenceOf } from "../../generator/init/books.js";
import { dataOf } from "../../generator/init/claim.js";
import { formOfPush, formsOf } from "../../generator/init/forms.js";
import { keyOf, operationsOf, recordLists, recordsOf } from "../../generator/init/records.js";
import { secretsOf } from "../../generator/init/secrets.js";
import { json, sectionOf } from "./pages.js";

const table = (...rows: string[]) => `| Field | Type | Comment |\n|---|---|---|\n${rows.join("\n")}\n`;
const push = (members: object, topic = "tide.BTC-EUR") => ({ topic, ...members });
/** Everything that is told of the pushes of a section. */
function read(text: string, isOne = true) {
  const section = sectionOf(text);
  const forms = formsOf(section);
  const key = keyOf(section, forms);
  const plain = (draft: Parameters<typeof dataOf>[0] | undefined) => draft && dataOf(draft);
  return {
    section,
    forms: forms && { discriminator: forms.discriminator, ...forms.values },
    certainty: forms?.claim({}).certainty,
    formsOfPushes: section.pushes.map((own) => formOfPush(own, forms)),
    operations: operationsOf(section, forms),
    key: key?.value,
    book: plain(bookOf(section, forms, isOne)),
    records: plain(recordsOf(section, forms, key)),
    sequence: plain(sequenceOf(section, false)),
    bookSequence: plain(sequenceOf(section, true)),
    secrets: plain(secretsOf(section)),
  };
}
const shown = (...messages: object[]) => read(json(...messages.map((message) => push(message))));

describe("forms", () => {
  it.each([
    ["snapshot", "delta", "found"],
    ["SNAPSHOT", "Delta", "found"],
    ["image", "diff", "guessed"],
    ["initial", "incremental", "guessed"],
    ["full", "changed", "guessed"],
  ])("%s is the whole, %s a change: %s", (snapshot, delta, certainty) => {
    const read = shown({ type: delta, data: {} }, { type: snapshot, data: {} });
    expect([read.forms, read.certainty]).toEqual([{ discriminator: "/type", snapshot, delta }, certainty]);
    expect(read.formsOfPushes).toEqual(["delta", "snapshot"]);
  });

  it("are told by a member one level below the root, and no deeper", () => {
    expect(shown({ data: { kind: "snapshot" } }, { data: { kind: "delta" } }).forms?.discriminator).toBe("/data/kind");
    expect(shown({ a: { b: { kind: "snapshot" } } }, { a: { b: { kind: "delta" } } }).forms).toBeUndefined();
  });

  it.each([
    ["one word", [{ type: "snapshot" }, { type: "snapshot" }]],
    ["a third word that is neither", [{ type: "snapshot" }, { type: "delta" }, { type: "goodbye" }]],
    ["words that only begin so", [{ type: "snapshots" }, { type: "deltas" }]],
  ])("%s of one member is none", (_, messages) => {
    expect(shown(...messages.map((message) => ({ ...message, data: {} }))).forms).toBeUndefined();
  });

  it("the table has both where messages show one of them, and not where they show another", () => {
    const rows = table("| type | string | `snapshot`, `delta` |");
    expect(read(`${json(push({ type: "delta", data: {} }))}\n${rows}`).forms).toMatchObject({ snapshot: "snapshot" });
    expect(read(`${json(push({ type: "tick", data: {} }))}\n${rows}`).forms).toBeUndefined();
  });
});

describe("lists of records", () => {
  it("are lists of objects, and objects, four levels deep, each by its pointer", () => {
    expect([...recordLists({ topic: "a", data: [{ x: 1 }, 2] })]).toEqual([["/data", [{ x: 1 }]]]);
    expect([...recordLists({ data: { "a/b": [{ x: 1 }], c: 1 } }).keys()]).toEqual(["/data/a~1b", "/data"]);
    expect([...recordLists({ a: { b: { c: { d: { e: {} } } } } }).keys()]).toEqual([
      "/a/b/c/d",
      "/a/b/c",
      "/a/b",
      "/a",
    ]);
    expect([...recordLists([{ x: 1 }]).keys()]).toEqual([""]);
  });

  it("that say what is done with them are those of deltas", () => {
    const data = { delete: [], update: [{ id: 1 }], insert: [] };
    expect(shown({ type: "snapshot", data: [{ id: 1 }] }, { type: "delta", data }).operations).toEqual({
      delete: "/data/delete",
      update: "/data/update",
      insert: "/data/insert",
    });
    expect(shown({ data }).operations).toEqual({});
  });
});

describe("the key of a record", () => {
  const whole = { type: "snapshot", data: [{ id: 1, side: "Buy", size: 2 }] };

  it("is what records have that are deleted", () => {
    const data = { delete: [{ id: 1, side: "Buy" }], update: [{ id: 1, side: "Buy", size: 3 }] };
    expect(shown(whole, { type: "delta", data }).key).toEqual(["id", "side"]);
  });

  it("has no member that the table does not describe", () => {
    const data = { delete: [{ id: 1, side: "Buy" }] };
    const rows = table("| id | integer | Id |");
    expect(read(`${json(push(whole), push({ type: "delta", data }))}\n${rows}`).key).toEqual(["id"]);
  });

  it("is the id that the topic names, else the instrument of a delta that is about one", () => {
    const delta = (data: unknown) =>
      read(json(push({ type: "snapshot", data }, "tide"), push({ type: "delta", data }, "tide"))).key;
    expect(delta([{ tideId: 1, price: "1" }])).toEqual(["tideId"]);
    expect(delta({ symbol: "BTC-EUR", price: "1" })).toEqual(["symbol"]);
    expect(delta({ price: "1" })).toBeUndefined();
  });

  it("is none where there are no forms", () => {
    expect(shown({ data: [{ tideId: 1 }] }).key).toBeUndefined();
  });
});

describe("records", () => {
  it("of a snapshot change by the lists of a delta", () => {
    const data = { delete: [{ id: 1 }], update: [{ id: 1, size: 3 }], insert: [{ id: 2, size: 1 }] };
    expect(shown({ type: "snapshot", data: [{ id: 1, size: 2 }] }, { type: "delta", data }).records).toEqual({
      key: ["id"],
      snapshot: "/data",
      update: "/data/update",
      insert: "/data/insert",
      delete: "/data/delete",
    });
  });

  it("of a snapshot that has them elsewhere stand at its root of records", () => {
    const snapshot = push({ type: "snapshot", data: { tides: [{ tideId: 1 }] } }, "tide");
    const delta = push({ type: "delta", data: { update: [{ tideId: 1 }] } }, "tide");
    expect(read(json(snapshot, delta)).records).toMatchObject({ snapshot: "/data", update: "/data/update" });
  });

  it("count from a base line", () => {
    const records = (data: object) =>
      read(json(push({ type: "snapshot", data }, "tide"), push({ type: "delta", data }, "tide"))).records;
    expect(records({ version: 2, baseLine: 1, records: [{ tideId: 1 }] })).toMatchObject({
      version: "/data/version",
      baseLine: "/data/baseLine",
    });
    const without = records({ version: 2, records: [{ tideId: 1 }] });
    expect(without).toMatchObject({ key: ["tideId"] });
    expect(without).not.toHaveProperty("version");
  });

  it.each([
    ["order", [{ orderId: "1", symbol: "A" }], { key: ["orderId"], update: "/data" }],
    ["open.order", [{ order_id: "1" }], { key: ["order_id"], update: "/data" }],
    ["position", [{ symbol: "A", positionIdx: 1 }], { key: ["symbol", "positionIdx"], update: "/data" }],
    ["position", [{ symbol: "A" }], undefined],
    ["execution", [{ orderId: "1" }], undefined],
    ["order", { orderId: "1" }, undefined],
    ["order", [], undefined],
  ])("of %s without forms: %j", (topic, data, expected) => {
    expect(read(json(push({ data }, topic))).records).toEqual(expected);
  });
});

describe("books of sides", () => {
  const sides = (members: object, isOne = true) => read(json(push(members)), isOne).book;

  it.each([
    [{ data: { b: [["1.5", "2"]], a: [] } }, { bids: "/data/b", asks: "/data/a" }],
    [{ data: [{ bids: [[1.5, 2]], asks: [] }] }, { bids: "/data/*/bids", asks: "/data/*/asks" }],
    [
      { buy: [["1", "2", "x"]], sell: [["2", "1"]] },
      { bids: "/buy", asks: "/sell" },
    ],
    [{ data: { deep: { bid: [], offers: [["-1", "2"]] } } }, { bids: "/data/deep/bid", asks: "/data/deep/offers" }],
  ])("%j", (members, expected) => {
    expect(sides(members)).toEqual({ layout: "sides", ...expected });
  });

  it.each([
    ["no level on either side", { data: { bids: [], asks: [] } }],
    ["one number a level", { data: { bids: [["1"]], asks: [["2"]] } }],
    ["words in place of numbers", { data: { bids: [["a", "1"]], asks: [["b", "1"]] } }],
    ["one side", { data: { bids: [["1", "2"]] } }],
    ["prices of the best levels", { data: { bid: "1", ask: "2" } }],
  ])("not with %s", (_, members) => {
    expect(sides(members)).toBeUndefined();
  });

  it("of several instruments are told apart by the member nearest to the root", () => {
    const data = { bids: [["1", "2"]], asks: [], symbol: "BTC-EUR" };
    expect(sides({ data }, false)).toMatchObject({ instance: "/data/symbol" });
    expect(sides({ market: "BTC-EUR", data }, false)).toMatchObject({ instance: "/market" });
    expect(sides({ data: { bids: [["1", "2"]], asks: [] } }, false)).toMatchObject({ instance: "/topic" });
    expect(sides({ data })).not.toHaveProperty("instance");
  });

  it("say by a flag which message is the whole, where the words speak of later changes", () => {
    const message = json(push({ f: true, g: true, data: { bids: [["1", "2"]], asks: [] } }));
    const rows = table("| f | boolean | Is it the first message? |", "| g | boolean | Good? |");
    expect(read(`Then come deltas.\n\n${message}\n${rows}`).book).toMatchObject({ whole: "/f" });
    expect(read(`Nothing else.\n\n${message}\n${rows}`).book).not.toHaveProperty("whole");
  });
});

describe("books of records", () => {
  const level = (side: string) => ({ price: "1", side, size: 1 });
  const book = (levels: object[], change: object = {}) =>
    shown(
      { type: "snapshot", data: levels },
      { type: "delta", data: { delete: [{ price: "1", side: "x" }], update: [], insert: [], ...change } },
    ).book;

  it("have the words for bids and asks that the snapshot shows, else they are guessed", () => {
    expect(book([level("bid"), level("ask")])).toMatchObject({ layout: "records", bid: "bid", ask: "ask" });
    expect(book([level("1"), level("2")])).toMatchObject({ bid: "Buy", ask: "Sell" });
  });

  it.each(["price", "size", "side"])("not without a %s", (member) => {
    const { [member]: _, ...rest } = level("Buy") as Record<string, unknown>;
    expect(book([rest])).toBeUndefined();
  });

  it.each(["delete", "update", "insert"])("not without a list of what to %s", (operation) => {
    expect(book([level("Buy")], { [operation]: undefined })).toBeUndefined();
  });
});

describe("the sequence", () => {
  it.each([
    [{ seq: 1, data: {} }, "/seq"],
    [{ cross_seq: "12", data: {} }, "/cross_seq"],
    [{ data: { crossSeq: 1 } }, "/data/crossSeq"],
    [{ seq: "a", data: { sequence: 2 } }, "/data/sequence"],
    [{ data: { u: 1, seq: 2 } }, "/data/seq"],
    [{ data: { u: 1 } }, undefined],
    [{ sequel: 1, data: {} }, undefined],
    [{ data: [{ seq: 1 }] }, undefined],
  ])("of %j is %s", (members, pointer) => {
    expect(shown(members).sequence).toEqual(pointer && { pointer, source: "heading Tide" });
  });

  it.each([
    [{ data: { seq: 2, u: 1 } }, "/data/u"],
    [{ data: { lastUpdateId: 1 } }, "/data/lastUpdateId"],
    [{ data: { seq: 2 } }, "/data/seq"],
  ])("of a book is the number of its update, if it has one: %j", (members, pointer) => {
    expect(shown(members).bookSequence).toMatchObject({ pointer });
  });
});

describe("secrets", () => {
  const secrets = (row: string, members: object = { data: [{ ref: "1", inner: { owner: 2 } }] }) =>
    read(`${json(push(members))}\n${table(row, "| ref2 | string | Other |")}`).secrets;

  it("are members whose rows say that they name an account", () => {
    expect(secrets("| ref | string | The account ID. |")).toEqual({ secrets: ["/data/*/ref"] });
    expect(secrets("| owner | integer | User id |")).toEqual({ secrets: ["/data/*/inner/owner"] });
  });

  it("whose names say so are known anyway, and other words say nothing", () => {
    expect(secrets("| ref | string | Order id |")).toEqual({});
    expect(secrets("| userId | string | User id |", { data: [{ userId: "1" }] })).toEqual({});
    expect(secrets("| gone | string | Account id |")).toEqual({});
  });
});
