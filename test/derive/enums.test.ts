/** Which documented list of values a member has: by the row's link, else a section of its name that has all that the row and the examples show. */

import { describe, expect, it } from "vitest";
import { enumFor, readEnumPage } from "../../generator/derive/enums.js";
import type { RowClaim } from "../../generator/derive/row-claim.js";
import { createTextReader } from "../../generator/docs/doc-text.js";
import { readMarkdownPage } from "../../generator/docs/markdown-reader.js";

const SECTIONS = readEnumPage(
  readMarkdownPage({
    path: "enums.md",
    source: [
      "# Order Type (`type`)",
      "* `LIMIT`",
      "* `MARKET`",
      "# Cancel Type (`cancel_type`)",
      "* `CancelByUser`",
      "* `CancelByAdmin`",
    ].join("\n"),
    locale: new Map(),
  }),
);

const text = createTextReader(new Map());
const row = (name: string, comment: string): RowClaim =>
  ({ name, nameCell: text(name, 7, 1), type: "string", comment: text(comment, 7, 1), row: { line: 7 } }) as RowClaim;

const read = (key: string, comment: string, ...observed: (string | number)[]) =>
  enumFor(
    {
      line: "toy",
      topic: "trade",
      key,
      row: row(key, comment),
      page: "page.md",
      observed: observed.map((value) => ({ value, line: 20 })),
      comments: [],
    },
    SECTIONS,
  );
const valuesOf = (reading: ReturnType<typeof read>) => reading?.keyword.values;

describe("the list of a member", () => {
  it.each([
    ["of its name, which has the example's value", "type", "Type", ["LIMIT"], "OrderType", ["LIMIT", "MARKET"]],
    ["of its name, without an example", "cancel_type", "Why", [], "CancelType", ["CancelByUser", "CancelByAdmin"]],
    [
      "of its name, where the example has nothing to say",
      "cancel_type",
      "Why",
      ["UNKNOWN"],
      "CancelType",
      ["CancelByUser", "CancelByAdmin", "UNKNOWN"],
    ],
    [
      "that the row links to, whatever its name",
      "kind",
      '<a href="#cancel-type-cancel_type">Why</a>',
      ["LIMIT"],
      "CancelType",
      ["CancelByUser", "CancelByAdmin", "LIMIT"],
    ],
    [
      "of the row itself, where the section of its name is another one",
      "type",
      "0: ordinary, 1: block trade",
      ["0"],
      "TradeType",
      ["0", "1"],
    ],
  ])("%s", (_, key, comment, observed, name, values) => {
    const reading = read(key, comment, ...observed);
    expect({ name: reading?.keyword.name, values: valuesOf(reading) }).toEqual({ name, values });
  });

  it("is none where only the name speaks for a section, and the example against it", () => {
    expect(read("type", "Type", "Trade")).toBeUndefined();
  });

  it("says which values of examples are documented nowhere", () => {
    expect(read("cancel_type", "Why", "UNKNOWN")?.unlisted).toEqual([{ value: "UNKNOWN", line: 20 }]);
    expect(read("type", "Type", "LIMIT")?.unlisted).toEqual([]);
  });
});
