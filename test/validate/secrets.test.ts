/** No secret of a capture is in anything that is made of it, wherever it stands; and nothing else is taken out. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../generator/capture/formats.js";
import { NO_SECRETS } from "../../generator/validate/redact/redact.js";
import { redactText } from "../../generator/validate/redact/redact-text.js";
import { createScrub } from "../../generator/validate/redact/scrub.js";
import { secretKindOf } from "../../generator/validate/redact/secret-names.js";
import { createSecretCollector } from "../../generator/validate/redact/secret-values.js";
import { REPORT_FORMATS } from "../../generator/validate/report/formats.js";
import { shownBy } from "../command-line.js";
import { check, checkParsed, DIALOGUE, folder, ndjsonOf, put, snapshot, trade, useFolder } from "./captures.js";
import { AUTH, captures, distinct, SECRETS } from "./secret-captures.js";

useFolder();

/** As it is, and as JSON, XML, addresses and pointers write it. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const xml = secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    xml,
    encodeURIComponent(secret),
    secret.replaceAll("/", "~1"),
  ];
}

const secretsIn = (text: string): string[] =>
  Object.entries(SECRETS).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  );

function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

it("the secrets are put into captures of every format", () => {
  expect(Object.keys(captures).sort()).toEqual(FORMATS.map(({ name }) => name).sort());
  const all = captures["ndjson-envelope"]?.() ?? "";
  expect(secretsIn(all)).toEqual(Object.keys(SECRETS));
});

describe.each(FORMATS.map(({ name }) => name))("a capture in %s", (name) => {
  const path = (): string => put("capture", captures[name]?.() ?? "");

  it.each(["copy-trading", "v5"])("shows no secret in any report on %s", async (line) => {
    const file = path();
    const { report, diagnostics } = await check(file, { formatIn: name, line, stats: true });
    expect(secretsIn(JSON.stringify(diagnostics))).toEqual([]);
    expect(JSON.stringify(report.findings)).toContain("[redacted]");
    for (const [format, render] of Object.entries(REPORT_FORMATS)) {
      const text = render(report, { color: false });
      expect({ format, secrets: secretsIn(text) }).toEqual({ format, secrets: [] });
      expect(text).toMatch(/unrouted|unknown-topic/);
    }
  });

  it("shows none where the command prints", async () => {
    const text = await shownBy("validate", path(), "--format-in", name, "--line", "copy-trading", "--no-fast");
    expect(secretsIn(text)).toEqual([]);
    expect(text).toContain("[redacted]");
  });

  it("shows none in a baseline, its fingerprints, proposals and their overlays", async () => {
    const file = path();
    const baseline = join(folder(), "known.json");
    const on = ["--format-in", name, "--line", "copy-trading", "--no-fast"];
    await shownBy("validate", file, ...on, "--baseline", baseline, "--update-baseline");
    const causes = (JSON.parse(readFileSync(baseline, "utf8")) as { causes: { code: string }[] }).causes;
    expect(causes.map(({ code }) => code)).toEqual(expect.arrayContaining(["unknown-value", "unrouted/unknown-topic"]));
    const texts = [
      readFileSync(baseline, "utf8"),
      await shownBy("learn", file, ...on),
      await shownBy("learn", file, ...on, "--format", "json", "--write", join(folder(), "proposed")),
      ...filesOf(join(folder(), "proposed")),
    ];
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.map(secretsIn)).toEqual(texts.map(() => []));
    for (const text of texts.slice(1)) expect(text).not.toContain("[redacted]");
  });

  it("shows none where no line is known, in records of another format, and in diagnostics", async () => {
    const file = path();
    const texts = [
      await shownBy("validate", file, "--format", "json"),
      await shownBy("validate", file, "--format-in", name, "--format", "json", "--no-fast"),
      ...(await Promise.all(
        ["tardis", "cryptofeed-raw", "ndjson-envelope", "har"].map((other) =>
          shownBy("validate", file, "--format-in", other, "--line", "v5", "--format", "json", "--no-fast"),
        ),
      )),
      // A capture where a baseline is wanted: the parser must not quote it.
      await shownBy("validate", file, "--baseline", file, "--no-fast"),
    ];
    expect(texts.map(secretsIn)).toEqual(texts.map(() => []));
  });
});

it("each frame shows no secret as the sample of its cause, whatever it is and whoever sent it", async () => {
  const all = distinct.map(({ text }) => text);
  let redacted = 0;
  for (const text of all) {
    const path = put("capture", ndjsonOf([text, ...all]));
    for (const line of ["copy-trading", "v5"]) {
      const { report } = await checkParsed(path, { line });
      expect({ text, secrets: secretsIn(JSON.stringify(report)) }).toEqual({ text, secrets: [] });
      if (report.findings.some(({ first, sample }) => first.line === 1 && /\[redacted\]/.test(sample?.frame ?? "")))
        redacted += 1;
    }
  }
  // On two lines. What is not there was no finding, or was cut off with the end of its sample.
  expect(redacted).toBeGreaterThan(1.2 * all.length);
});

it("the first line of a file in no known format shows no secret, not even one of another capture", async () => {
  const auth = put("a.ndjson", ndjsonOf([AUTH, trade()]));
  const notes = put(
    "notes.txt",
    `asked ${SECRETS.keyOfAuth}, X-BAPI-SIGN: ${SECRETS.bapiSign} of wss://u:${SECRETS.passwordOfUrl}@example.org\n`,
  );
  const text = await shownBy("validate", auth, notes, "--line", "copy-trading");
  expect(text).toContain("asked [redacted], X-BAPI-SIGN: [redacted] of wss://[redacted]@example.org");
  expect(secretsIn(text)).toEqual([]);
});

describe("authentication in a capture without directions", () => {
  it.each(["v5", "linear", "spot/private", "usdc-perpetual", "copy-trading"])("is a request on %s", async (line) => {
    const { report } = await check(put("capture", ndjsonOf([AUTH])), { line });
    expect(report).toMatchObject({ frames: 1, sent: 1, replies: [], findings: [] });
  });

  it("is one by its shape where the line has another grammar: a warning, without what it hands over", async () => {
    for (const request of [
      { op: "login", args: [{ apiKey: SECRETS.keyOfLogin }] },
      { op: "auth", args: [SECRETS.keyOfLogin, 1] },
      { event: "AUTHENTICATE", params: { key: SECRETS.keyOfLogin, note: "x" } },
    ]) {
      const { report, codes } = await check(put("capture", ndjsonOf([request])), { line: "v5" });
      expect({ codes, sent: report.sent }).toEqual({ codes: ["unknown-request"], sent: 1 });
      expect(report.findings[0]?.sample?.frame).toContain("[redacted]");
      expect(secretsIn(JSON.stringify(report))).toEqual([]);
    }
  });

  it("its answer is an answer, valid or not", async () => {
    const answer = { success: true, ret_msg: "", op: "auth", conn_id: "x" };
    const clean = await check(put("capture", ndjsonOf([AUTH, answer])), { line: "v5" });
    expect(clean.report).toMatchObject({ sent: 1, replies: [{ topic: "auth-reply", messages: 1, invalid: 0 }] });
    const odd = await check(put("odd", ndjsonOf([{ ...answer, success: 1 }])), { line: "v5" });
    expect(odd.report).toMatchObject({ sent: 0, replies: [{ topic: "auth-reply", messages: 1, invalid: 1 }] });
  });
});

describe("a value that is secret in one place", () => {
  const key = SECRETS.keyOfAuth;

  it("is out of the parts of a capture that are checked before and after, on any number of threads", async () => {
    const filler = Array.from({ length: 12_000 }, () => trade());
    const odd = [trade({ side: key }), trade({ [key]: 1 }), { topic: `order.${key}`, data: [] }];
    const text = ndjsonOf([...odd, ...filler, AUTH, ...filler, ...odd]);
    expect(text.length).toBeGreaterThan(3 * 1024 * 1024);
    const path = put("capture", text);
    // No answer to the authentication stands there.
    const on = { line: "copy-trading", skip: ["ack"] };
    const alone = await check(path, on);
    expect(alone.report.findings.map(({ code, count }) => [code, count])).toEqual([
      ["unknown-value", 2],
      ["undocumented-field", 2],
      ["unrouted/unknown-topic", 2],
    ]);
    expect(alone.finding("unknown-value")?.got).toBe('"[redacted]"');
    expect(alone.finding("undocumented-field")).toMatchObject({
      pointer: "/data/*/[redacted]",
      sample: { pointer: "/data/0/[redacted]", value: "1" },
    });
    expect(alone.finding("unrouted/unknown-topic")?.got).toBe('"order.[redacted]"');
    for (const options of [{ workers: 2 }, { fast: false }, { fast: false, workers: 1 }])
      expect((await check(path, { ...on, ...options })).report).toEqual(alone.report);
    const packed = await check(put("capture.gz", gzipSync(text)), on);
    expect(packed.report.findings.map(({ code, got, count }) => [code, got, count])).toEqual(
      alone.report.findings.map(({ code, got, count }) => [code, got, count]),
    );
  });

  it("causes that only it told apart are one, with the count of all and their first and last place", async () => {
    const login = { op: "auth", args: [SECRETS.keyOfLogin, 1_650_000_000_000, "x"] };
    const { report } = await check(
      put(
        "capture",
        ndjsonOf([trade({ side: key }), trade({ side: SECRETS.keyOfLogin }), AUTH, login, trade({ side: key })]),
      ),
      { line: "copy-trading" },
    );
    expect(report.findings).toMatchObject([
      { code: "unknown-value", got: '"[redacted]"', count: 3, first: { line: 1 }, last: { line: 5 } },
    ]);
  });

  it("a begin of it, where a sample is cut, is left out as well", async () => {
    for (let shift = 0; shift < key.length; shift += 1) {
      const side = `${"x".repeat(44 + shift)}${key}`;
      const capture = put("capture", ndjsonOf([trade({ side }), AUTH]));
      const { report } = await checkParsed(capture, { line: "copy-trading" });
      expect(report.findings).toHaveLength(1);
      expect(JSON.stringify(report)).not.toContain(key.slice(0, 4));
    }
  });

  it("a fingerprint does not depend on it", async () => {
    const of = async (secret: string): Promise<unknown[]> => {
      const auth = { op: "auth", args: [secret, 1_650_000_000_000, "x"] };
      const { report } = await check(put("capture", ndjsonOf([auth, trade({ side: secret, [secret]: 1 })])), {
        line: "copy-trading",
      });
      expect(report.findings).toHaveLength(2);
      return report.findings.map(({ fingerprint }) => fingerprint);
    };
    expect(await of("one1CANARY")).toEqual(await of("another2CANARY"));
  });
});

