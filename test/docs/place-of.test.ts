/** Lines end with LF, CRLF or CR; a place is counted from the one of the text's first character. */

import { expect, test } from "vitest";
import { createPlaceOf } from "../../generator/docs/place-of.js";

test.each<[name: string, text: string, places: string]>([
  ["one line", "abc", "7:5 7:6 7:7 7:8"],
  ["LF ends a line", "a\nb\n", "7:5 7:6 8:1 8:2 9:1"],
  ["CR ends a line", "a\rb", "7:5 7:6 8:1 8:2"],
  ["CRLF ends one line, not two", "a\r\nb", "7:5 7:6 7:7 8:1 8:2"],
  ["LF and CR end two", "\n\rb", "7:5 8:1 9:1 9:2"],
  ["blank lines", "\n\n\n", "7:5 8:1 9:1 10:1"],
  ["no text", "", "7:5"],
])("%s", (_, text, places) => {
  const placeOf = createPlaceOf(text, { line: 7, column: 5 });
  const all = Array.from({ length: text.length + 1 }, (_item, offset) => placeOf(offset));
  expect(all.map(({ line, column }) => `${line}:${column}`).join(" ")).toBe(places);
});

test("any number of lines", () => {
  const placeOf = createPlaceOf("ab\n".repeat(100), { line: 1, column: 1 });
  for (let line = 0; line < 100; line += 1) {
    expect(placeOf(line * 3)).toEqual({ line: line + 1, column: 1 });
    expect(placeOf(line * 3 + 2)).toEqual({ line: line + 1, column: 3 });
  }
});
