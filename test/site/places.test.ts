/** Where values stand in the text of a message. */

import { describe, expect, it } from "vitest";
import { placesIn, readable } from "../../templates/site/places.js";

const at = (text: string, pointer: string): string => {
  const { start, end } = placesIn(text)(pointer);
  return text.slice(start, end);
};

describe("the place of a pointer", () => {
  const text = '{"a/b": [1, {"c": "x"}], "c": null}';
  it.each([
    ["/a~1b/0", "1"],
    ["/a~1b/1/c", '"x"'],
    ["/c", "null"],
    ["", text],
  ])("%s is that of its value", (pointer, value) => {
    expect(at(text, pointer)).toBe(value);
  });

  it("of a missing member is the bracket of what lacks it", () => {
    const { start, end } = placesIn(text)("/a~1b/1/missing");
    expect([start, end]).toEqual([12, 13]);
  });
});

describe("a long line", () => {
  it("is broken into lines, and its numbers keep their digits", () => {
    const text = `{"id":12345678901234567890.10,"list":[${"1,".repeat(60)}1]}`;
    expect(readable(text).split("\n").length).toBeGreaterThan(60);
    expect(readable(text)).toContain('"id": 12345678901234567890.10');
  });

  it("is broken by nobody where people wrote several", () => {
    const text = `{"a":\n${" ".repeat(120)}1}`;
    expect(readable(text)).toBe(text);
  });
});
