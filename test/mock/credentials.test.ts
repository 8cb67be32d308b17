/** The mock exchange takes what is signed as the line says, and nothing else. */

import { createHmac, createPrivateKey, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { MOCK_CREDENTIALS } from "../../generator/commands/mock.js";
import { checkCredentials, queryCredentials } from "../../generator/mock/credentials.js";
import type { Authentication } from "../../generator/spec/line-file.js";
import type { Signing } from "../../templates/runtime/signature.js";

const authentication = (signing: Signing): Authentication => ({
  ...signing,
  connections: ["private"],
  methods: ["message"],
  payload: "{apiKey}/{expires}",
  success: { pointer: "/ok", value: true },
  expires: { unit: "ms", marginMs: 1000, source: "by hand" },
  source: "by hand",
});

const FUTURE = 4_102_444_800_000;
const SIGNED = `mock-key/${FUTURE}`;
const key = createPrivateKey({
  key: Buffer.from(MOCK_CREDENTIALS.privateKey, "base64"),
  format: "der",
  type: "pkcs8",
});

const hmac = createHmac("sha256", MOCK_CREDENTIALS.secret).update(SIGNED).digest();
const ed25519 = sign(undefined, Buffer.from(SIGNED), key);

const given = (signature: unknown, expires: unknown = FUTURE, apiKey = "mock-key") =>
  new Map<string, unknown>(Object.entries({ apiKey, expires, signature }));

const SIGNATURES: [string, Signing, string][] = [
  ["HMAC in hex", { algorithm: "hmac-sha256", encoding: "hex" }, hmac.toString("hex")],
  ["HMAC in base64", { algorithm: "hmac-sha256", encoding: "base64" }, hmac.toString("base64")],
  ["Ed25519 in base64", { algorithm: "ed25519", encoding: "base64" }, ed25519.toString("base64")],
  ["Ed25519 in hex", { algorithm: "ed25519", encoding: "hex" }, ed25519.toString("hex")],
];

describe("credentials", () => {
  it.each(SIGNATURES)("%s", (_, signing, signature) => {
    const check = (values: ReadonlyMap<string, unknown>) =>
      checkCredentials(values, authentication(signing), MOCK_CREDENTIALS);
    expect(check(given(signature))).toBeUndefined();
    expect(check(given(signature, String(FUTURE)))).toBeUndefined();
    expect(check(given(signature, FUTURE + 1))).toBe("wrong signature");
    expect(check(given(signature.slice(4)))).toBe("wrong signature");
    expect(check(given(undefined))).toBe("wrong signature");
    expect(check(given(signature, 1_000_000))).toBe("the request expired");
    expect(check(given(signature, "soon"))).toBe("expires is no number");
    expect(check(given(signature, FUTURE, "another"))).toBe("unknown API key");
  });

  it.each(SIGNATURES)("%s, where another one is wanted", (_, signing, signature) => {
    for (const [, other] of SIGNATURES.filter(([, wanted]) => wanted !== signing))
      expect(checkCredentials(given(signature), authentication(other), MOCK_CREDENTIALS)).toBe("wrong signature");
  });

  it("signed by a function: any signature, because only the exchange knows, but none at all", () => {
    const check = (signature: unknown) =>
      checkCredentials(given(signature), authentication({ algorithm: "function" }), MOCK_CREDENTIALS);
    expect(check("anything")).toBeUndefined();
    expect([check(""), check(undefined)]).toEqual(["wrong signature", "wrong signature"]);
  });

  it("are of no use on a line without authentication", () => {
    expect(checkCredentials(given("x"), undefined, MOCK_CREDENTIALS)).toBe("the line has no authentication");
  });
});

describe("the query of a URL", () => {
  const query = "?key={apiKey}&until={expires}&sig={signature}&v=1";
  it("hands over what the line's own query has slots for", () => {
    const values = queryCredentials({ query }, new URLSearchParams("sig=s%2Bs&key=k&until=1&other=2"));
    expect([...(values ?? [])]).toEqual([
      ["apiKey", "k"],
      ["expires", "1"],
      ["signature", "s+s"],
    ]);
  });

  it.each([
    ["without a signature", { query }, "key=k&until=1"],
    ["with one that the line does not ask for", {}, "signature=s"],
  ])("hands over nothing %s", (_, authentication, text) => {
    expect(queryCredentials(authentication, new URLSearchParams(text))).toBeUndefined();
  });
});