describe("values that are kept", () => {
  it("are bounded, accounts apart from credentials, the first of each", () => {
    const accounts = Array.from({ length: 20_000 }, (_, index) => ({ userId: 1_000_000 + index }));
    const secrets = createSecretCollector();
    secrets.message(accounts, NO_SECRETS);
    secrets.message(AUTH, NO_SECRETS);
    const values = secrets.take();
    expect(values.accounts).toHaveLength(10_000);
    expect(values.accounts.at(-1)).toBe("1009999");
    expect(values.credentials).toEqual([SECRETS.keyOfAuth, SECRETS.expiresOfAuth, SECRETS.signatureOfAuth]);
    expect(secrets.take()).toEqual({ credentials: [], accounts: [] });
  });

  it("are not those that stand for nobody: short ones, masks, flags, and words under a name with two meanings", () => {
    const secrets = createSecretCollector();
    secrets.message(
      { apiKey: "abc12", secret: "********", sign: true, password: "[redacted]", signature: "" },
      NO_SECRETS,
    );
    secrets.message({ token: "WETHUSDC", key: "kline.5m.BTCUSDT", expires: "2021-04-17", uid: "nobody" }, NO_SECRETS);
    expect(secrets.take()).toEqual({ credentials: [], accounts: [] });
  });
});

