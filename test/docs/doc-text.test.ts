/** What a text of a page says without its markup, and what its markup points at. */

import { describe, expect, test } from "vitest";
import { createTextReader } from "../../generator/docs/doc-text.js";
import { wordsOfKey } from "../../generator/docs/placeholder.js";

const locale = new Map([
  ["side", '<a href="#side-side">side</a>'],
  ["plain", "in words"],
]);
const placeholders = {
  written: "t(:key)",
  prefixes: ["row_parameter_", "row_comment_resp_", "row_response_comment_", "row_comment_"],
};
const read = createTextReader({ locale, placeholders });

describe("markup", () => {
  test.each<[rule: string, raw: string, text: string, anchors: string[], codes: string[]]>([
    ["plain text stays", "price of a trade", "price of a trade", [], []],
    ["a link of HTML is its words", '<a href="#kinds">kind</a> of it', "kind of it", ["#kinds"], []],
    ["an anchor without a target points nowhere", '<a name="x">kind</a>', "kind", [], []],
    ["the target is the one of `href`", '<a class="y" href="#x">kind</a>', "kind", ["#x"], []],
    ["a link of Markdown names its target", "see [kinds](#kinds)", "see kinds", ["#kinds"], []],
    ["so does one to another page", "[a](../enum.md) [b](/x)", "a b", ["../enum.md", "/x"], []],
    ["brackets without a target are none", "[a] (b) and ](no link)", "[a] (b) and ](no link)", [], []],
    ["code of HTML is a value", "<code>Buy</code> or <code> Sell </code>", "Buy or Sell", [], ["Buy", "Sell"]],
    ["empty code is none", "<code> </code>x", "x", [], []],
    ["code of Markdown is a value", "`Buy` or ` Sell `", "Buy or Sell", [], ["Buy", "Sell"]],
    ["code ends on its line", "`Buy\nSell`", "`Buy\nSell`", [], []],
    ["code in code markup is one value", "<code><b>x</b>Buy</code>", "xBuy", [], ["Buy"]],
    ["bold text is its words", "**all** of it", "all of it", [], []],
    ["bold ends on its line", "**all\nof** it", "**all\nof** it", [], []],
    ["a break ends a line", "one<br>two<br/>three", "one\ntwo\nthree", [], []],
    ["paragraphs and list items begin one", "a<p>b</p><ul><li>c</li></ul>", "a\nb\nc", [], []],
    ["blanks around a line end go", "one \t\n  two", "one\ntwo", [], []],
    ["several blanks are one", "one \t two\u00a0\u00a0three\u2003four", "one two three four", [], []],
    ["entities are characters", "a &lt; b &amp; c", "a < b & c", [], []],
    ["elements keep their order", "<b>1</b><i>2<u>3</u></i>4", "1234", [], []],
    ["comments say nothing", "a<!-- hidden -->b", "ab", [], []],
  ])("%s", (_, raw, text, anchors, codes) => {
    expect(read(raw, 1, 1)).toEqual({ raw, text, placeholders: [], anchors, codes });
    // A text that comes again says the same.
    expect(read(raw, 9, 9)).toEqual({ raw, text, placeholders: [], anchors, codes });
  });
});

describe("placeholders", () => {
  test("are found where they stand, resolved or not", () => {
    const { text, placeholders, anchors } = read("t(:side), t(:plain)\nand t(:row_comment_more)", 40, 7);
    expect(text).toBe("side, in words\nand more");
    expect(anchors).toEqual(["#side-side"]);
    expect(placeholders).toEqual([
      {
        key: "side",
        written: "t(:side)",
        words: "side",
        line: 40,
        column: 7,
        resolved: '<a href="#side-side">side</a>',
      },
      { key: "plain", written: "t(:plain)", words: "plain", line: 40, column: 17, resolved: "in words" },
      { key: "row_comment_more", written: "t(:row_comment_more)", words: "more", line: 41, column: 5 },
    ]);
  });

  test.each(["t(:)", "t(:1a)", "t(side)", "t( :side)", "t(:a-b)"])("%s is none", (raw) => {
    expect(read(raw, 1, 1)).toMatchObject({ text: raw, placeholders: [] });
  });

  test.each([
    ["row_parameter_trigger_price", "trigger_price"],
    ["row_comment_resp_ts", "ts"],
    ["row_response_comment_ts", "ts"],
    ["row_comment_side", "side"],
    ["row_other_side", "row_other_side"],
    ["my_row_comment_side", "my_row_comment_side"],
  ])("%s names %s", (key, words) => {
    expect(wordsOfKey(key, placeholders)).toBe(words);
  });
});

test.each([
  ["{{key}}", "see {{side}} and {{ side }}", ["side"]],
  ["$key$", "$side$ $1", ["side"]],
  ["[[key]]", "[side] [[side]]", ["side"]],
])("a page can write them as %s", (written, raw, keys) => {
  const found = createTextReader({ locale, placeholders: { written, prefixes: [] } })(raw, 1, 1).placeholders;
  expect(found.map(({ key }) => key)).toEqual(keys);
});

test("where an exchange writes none, what looks like one is text", () => {
  expect(createTextReader({ locale })("t(:side)", 1, 1)).toMatchObject({ text: "t(:side)", placeholders: [] });
});

test("nested 50,000 deep is read", () => {
  expect(read(`${"<b>".repeat(50_000)}x`, 1, 1).text).toBe("x");
});
