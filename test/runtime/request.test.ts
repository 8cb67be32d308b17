import { describe, expect, it } from "vitest";
import { buildRequest } from "../../templates/runtime/request.js";

describe("buildRequest", () => {
  const template = {
    message: { op: "subscribe", id: "{id}", args: "{topics}", note: "kline_{interval}" },
    parameters: { id: { optional: true }, topics: {}, interval: { default: "1m" } },
  };

  it("puts values in as they are, defaults where there is none, and drops optional members", () => {
    expect(buildRequest(template, { topics: ["a", "b"] })).toEqual({
      op: "subscribe",
      args: ["a", "b"],
      note: "kline_1m",
    });
    expect(buildRequest(template, { topics: [], id: "7", interval: "1h" })).toEqual({
      op: "subscribe",
      id: "7",
      args: [],
      note: "kline_1h",
    });
  });

  it("refuses a request without a required value, and inherited names are no values", () => {
    expect(() => buildRequest(template, {})).toThrow(/topics/);
    expect(() => buildRequest({ message: "{constructor}", parameters: {} }, {})).toThrow(/constructor/);
  });

  it("a value that looks like a slot stays a value", () => {
    expect(buildRequest({ message: { a: "{x}" }, parameters: { x: {} } }, { x: "{y}" })).toEqual({ a: "{y}" });
  });
});