describe("what is no secret stays readable", () => {
  it("members, topics, symbols, prices and ids of ordinary traffic", async () => {
    const odd = trade({ price: "60621.5", side: "Middle", tokenName: "LINK", design: "plain", signal: "rising" });
    const { report } = await check(
      put(
        "capture",
        ndjsonOf([...DIALOGUE.map(({ message }) => message), AUTH, odd, { topic: "order.XRPUSD", id: "7-a" }]),
      ),
      { line: "copy-trading", stats: true },
    );
    const text = JSON.stringify(report.findings);
    for (const word of ["60621.5", "Middle", "BTCUSD", "tokenName", "LINK", "design", "plain", "signal", "rising"])
      expect(text).toContain(word);
    for (const word of ["order.XRPUSD", "7-a", "3a3a2c6e-a5e9-5b3c-9b8e-2d4f6f5c1e1d", "5938955347", "1618677786614"])
      expect(text).toContain(word);
    expect(text).not.toContain("[redacted]");
    const trades = report.stats?.find(({ topic }) => topic === "trade");
    expect(trades?.fields.find(({ pointer }) => pointer === "/data/*/symbol")?.values).toEqual([
      { value: '"BTCUSD"', count: 2 },
    ]);
    expect(trades?.fields.find(({ pointer }) => pointer === "/data/*/price")?.min).toBe(60_621.5);
  });

  it("execution: ids of executions and orders, beside an account id that is not shown", async () => {
    const message = {
      topic: "execution",
      id: "592324803b2785-26fa-4214-9963-bdd4727f07be",
      creationTime: 1672364174455,
      data: [{ execId: "7e2ae69c-4edf-5800-a352-893d52b446aa", orderId: "b6ec-23fc", symbol: 1, userId: 842424242 }],
    };
    const { report } = await check(put("capture", ndjsonOf([message])), { line: "v5" });
    const frame = report.findings[0]?.sample?.frame ?? "";
    for (const word of ["execution", message.id, "1672364174455", "7e2ae69c-4edf-5800-a352-893d52b446aa", "b6ec-23fc"])
      expect(frame).toContain(word);
    expect(JSON.stringify(report)).not.toContain("842424242");
  });

  it("words of the documentation, though a client sends one as its key", async () => {
    const auth = { op: "auth", args: ["trade_id", 1_650_000_000_000, "orderBookL2_25"] };
    const bad = snapshot([["1.00", "Buy", 1]]);
    const { report } = await check(
      put("capture", ndjsonOf([auth, trade({ trade_id: 1 }), { ...bad, cross_seq: "1" }])),
      { line: "copy-trading" },
    );
    expect(report.findings.map(({ pointer, topic }) => [topic, pointer])).toEqual([
      ["trade", "/data/*/trade_id"],
      ["orderBookL2_25", "/cross_seq"],
    ]);
    expect(report.findings[1]?.sample?.frame).toContain('"topic":"orderBookL2_25.BTCUSD"');
  });

  it("numbers of which it is a part, and words that it begins", () => {
    const scrub = createScrub(["424242", "Sellers", "SELLER"], new Set(["Sellers_Only"]));
    for (const text of ["1424242", "424242.5", "0.424242", "4242421", "BESTSELLERS", "Sellers_Only"])
      expect(scrub(text)).toBe(text);
    expect(scrub("uid 424242, candle.1.424242; SELLER Sellers")).toBe(
      "uid [redacted], candle.1.[redacted]; [redacted] [redacted]",
    );
  });
});

