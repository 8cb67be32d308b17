/** Which documented list of values a member has: by the row's link, else a section of its name that has all that the row and the examples show, else its own. */

import { describe, expect, it } from "vitest";
import { type EnumSection, enumFor, readEnumPage } from "../../generator/derive/enums.js";
import type { RowClaim } from "../../generator/derive/row-claim.js";
import { createTextReader } from "../../generator/docs/doc-text.js";
import { readMarkdownPage } from "../../generator/docs/markdown-reader.js";
import { TOY_EXCHANGE } from "../toy-exchange.js";

const readSections = (...lines: string[]): EnumSection[] =>
  readEnumPage(readMarkdownPage({ path: "enums.md", source: lines.join("\n"), locale: new Map() }), TOY_EXCHANGE.enums);

const SECTIONS = readSections(
  "# Order Type (`type`)",
  "* `LIMIT`",
  "* `MARKET`",
  "# Cancel Type (`cancel_type`)",
  "* `CancelByUser`",
  "* `CancelByAdmin`",
  "# Fee Type (`extraFees.feeType`)",
  "* `Maker`",
  "* `Taker`",
);

const text = createTextReader({
  ...TOY_EXCHANGE,
  locale: new Map([["text_placed", "Placed. Yes, No"]]),
});
const row = (name: string, comment: string): RowClaim =>
  ({ name, nameCell: text(name, 7, 1), type: "string", comment: text(comment, 7, 1), row: { line: 7 } }) as RowClaim;

interface Given {
  readonly key?: string;
  readonly topic?: string;
  readonly parent?: string;
  readonly name?: string;
  readonly comment?: string;
  readonly observed?: readonly (string | number)[];
  readonly comments?: readonly string[];
  readonly sections?: readonly EnumSection[];
}

const read = ({
  key = "x",
  topic = "trade",
  parent,
  name = key,
  comment,
  observed = [],
  comments = [],
  sections = SECTIONS,
}: Given) =>
  enumFor(
    {
      line: "toy",
      topic,
      key,
      parent,
      row: comment === undefined ? undefined : row(name, comment),
      page: "page.md",
      observed: observed.map((value, index) => ({ value, line: 20 + index })),
      comments,
    },
    sections,
    TOY_EXCHANGE.enums,
  );
const valuesOf = (given: Given) => read(given)?.keyword.values;
const nameOf = (given: Given) => read(given)?.keyword.name;

