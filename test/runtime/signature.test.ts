/** Signatures by the vectors of their standards, and what cannot be signed. */

import { describe, expect, it } from "vitest";
import { type Credentials, type Signing, sign, signedText } from "../../templates/runtime/signature.js";

const hmac = (encoding: "hex" | "base64"): Signing => ({ algorithm: "hmac-sha256", encoding });
const ed25519 = (encoding: "hex" | "base64"): Signing => ({ algorithm: "ed25519", encoding });
const BY_FUNCTION: Signing = { algorithm: "function" };

const inBase64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

describe("HMAC-SHA256, by RFC 4231", () => {
  // Case 1: the key is 20 times 0x0b, which is the text below.
  it.each([
    [1, "\u000b".repeat(20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    [2, "Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
  ])("test case %i", async (_, secret, text, expected) => {
    const credentials = { apiKey: "", secret };
    expect(await sign(text, hmac("hex"), credentials)).toBe(expected);
    expect(await sign(text, hmac("base64"), credentials)).toBe(inBase64(expected));
  });
});

describe("Ed25519, by RFC 8032, 7.1", () => {
  /** A key of the RFC in PKCS#8, by RFC 8410, 7. */
  const keyOf = (seed: string): string => inBase64(`302e020100300506032b657004220420${seed}`);
  const TEST_2 = keyOf("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const SIGNED_2 =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

  it.each([
    [
      "test 1, an empty message",
      keyOf("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
      "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    ["test 2, one byte", TEST_2, "\u0072", SIGNED_2],
    ["test 2, the key in PEM", `-----BEGIN PRIVATE KEY-----\n${TEST_2}\n-----END PRIVATE KEY-----\n`, "r", SIGNED_2],
  ])("%s", async (_, privateKey, text, expected) => {
    const credentials = { apiKey: "", privateKey };
    expect(await sign(text, ed25519("base64"), credentials)).toBe(inBase64(expected));
    expect(await sign(text, ed25519("hex"), credentials)).toBe(expected);
  });

  it.each(["no key", "bm8ga2V5", ""])("a key that is none is refused and not shown: %j", async (privateKey) => {
    const told = await sign("p", ed25519("base64"), { apiKey: "", privateKey }).catch(String);
    expect(told).toMatch(/^\w*Error: /);
    expect(told).not.toContain("bm8ga2V5");
  });
});

describe("a function of the user's", () => {
  it.each([
    ["HMAC", hmac("hex")],
    ["Ed25519", ed25519("base64")],
    ["a line of its own", BY_FUNCTION],
  ] as const)("signs in place of %s, at once or later", async (_, signing) => {
    expect(await sign("p", signing, { apiKey: "k", sign: (payload) => `signed ${payload}` })).toBe("signed p");
    expect(await sign("p", signing, { apiKey: "k", sign: async (payload) => `later ${payload}` })).toBe("later p");
  });
});

describe("credentials that do not fit", () => {
  it.each<[what: string, signing: Signing, credentials: Credentials, message: RegExp]>([
    ["an empty secret", hmac("hex"), { apiKey: "", secret: "" }, /secret is empty/],
    ["a private key for HMAC", hmac("hex"), { apiKey: "", privateKey: "hidden" }, /by hmac-sha256: pass `sign`/],
    ["a secret for Ed25519", ed25519("base64"), { apiKey: "", secret: "hidden" }, /by ed25519: pass `sign`/],
    ["a secret for a function", BY_FUNCTION, { apiKey: "", secret: "hidden" }, /by function: pass `sign`/],
  ])("%s", async (_, signing, credentials, message) => {
    const told = await sign("p", signing, credentials).catch(String);
    expect(told).toMatch(message);
    expect(told).not.toContain("hidden");
  });
});

it("what is signed has the key and the time of expiry in its slots", () => {
  expect(signedText("GET/realtime{expires}", "k", 12)).toBe("GET/realtime12");
  expect(signedText("{expires}{apiKey}5000", "k", 12)).toBe("12k5000");
});
