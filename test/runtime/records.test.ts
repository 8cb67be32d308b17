/** Tables of records: what changes make of a snapshot, and what does not fit. */

import { describe, expect, it } from "vitest";
import type { RecordsLayout } from "../../templates/runtime/protocol.js";
import { createRecords } from "../../templates/runtime/records.js";

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