describe("the list of a member", () => {
  it.each([
    [
      "of its name, which has the example's value",
      { key: "type", comment: "Type", observed: ["LIMIT"] },
      "OrderType",
      ["LIMIT", "MARKET"],
    ],
    [
      "of its name, without an example",
      { key: "cancel_type", comment: "Why" },
      "CancelType",
      ["CancelByUser", "CancelByAdmin"],
    ],
    ["of its name, without a row", { key: "cancel_type" }, "CancelType", ["CancelByUser", "CancelByAdmin"]],
    [
      "of its name, whatever its letter case and underscores",
      { key: "cancelType" },
      "CancelType",
      ["CancelByUser", "CancelByAdmin"],
    ],
    [
      "of its name, where the example has nothing to say",
      { key: "cancel_type", comment: "Why", observed: ["UNKNOWN"] },
      "CancelType",
      ["CancelByUser", "CancelByAdmin"],
    ],
    [
      "of its parent's name and its own",
      { key: "feeType", parent: "extraFees", observed: ["Maker"] },
      "ExtraFeesFeeType",
      ["Maker", "Taker"],
    ],
    [
      "that the row links to, whatever its name",
      { key: "kind", comment: '<a href="#cancel-type-cancel_type">Why</a>', observed: ["LIMIT"] },
      "CancelType",
      ["CancelByUser", "CancelByAdmin"],
    ],
    [
      "that the row's name links to",
      { key: "kind", name: '<a href="#cancel-type-cancel_type">kind</a>', comment: "Why" },
      "CancelType",
      ["CancelByUser", "CancelByAdmin"],
    ],
    [
      "that the row links to on another page",
      { key: "kind", comment: "[Why](../enum#Cancel-Type-cancel_type)" },
      "CancelType",
      ["CancelByUser", "CancelByAdmin"],
    ],
    [
      "that the row links to, before that of its name",
      { key: "type", comment: '<a href="#cancel-type-cancel_type">Why</a>' },
      "CancelType",
      ["CancelByUser", "CancelByAdmin"],
    ],
    [
      "of the row itself, where the section of its name is another one",
      { key: "type", comment: "0: ordinary, 1: block trade", observed: ["0"] },
      "TradeType",
      ["0", "1"],
    ],
    [
      "of its name, with all that the row lists too",
      { key: "cancel_type", comment: "Why: CancelByUser, CancelByAdmin" },
      "CancelType",
      ["CancelByUser", "CancelByAdmin"],
    ],
    [
      "that the row links to, with what only the row has behind it",
      { key: "kind", comment: '<a href="#cancel-type-cancel_type">Why</a>: CancelByUser, CancelByAge' },
      "CancelType",
      ["CancelByUser", "CancelByAdmin", "CancelByAge"],
    ],
  ])("%s", (_, given, name, values) => {
    expect({ name: nameOf(given), values: valuesOf(given) }).toEqual({ name, values });
  });

  it.each([
    [
      "only the name speaks for a section, and the example against it",
      { key: "type", comment: "Type", observed: ["Trade"] },
    ],
    ["one of several examples is against it", { key: "type", observed: ["LIMIT", "Trade"] }],
    ["no section has its name, and nothing lists values", { key: "kind", comment: "Kind of it" }],
    ["the section of its parent is another one", { key: "feeType", parent: "otherFees" }],
    [
      "its name stands for an open set",
      { key: "symbol", sections: readSections("# Symbols (`symbol`/`base`)", "* `A`") },
    ],
    ["the anchor is of no section", { key: "kind", comment: '<a href="#other">Why</a>' }],
  ])("is none where %s", (_, given) => {
    expect(read(given)).toBeUndefined();
  });

  it.each(["", "unknown", "UNKNOWN", "None", "null", "NA"])("is not spoken against by an example of %j", (value) => {
    expect(nameOf({ key: "type", observed: [value] })).toBe("OrderType");
  });

  it("is spoken against by a word that only begins or ends so", () => {
    expect(read({ key: "type", observed: ["unknown_type"] })).toBeUndefined();
    expect(read({ key: "type", observed: ["my none"] })).toBeUndefined();
  });

  it("says where each value stands", () => {
    const given = { key: "kind", comment: "Side. Buy, Sell", observed: ["Buy", "Long", "Long", ""] };
    expect(read(given)?.sources).toEqual({ Buy: "page.md:7", Sell: "page.md:7" });
    expect(read({ key: "type", observed: ["LIMIT"] })?.sources).toEqual({ LIMIT: "enums.md:2", MARKET: "enums.md:3" });
  });

  it("says which values of examples are documented nowhere", () => {
    expect(read({ key: "cancel_type", comment: "Why", observed: ["UNKNOWN", ""] })?.unlisted).toEqual([
      { value: "UNKNOWN", line: 20 },
    ]);
    expect(read({ key: "type", comment: "Type", observed: ["LIMIT"] })?.unlisted).toEqual([]);
  });
});

