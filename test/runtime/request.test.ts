import { describe, expect, it } from "vitest";
import { buildRequest } from "../../templates/runtime/request.js";
import { sign } from "../../templates/runtime/signature.js";

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

describe("sign", () => {
  it("is HMAC-SHA256 in hex: RFC 4231, test cases 1 and 2", async () => {
    // Case 1: key 20 times 0x0b, which is the text below; data "Hi There".
    expect(await sign("Hi There", "\u000b".repeat(20))).toBe(
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    );
    expect(await sign("what do ya want for nothing?", "Jefe")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  it("asks the given signer, and never shows the secret", async () => {
    expect(await sign("p", (payload) => `signed ${payload}`)).toBe("signed p");
    await expect(sign("p", "")).rejects.toThrow(/empty/);
  });
});