describe("names", () => {
  it.each([
    ...["X-BAPI-SIGN", "X-BAPI-API-KEY", "listenKey", "LISTEN_KEY", "accessToken", "refresh_token", "jwt", "idToken"],
    ...["bearer", "apiKeyV2", "api.key", "APIKEY", "apiSecret", "secret_key_2", "OK-ACCESS-PASSPHRASE", "authSig"],
    ...["Authorization", "Set-Cookie", "api-expires", "expires", "sign", "key", "token", "wsToken", "XBAPIAPIKEY"],
    ...["uid", "userId", "USER_ID", "accountId", "sub_uid", "parentUid", "memberId", "password"],
  ])("%s is secret", (name) => expect(secretKindOf(name)).toBeDefined());

  it.each([
    ...[
      "symbol",
      "design",
      "signal",
      "tokenName",
      "tokenId",
      "feeToken",
      "baseToken",
      "signType",
      "assignee",
      "keyword",
    ],
    ...[
      "primaryKey",
      "monkey",
      "uuid",
      "guid",
      "fluid",
      "accountType",
      "userIdentity",
      "author",
      "expiresIn",
      "passed",
    ],
    ...["secretary", "bidToken", "orderLinkId", "execId", "conn_id", "cross_seq", "position"],
  ])("%s is not", (name) => expect(secretKindOf(name)).toBeUndefined());
});

describe("text that is no message", () => {
  it.each([
    ['{"op":"auth","args":["KEYabc",16', '{"op":"auth","args":"[redacted]"'],
    ["{'op': 'login', 'params': {'a': ['KEYabc']}, 'id': 1", "{'op': 'login', 'params': '[redacted]', 'id': 1"],
    ['th","args":["KEYabc"],"id":7}', 'th","args":"[redacted]","id":7}'],
    ['y":"KEYabc","apiKey":"KEYa\\"bc","id":7', 'y":"KEYabc","apiKey":"[redacted]","id":7'],
    ['"{\\"api_key\\":\\"KEYabc\\",\\"id\\":7}"', '"{\\"api_key\\":\\"[redacted]\\",\\"id\\":7}"'],
    ["GET /ws?token=KEYabc&x=1", "GET /ws?token=[redacted]&x=1"],
    ["api_key=KEYabc&expires=1&signature=a%2Fb", "api_key=[redacted]&expires=[redacted]&signature=[redacted]"],
    ["Cookie: a=KEYabc; b=2\nHost: x", "Cookie: [redacted]\nHost: x"],
    ["the api key: KEYabc is wrong", "the api key: [redacted] is wrong"],
    ["wss://u:p@h.org/ws/KEYabcdef/v1?x=1", "wss://[redacted]@h.org/ws/[redacted]/v1?x=1"],
    ["<apiKey>KEYabc</apiKey>", "<apiKey>[redacted]</apiKey>"],
    ["{:api_key=>'KEYabc'}", "{:api_key=>'[redacted]'}"],
    ["sent Bearer KEYabc123 to it", "sent Bearer [redacted] to it"],
  ])("%s", (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    '{"op":"subscribe","args":["trade.BTCUSD","orderBookL2_25.BTCUSD"',
    "wss://stream.bybit.com/spot/quote/ws/v1, wss://stream.bybit.com/realtime_public",
    "unknown key: topic; the token: it is missing, design=plain",
    '{"topic":"trade.BTCUSD","data":[{"trade_id":"3a3a2c6e-a5e9-5b3c-9b8e-2d4f6f5c1e1d","price":60621.5',
  ])("%s is shown as it is", (text) => expect(redactText(text)).toBe(text));
});