describe("the values that a row lists", () => {
  it.each([
    ["in code", "`Full` or `Partial`", ["Full", "Partial"]],
    ["behind a full stop", "Side. Buy, Sell", ["Buy", "Sell"]],
    ["behind a colon", "Side: Buy, Sell, None.", ["Buy", "Sell", "None"]],
    ["as all that it says", "Buy, Sell", ["Buy", "Sell"]],
    ["as digits, each with its meaning", "0-One-Way Mode 1-Hedge Mode", ["0", "1"]],
    ["as digits behind colons", "0: false, 1: true. 2\uff1aother", ["0", "1", "2"]],
  ])("%s: %s", (_, comment, values) => {
    expect(valuesOf({ comment })).toEqual(values);
  });

  it.each([
    [
      "values, where an example shows one",
      "BUY indicates long, SELL_SHORT indicates short",
      "BUY",
      ["BUY", "SELL_SHORT"],
    ],
    ["without a role that is no value", "MAKER or TAKER or BOTH", "TAKER", ["TAKER", "BOTH"]],
    ["coins and abbreviations else", "Equity in USD, UPL included", "1.5", undefined],
  ])("in capitals: %s", (_, comment, observed, values) => {
    expect(valuesOf({ comment, observed: [observed] })).toEqual(values);
  });

  it.each([
    ["that an example is one of", "`full`, `partial` or `none`", "partial", ["full", "partial", "none"]],
    ["behind a name that is no value", "Kind, for `option` orders. `iv`, `price`", "price", ["iv", "price"]],
    ["not where the example is none of them", "With `price` and `size`", "full", undefined],
    ["not where no example has a value", "`full`, `partial`", "", undefined],
  ])("in code, small words %s", (_, comment, observed, values) => {
    const found = valuesOf({ comment, observed: [observed] });
    expect(found?.filter((value) => value !== observed || values)).toEqual(values);
  });

  it("stand beside the member in an example where no row speaks of it", () => {
    expect(valuesOf({ comments: ["Side. Buy, Sell"] })).toEqual(["Buy", "Sell"]);
    expect(valuesOf({ comments: ["`full` or `partial`"], observed: ["full"] })).toEqual(["full", "partial"]);
    expect(read({ comments: ["Side. Buy, Sell"], comment: "Side" })).toBeUndefined();
  });

  it("as words of a section for numbers in the example: they are numbers", () => {
    const section: EnumSection = {
      names: ["env"],
      slug: "env",
      typeName: "Env",
      values: [
        { value: "1", source: "p:1" },
        { value: "2", source: "p:2" },
      ],
    };
    const reading = read({ key: "env", comment: "Environment", observed: [1], sections: [section] });
    expect(reading?.keyword.values).toEqual([1, 2]);
    expect(reading?.unlisted).toEqual([]);
  });

  it.each([
    ["one in code is an example", "Such as `Full`"],
    ["small words in code are names", "`full` or `partial`"],
    ["code that is no word", "`A-1` or `B-2`"],
    ["one in capitals is an abbreviation", "Price in USD"],
    ["two letters in capitals", "OK or NO"],
    ["one digit is none", "1-hour candle"],
    ["digits of other numbers", "from 10-days to 20-days"],
    ["one word behind a full stop", "Side. Buy"],
    ["small words", "side. buy, sell"],
    ["words in the middle of a sentence", "Of Buy, Sell and more"],
  ])("are none: %s", (_, comment) => {
    expect(read({ comment })).toBeUndefined();
  });

  it.each([
    ["each with its meaning", "0-Buy, 1-Sell", [0, 1]],
    ["behind colons", "0: Buy,1 : Sell", [0, 1]],
    ["behind tags", "Mode: 0- Buy", [0]],
    ["as a list", "It can be 1,2,3", [1, 2, 3]],
  ])("are numbers where every example is one, %s: %s", (_, comment, values) => {
    expect(valuesOf({ comment, observed: [values[0] ?? 0] })).toEqual(values);
  });

  it.each(["version 20-Buy", "0-1", "Mode Buy, Sell", "can be 10,20"])("are no numbers in: %s", (comment) => {
    expect(read({ comment, observed: [0] })).toBeUndefined();
  });

  it("are texts where one example is a text", () => {
    expect(valuesOf({ comment: "0-Buy 1-Sell", observed: ["0", 1] })).toEqual(["0", "1"]);
  });

  it("stand in comments of examples, too", () => {
    expect(valuesOf({ comments: ["Side: Buy,Sell"] })).toEqual(["Buy", "Sell"]);
    expect(read({ comments: ["Side: Buy"] })).toBeUndefined();
    expect(read({ comments: ["Side: Buy,Sell and more"] })).toBeUndefined();
    expect(read({ comments: ["Side Buy,Sell"] })).toBeUndefined();
  });

  it("are each given once", () => {
    expect(valuesOf({ comment: "`Buy` `Sell` `Buy`", observed: ["Sell"], comments: ["x: Buy,Sell"] })).toEqual([
      "Buy",
      "Sell",
    ]);
  });
});

describe("the type of a list is named", () => {
  const LIST = "Buy, Sell";

  it.each([
    ["by its member", { key: "trade_side", comment: LIST }, "TradeSide"],
    ["by its member in camel case", { key: "tradeSide", comment: LIST }, "TradeSide"],
    ["by topic and member, where many have that name", { key: "type", comment: LIST }, "TradeType"],
    ["by topic and member, in capitals too", { key: "Status", comment: LIST }, "TradeStatus"],
    [
      "by the comment's placeholder, where the member's name says nothing",
      { key: "S", comment: "{{text_placed}}" },
      "Placed",
    ],
    ["by topic and member, where nothing says more", { key: "S", comment: LIST }, "TradeS"],
    ["by three letters, which say enough", { key: "way", comment: LIST }, "Way"],
    ["by topic and member, where the name is another type", { key: "object", comment: LIST }, "TradeObject"],
    ["by the first name that can be one", { key: "record", topic: "", comment: LIST }, "Value"],
  ])("%s", (_, given, name) => {
    expect(nameOf(given)).toBe(name);
  });

  it.each([
    ["a name in code", "# Any (`order_side`)", "OrderSide"],
    ["the first name in code that is not one of many", "# Any (`status`/`order_status`)", "OrderStatus"],
    ["the heading, where all names are of many", "# Order Status (`status`)", "OrderStatus"],
    ["the heading up to its bracket", "# Order State (all) (`type`)", "OrderState"],
    ["the first word of a heading without code", "# side of a trade", "Side"],
  ])("by its section: %s", (_, heading, name) => {
    expect(readSections(heading, "* `A`")[0]?.typeName).toBe(name);
  });
});

describe("a page of enums", () => {
  it("has a section a heading, with the names that it gives and its anchor", () => {
    const [section] = readSections("## Order  Status (`order_status`/`stop_status`)", "", "* `New`");
    expect(section).toEqual({
      names: ["order_status", "stop_status"],
      slug: "order-status-order_status-stop_status",
      typeName: "OrderStatus",
      values: [{ value: "New", source: "enums.md:3" }],
    });
  });

  it("takes the anchor that a heading says itself", () => {
    expect(readSections("# Side {#My-Side}", "* `A`")[0]?.slug).toBe("my-side");
  });

  it("takes the first word for the name of a heading without code", () => {
    expect(readSections("# side(of a trade)", "* `A`")[0]?.names).toEqual(["side"]);
    expect(readSections("# side of a trade", "* `A`")[0]?.names).toEqual(["side"]);
  });

  it("has the values that begin a list item, several where they mean the same", () => {
    const [section] = readSections("# side", "* `A` of `B`", "* `C`, `D`", "* the `E`", "* `A` again");
    expect(section?.values.map(({ value }) => value)).toEqual(["A", "C", "D"]);
  });

  it("has no section without values, nor values without a section", () => {
    expect(readSections("* `A`", "# side", "words", "# type", "* `B`").map(({ names }) => names)).toEqual([["type"]]);
  });

  it.each(["symbol", "price", "startDate", "start_date"])("does not take %s for a list: such sets are open", (name) => {
    expect(readSections(`# Any (\`${name}\`)`, "* `A`")).toEqual([]);
    expect(readSections(`# Any (\`side\`/\`${name}\`)`, "* `A`")).toEqual([]);
  });

  it("does not give the values of an open set to the section before it", () => {
    const [section] = readSections("# side", "* `A`", "# symbol", "* `B`");
    expect(section?.values.map(({ value }) => value)).toEqual(["A"]);
  });
});
