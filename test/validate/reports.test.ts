/** What the reports say, in every format; the baseline; secrets in none of them. */

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse as parseHtml } from "parse5";
import { afterEach, describe, expect, it, vi } from "vitest";
import { REPORT_FORMATS } from "../../generator/validate/report/formats.js";
import type { ValidateReport } from "../../generator/validate/report/validate-report.js";
import { runCommand, shownBy } from "../command-line.js";
import { CAPTURE, HAS_CAPTURE, ROOT, requireCapture } from "../real-docs.js";
import {
  BOOK,
  checkFewTrades as check,
  checkParsed,
  checkTrades,
  delta,
  folder,
  ndjsonOf,
  put,
  START,
  snapshot,
  trade,
  URL,
  useFolder,
} from "./captures.js";

useFolder();
requireCapture();
afterEach(() => vi.unstubAllEnvs());

const BIN = join(ROOT, "dist/generator/bin.js");
const envelope = (message: unknown, index: number) => ({ ts: START + index * 1000, dir: "in", message });
/** 20 messages: prices as text in five of them, an unknown side in one, an undocumented field in two. */
const mixed = (): string =>
  ndjsonOf(
    Array.from({ length: 20 }, (_, index) =>
      envelope(
        trade({
          ...(index % 4 === 1 && { price: "60621.5" }),
          ...(index === 7 && { side: "Middle" }),
          ...(index % 10 === 8 && { flag: index }),
        }),
        index,
      ),
    ),
  );

const checkSchema = new Ajv2020({ strict: true, allErrors: true }).compile(
  JSON.parse(readFileSync(join(ROOT, "schemas/validate-report.schema.json"), "utf8")) as object,
);
const expectSchema = (report: ValidateReport): void => {
  checkSchema(JSON.parse(JSON.stringify(report)));
  expect(checkSchema.errors ?? []).toEqual([]);
};

describe("the report", () => {
  it("groups by cause, with counts, shares, places, a sample and the page behind the rule", async () => {
    const path = put("capture", mixed());
    const { report, exit } = await check(path);
    expect(exit).toBe(1);
    expect(report).toMatchObject({ frames: 20, messages: 20, sent: 0, seconds: 19 });
    expect(report.topics).toEqual([
      {
        line: "copy-trading",
        topic: "trade",
        form: "push",
        messages: 20,
        invalid: 5,
        warned: 3,
        bytes: expect.any(Number),
      },
    ]);
    expect(report.findings).toMatchObject([
      {
        code: "other-type",
        severity: "error",
        pointer: "/data/*/price",
        keyword: "type",
        expected: "number",
        got: "string",
        count: 5,
        share: 0.25,
        first: { file: path, line: 2, time: new Date(START + 1000).toISOString() },
        last: { line: 18 },
        sample: { pointer: "/data/0/price", value: '"60621.5"' },
        source: { page: "docs-legacy/source/includes/testnet/copy_trading/_websockets.md", line: 450 },
      },
      { code: "undocumented-field", severity: "warning", pointer: "/data/*/flag", count: 2, got: "integer" },
      { code: "unknown-value", severity: "warning", pointer: "/data/*/side", count: 1, got: '"Middle"' },
    ]);
    const lines = mixed().split("\n");
    expect(report.findings[0]?.first.offset).toBe((lines[0]?.length ?? 0) + 1);
    expectSchema(report);
  });

  it("a fault in several items of one message is one message with it", async () => {
    const message = trade();
    const twice = {
      ...message,
      data: [
        { ...message.data[0], size: "4" },
        { ...message.data[0], size: "5" },
      ],
    };
    const { report } = await check(put("capture", ndjsonOf([twice])), { line: "copy-trading" });
    expect(report.findings).toMatchObject([{ pointer: "/data/*/size", count: 1, share: 1 }]);
  });

  it("a documented field that never comes is a warning, once there are 100 messages", async () => {
    const without = ([price, side]: readonly [string, string, ...unknown[]]) => ({
      price,
      symbol: "BTCUSD",
      side,
      size: 1,
    });
    const messages = (count: number) => [
      ...Array.from({ length: count }, (_, index) => ({
        ...snapshot([], index),
        topic: "orderBook_200.100ms.BTCUSD",
        data: BOOK.map((level) => without(level as never)),
      })),
    ];
    const many = await check(put("many", ndjsonOf(messages(100))));
    expect(many.report.findings).toMatchObject([
      { code: "field-never-seen", severity: "warning", topic: "orderBook_200", pointer: "/data/*/id", count: 100 },
    ]);
    expect((await check(put("few", ndjsonOf(messages(99))))).codes).toEqual([]);
    // No level, no word about the fields of a level.
    const empty = Array.from({ length: 100 }, (_, index) => snapshot([], index));
    expect((await check(put("empty", ndjsonOf(empty)))).codes).toEqual([]);
  });

  it("is the same for one thread and many, for a file and for its compressed copy", async () => {
    const books = Array.from({ length: 4000 }, (_, index) =>
      index === 0
        ? snapshot(BOOK)
        : delta(
            { update: [["60000.00", "Buy", index]], ...(index % 97 === 0 && { gone: [["1.00", "Buy"]] }) },
            100 + index,
          ),
    );
    const text = ndjsonOf(
      books.flatMap((book, index) => [
        book,
        ...(index % 5 === 0 ? [trade(index % 50 === 0 ? { price: "x" } : {})] : []),
      ]),
    );
    // More than one block, and more than one range.
    expect(text.length).toBeGreaterThan(1 << 20);
    const path = put("capture", text);
    const alone = await checkTrades(path, { stats: true });
    expect(alone.report.findings.map(({ code }) => code)).toEqual(["other-type", "unknown-level"]);
    expect((await checkTrades(path, { stats: true, workers: 3 })).report).toEqual(alone.report);
    const packed = await checkTrades(put("capture.gz", gzipSync(text)), { stats: true, workers: 2 });
    const without = ({ captures: _, ...rest }: ValidateReport) =>
      JSON.stringify(rest).replaceAll("capture.gz", "capture");
    expect(without(packed.report)).toEqual(without(alone.report));
  });

  it("--stats: presence, kinds, values and ranges of each field", async () => {
    const { report } = await check(put("capture", mixed()), { stats: true });
    const [form] = report.stats ?? [];
    const field = (pointer: string) => form?.fields.find((each) => each.pointer === pointer);
    expect(field("/data/*/price")).toMatchObject({
      present: 20,
      of: 20,
      kinds: { number: 15, decimal: 5 },
      min: 60621.5,
      max: 60621.5,
    });
    expect(field("/data/*/side")?.values).toEqual([
      { value: '"Sell"', count: 19 },
      { value: '"Middle"', count: 1 },
    ]);
    expect(field("/data/*/flag")).toMatchObject({ present: 2, of: 20, documented: false, min: 8, max: 18 });
    expectSchema(report);
  });

  it("counts over time, in steps that are bounded in number", async () => {
    const { report } = await check(put("capture", mixed()));
    expect(report.timeline.stepSeconds).toBe(1);
    expect(report.timeline.steps.reduce((sum, { counts }) => sum + (counts[0]?.messages ?? 0), 0)).toBe(20);
    expect(report.timeline.steps.reduce((sum, { counts }) => sum + (counts[0]?.invalid ?? 0), 0)).toBe(5);
    const years = Array.from({ length: 3000 }, (_, index) => envelope(trade(), index * 86_400));
    const long = (await check(put("long", ndjsonOf(years)))).report.timeline;
    expect(long.steps.length).toBeLessThanOrEqual(1024);
    expect(long.steps.reduce((sum, { counts }) => sum + (counts[0]?.messages ?? 0), 0)).toBe(3000);
  });
});

describe("which line", () => {
  it("an endpoint that no line has is decided by topics, and said", async () => {
    const text = ndjsonOf([{ ts: START, dir: "in", url: "wss://stream.bybit.com/realtime", message: trade() }]);
    const { report } = await checkParsed(put("capture", text));
    expect(report.captures[0]?.decisions).toMatchObject([
      { url: "wss://stream.bybit.com/realtime", line: "copy-trading", by: "topics", frames: 1, known: 1 },
    ]);
  });

  it("says whose topic it is, where a recording holds several lines", async () => {
    const ticker = { topic: "bookTicker", params: {}, data: {} };
    const { finding } = await checkParsed(
      put("capture", ndjsonOf([trade(), trade(), ticker, { topic: "weather", data: [] }])),
    );
    expect(finding("unrouted/unknown-topic")).toMatchObject({
      severity: "warning",
      got: '"bookTicker", a topic of spot/v2',
    });
  });

  it("--line decides; an unknown protocol is an error, not a guess", async () => {
    const forced = await checkParsed(put("capture", ndjsonOf([trade()])), { line: "linear" });
    expect(forced.report.captures[0]?.decisions).toMatchObject([{ line: "linear", by: "option" }]);
    expect(forced.codes).toContain("other-type");
    const foreign = await checkParsed(put("foreign", ndjsonOf([{ e: "depthUpdate", s: "X" }, { e: "trade" }])));
    expect(foreign.codes).toEqual(["unrouted/no-line"]);
    expect(foreign.exit).toBe(1);
  });
});

describe("the baseline", () => {
  it("accepts what it knows and fails on what is new", async () => {
    const baseline = join(folder(), "baseline.json");
    const path = put("capture", mixed());
    const written = await check(path, { baseline, updateBaseline: true });
    expect(written.exit).toBe(0);
    const again = await check(path, { baseline, failOn: "warning" });
    expect(again.exit).toBe(0);
    expect(again.report.findings.every(({ known }) => known)).toBe(true);
    const worse = put("worse", mixed() + ndjsonOf([envelope(trade({ size: "4" }), 30)]));
    const fresh = await check(worse, { baseline });
    expect(fresh.exit).toBe(1);
    expect(fresh.report.findings.filter(({ known }) => !known)).toMatchObject([{ pointer: "/data/*/size" }]);
    const file = JSON.parse(readFileSync(baseline, "utf8")) as { causes: { pointer: string }[] };
    expect(file.causes.map(({ pointer }) => pointer)).toEqual(["/data/*/flag", "/data/*/price", "/data/*/side"]);
  });

  const causesOf = (file: string): { pointer: string; until?: string }[] =>
    (JSON.parse(readFileSync(file, "utf8")) as { causes: { pointer: string }[] }).causes;
  const prices = (): string => put("prices", ndjsonOf([envelope(trade({ price: "1" }), 0)]));
  const sizes = (): string => put("sizes", ndjsonOf([envelope(trade({ size: "1" }), 0)]));

  it("keeps what other captures had accepted", async () => {
    const baseline = join(folder(), "baseline.json");
    await check(prices(), { baseline, updateBaseline: true });
    await check(sizes(), { baseline, updateBaseline: true });
    expect(causesOf(baseline).map(({ pointer }) => pointer)).toEqual(["/data/*/price", "/data/*/size"]);
    expect((await check([prices(), sizes()], { baseline })).exit).toBe(0);
  });

  it("says in every format how many messages it lets pass", async () => {
    const baseline = join(folder(), "baseline.json");
    const path = put("capture", ndjsonOf([0, 1, 2].map((at) => envelope(trade({ price: "1" }), at))));
    await check(path, { baseline, updateBaseline: true });
    const { report } = await check(path, { baseline });
    expect(report.accepted).toEqual({ causes: 1, messages: 3 });
    const data = ["json", "ndjson", "sarif"];
    for (const [name, render] of Object.entries(REPORT_FORMATS)) {
      const words = data.includes(name)
        ? /"accepted": ?\{\s*"causes": ?1,\s*"messages": ?3/
        : /1 more cause in the baseline, which covers 3 messages/;
      expect([name, render(report, { color: false })]).toEqual([name, expect.stringMatching(words)]);
    }
  });

  it("holds until the day that an entry names, and says so afterwards", async () => {
    const baseline = join(folder(), "baseline.json");
    const path = prices();
    await check(path, { baseline, updateBaseline: true });
    const causes = causesOf(baseline).map((cause) => ({ ...cause, until: "2026-12-31" }));
    writeFileSync(baseline, JSON.stringify({ format: "wireloom-baseline-1", causes }));
    expect((await check(path, { baseline, today: "2026-12-31" })).exit).toBe(0);
    const over = await check(path, { baseline, today: "2027-01-01" });
    expect(over.exit).toBe(1);
    expect(over.diagnostics).toContainEqual(
      expect.objectContaining({ code: "validate/baseline-expired", severity: "warning", file: baseline }),
    );
    // Another capture takes it out, and its own accepts it anew.
    await check(sizes(), { baseline, updateBaseline: true, today: "2027-01-01" });
    expect(causesOf(baseline).map(({ pointer }) => pointer)).toEqual(["/data/*/size"]);
    await check(path, { baseline, updateBaseline: true, today: "2027-01-01" });
    expect(causesOf(baseline).map(({ until }) => until)).toEqual([undefined, undefined]);
  });

  it("with a day that is none is refused", async () => {
    const causes = [{ fingerprint: "0123456789abcdef", until: "soon" }];
    const baseline = put("baseline.json", JSON.stringify({ format: "wireloom-baseline-1", causes }));
    await expect(check(prices(), { baseline })).rejects.toThrow(/`until` of cause 1 is no day/);
  });
});

describe("what is printed", () => {
  it("has no character that steers a terminal, nor a command of GitHub, whatever the capture holds", async () => {
    const evil = "\u009b31m\u001b[31m\u202e\r\n::error::x";
    const path = put(
      "capture",
      ndjsonOf([envelope(trade({ [evil]: evil, price: evil }), 0), envelope({ topic: evil }, 1)]),
    );
    const { report } = await check(path, { stats: true });
    for (const [name, render] of Object.entries(REPORT_FORMATS)) {
      const text = render(report, { color: false });
      expect([name, text.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/g)]).toEqual([name, null]);
      expect([name, text.split("\n").filter((line) => line.startsWith("::error::x"))]).toEqual([name, []]);
    }
  });

  it("names the file of a cause once, and the page that says what its code means", async () => {
    const path = put("capture", ndjsonOf([0, 1].map((at) => envelope(trade({ price: "x" }), at))));
    const { report } = await check(path);
    const page = "docs/findings/other-type.md";
    for (const [name, render] of Object.entries(REPORT_FORMATS))
      expect([name, render(report, { color: false })]).toEqual([
        name,
        expect.stringContaining(name === "text" ? "docs/findings" : page),
      ]);
    const line = REPORT_FORMATS.text?.(report, { color: false })
      .split("\n")
      .find((each) => each.includes("first"));
    expect(line?.split(path)).toHaveLength(2);
    expect(line).toMatch(/first .*capture:1 at .*, last line 2 at /);
  });

  it("says with --stats how many messages a second came, and how large they are", async () => {
    const path = put("capture", ndjsonOf([envelope(trade(), 0), envelope(trade(), 1000), envelope(trade(), 2000)]));
    const { report } = await check(path, { stats: true });
    const rate = (3 / report.seconds).toPrecision(2);
    expect(report.topics[0]?.bytes).toBe(3 * JSON.stringify(trade()).length);
    for (const name of ["text", "markdown", "html"])
      expect(REPORT_FORMATS[name]?.(report, { color: false })).toContain(rate);
  });

  it("as NDJSON has a line for all that the JSON report has", async () => {
    const { report } = await check(put("capture", ndjsonOf([envelope(trade({ price: "x" }), 0)])));
    const lines = (REPORT_FORMATS.ndjson?.(report, { color: false }) ?? "").trimEnd().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as { kind: string });
    expect(rows[0]).toMatchObject({ kind: "run", frames: 1, messages: 1 });
    const { kind, ...finding } = rows.find((row) => row.kind === "finding") ?? { kind: "" };
    expect([kind, finding]).toEqual(["finding", report.findings[0]]);
  });

  it("as SARIF is valid by its official schema", async () => {
    const { report } = await check([put("capture", ndjsonOf([envelope(trade({ price: "x" }), 0)])), put("empty", "")]);
    const log = JSON.parse(REPORT_FORMATS.sarif?.(report, { color: false }) ?? "") as object;
    expect(validateSarif(log)).toEqual([]);
    expect(validateSarif({ ...log, version: "2" })).not.toEqual([]);
  });
});

/** With the Ajv that the package of the schema brings: it is one of draft 4. */
function validateSarif(log: object): unknown[] {
  const own = createRequire(createRequire(import.meta.url).resolve("@microsoft/jest-sarif"));
  const { $schema: _, id: _id, ...schema } = own("./schemas/sarif-2.1.0-rtm.5.json") as Record<string, unknown>;
  const Ajv = own("ajv") as new (
    options: object,
  ) => { validate(schema: object, data: object): boolean; errors: unknown[] | null };
  const ajv = new Ajv({ schemaId: "auto", format: false, logger: false });
  return ajv.validate(schema, log) ? [] : (ajv.errors ?? []);
}

describe("formats", () => {
  const hostile = (): string =>
    ndjsonOf([
      envelope(trade({ price: "x", "<img src=x onerror=alert(1)>": "</script>]]>&\u001b[31m%0A::error::" }), 0),
      envelope({ topic: 'wea"ther.<b>\u0007', data: [] }, 1),
      envelope(trade({ side: "a\nb" }), 2),
    ]);

  it("HTML is one file without a reference outside, and without a tag of the capture", async () => {
    const { report } = await check(put("a<b>.ndjson", hostile() + mixed()), { stats: true });
    const html = REPORT_FORMATS.html?.(report, { color: false }) ?? "";
    const names: string[] = [];
    const errors: string[] = [];
    const document = parseHtml(html, { onParseError: ({ code }) => errors.push(code) });
    const visit = (node: {
      nodeName: string;
      attrs?: { name: string; value: string }[];
      childNodes?: unknown[];
    }): void => {
      names.push(node.nodeName);
      for (const { name, value } of node.attrs ?? []) {
        // A link is no reference: the page opens without it.
        if (name === "href") expect(value).toMatch(/\/docs\/findings\/[a-z-]+\.md$/);
        else expect(value).not.toMatch(/^https?:/);
        expect(name).not.toMatch(/^on|^src$/);
      }
      for (const child of node.childNodes ?? []) visit(child as typeof node);
    };
    visit(document as never);
    expect(errors).toEqual([]);
    expect(names).not.toContain("img");
    expect(names).not.toContain("b");
    expect(names.filter((name) => name === "script")).toHaveLength(1);
    for (const name of ["svg", "table", "details", "h1"]) expect(names).toContain(name);
    expect(html).toContain("/data/*/price");
    expect(html).toContain("copy_trading/_websockets.md:450");
    expect(html).toContain("prefers-color-scheme");
  });

  it("JUnit is well-formed, and fails the forms with errors", async () => {
    const { report } = await check(put("capture", hostile() + mixed()));
    const xml = REPORT_FORMATS.junit?.(report, { color: false }) ?? "";
    const open: string[] = [];
    for (const [tag, close, name, , self] of xml.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)\s*(\/?)>/g)) {
      if (close === "/") expect({ tag, open: open.pop() }).toEqual({ tag, open: name });
      else if (self !== "/") open.push(name ?? "");
    }
    expect(open).toEqual([]);
    expect(xml.replace(/<[^<>]*>/g, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/);
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    expect(xml).toMatch(/<testcase classname="copy-trading" name="trade push">\s*<failure message="/);
  });

  it("SARIF has a rule for each result, a fingerprint and a place", async () => {
    const { report } = await check(put("capture", hostile() + mixed()));
    const log = JSON.parse(REPORT_FORMATS.sarif?.(report, { color: false }) ?? "") as {
      version: string;
      runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleIndex: number; ruleId: string }[] }[];
    };
    const [run] = log.runs;
    expect(log.version).toBe("2.1.0");
    expect(run?.results).toHaveLength(report.findings.length);
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result).toMatchObject({
        level: expect.stringMatching(/^(error|warning|note)$/),
        message: { text: expect.any(String) },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: expect.any(String) },
              region: { startLine: expect.any(Number) },
            },
          },
        ],
        partialFingerprints: { "wireloomCause/v1": expect.stringMatching(/^[0-9a-f]{16}$/) },
      });
    }
  });

  it("GitHub annotations are one line a cause, and a capture cannot write one", async () => {
    const { report } = await check(put("a,b:c.ndjson", hostile()));
    const text = REPORT_FORMATS.github?.(report, { color: false }) ?? "";
    const lines = text.trimEnd().split("\n");
    expect(lines).toHaveLength(report.findings.length + 1);
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^::(error|warning|notice) file=[^,]*a%2Cb%3Ac\.ndjson,line=\d+,title=[^,:]+::/);
  });

  it("text steers no terminal and has no colour in a pipe", async () => {
    const { report } = await check(put("capture", hostile()));
    const text = REPORT_FORMATS.text?.(report, { color: false }) ?? "";
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(REPORT_FORMATS.text?.(report, { color: true })).toContain("\u001b[31m");
  });

  it("the command writes each to a file or prints it, github by itself under GitHub Actions", async () => {
    const path = put("capture", mixed());
    for (const format of Object.keys(REPORT_FORMATS)) {
      const asked = ["validate", path, "--line", "copy-trading", "--no-fast", "--format", format];
      const printed = await runCommand(...asked);
      const file = join(folder(), `out.${format}`);
      const written = await runCommand(...asked, "--out", file);
      const codes = [printed.code, written.code];
      expect({ format, codes, stdout: written.stdout }).toEqual({ format, codes: [1, 1], stdout: "" });
      expect(readFileSync(file, "utf8")).toBe(printed.stdout);
    }
    vi.stubEnv("GITHUB_ACTIONS", "true");
    expect((await runCommand("validate", path)).stdout).toMatch(/^::error file=/);
    vi.stubEnv("GITHUB_ACTIONS", "");
    expect((await runCommand("validate", path)).stdout).not.toMatch(/^::/m);
  });
});

describe("interruption", () => {
  it("prints what was checked and exits with 130", async () => {
    const path = put("capture", mixed());
    const abort = new AbortController();
    abort.abort();
    const { report } = await check(path, { signal: abort.signal });
    expect(report).toMatchObject({ partial: true, frames: 0 });
    const script = `
      import { run } from ${JSON.stringify(new globalThis.URL("../../dist/generator/cli.js", import.meta.url).href)};
      const abort = new AbortController();
      const { Readable } = await import("node:stream");
      const text = ${JSON.stringify(mixed())};
      Object.defineProperty(process, "stdin", { value: Readable.from((async function* () {
        for (let count = 0; count < 1000; count += 1) {
          if (count === 600) abort.abort();
          yield Buffer.from(text);
        }
      })()) });
      process.exitCode = await run(["validate", "-"], process, abort.signal);`;
    const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(status).toBe(130);
    expect(stdout).toContain("interrupted: only what was read");
    const frames = Number(/([\d,]+) frames over/.exec(stdout)?.[1]?.replaceAll(",", ""));
    expect(frames).toBeGreaterThan(1000);
    expect(frames).toBeLessThan(20_000);
  });
});

describe("secrets", () => {
  const CANARIES = ["CANARY-KEY", "CANARYSIGN", "1618677799999", "424242", "515151", "deadbeef".repeat(8)];
  const [key = "", signature = "", expires = "", user = "", account = "", digest = ""] = CANARIES;
  const url = `${URL}?api_key=${key}&expires=${expires}&signature=${signature}`;
  const auth = { op: "auth", args: [key, Number(expires), signature] };
  const position = {
    topic: "position",
    action: "update",
    data: [{ user_id: `${user}`, uid: Number(user), accountId: account, symbol: 1 }],
  };
  const messages: readonly { sent?: boolean; text: string }[] = [
    { sent: true, text: JSON.stringify(auth) },
    { sent: true, text: JSON.stringify({ op: "dance", api_key: key, signature }) },
    { sent: true, text: JSON.stringify(auth).slice(0, -6) },
    { text: JSON.stringify({ success: false, ret_msg: 1, conn_id: "x", request: auth }) },
    { text: JSON.stringify(position) },
    { text: JSON.stringify(position).slice(0, 90) },
    { text: JSON.stringify({ topic: "weather", api_key: key, sign: signature, secret: digest }) },
    { text: `{"topic":"x","note":"${digest}","user_id":${user}` },
    { text: JSON.stringify({ topic: "trade.X", data: digest }) },
  ];
  const captures: Record<string, () => string> = {
    ndjson: () => ndjsonOf(messages.map(({ text }) => text)),
    envelope: () =>
      ndjsonOf(
        messages.map(({ sent, text }, index) => ({ ts: START + index, dir: sent ? "out" : "in", url, message: text })),
      ),
    "cryptofeed-raw": () =>
      [
        `${url} <-> ${START / 1000}`,
        ...messages.map(({ sent, text }) =>
          sent ? `${url} <- ${START / 1000}: ${text}` : `${START / 1000}.1: ${text}`,
        ),
        "",
      ].join("\n"),
    "cryptofeed-v2": () =>
      ndjsonOf([
        { t: "connect", conn: "a", ts: 1, addr: url },
        ...messages.map(({ sent, text }) => ({ t: sent ? "send" : "recv", conn: "a", ts: 2, data: text })),
      ]),
    har: () =>
      JSON.stringify({
        log: {
          entries: [
            {
              _webSocketMessages: messages.map(({ sent, text }) => ({
                type: sent ? "send" : "receive",
                time: 1,
                opcode: 1,
                data: text,
              })),
              request: { url, headers: [{ name: "Cookie", value: key }] },
            },
          ],
        },
      }),
    terminal: () => messages.map(({ sent, text }) => `${sent ? ">" : "<"} ${text}\n`).join(""),
    dialogue: () => messages.map(({ sent, text }) => `${sent ? ">" : "="} ${text}\n`).join(""),
  };

  it.each(Object.keys(captures))(
    "none in any report of a capture in %s, nor in its baseline or in what learn says",
    async (name) => {
      const path = put("capture", captures[name]?.() ?? "");
      const baseline = join(folder(), "known.json");
      for (const line of ["linear", "copy-trading"]) {
        const { report, diagnostics } = await check(path, { line, stats: true });
        const shown = Object.values(REPORT_FORMATS).map((render) => render(report, { color: false }));
        shown.push(JSON.stringify(diagnostics));
        shown.push(
          await shownBy("validate", path, "--line", line, "--baseline", baseline, "--update-baseline", "--no-fast"),
        );
        shown.push(readFileSync(baseline, "utf8"));
        shown.push(await shownBy("learn", path, "--line", line, "--no-fast"));
        shown.push(await shownBy("learn", path, "--line", line, "--no-fast", "--format", "json"));
        shown.push(await shownBy("validate", path, "--format-in", "tardis", "--line", line, "--no-fast"));
        expect(shown[0]).toMatch(/unrouted|unknown-request/);
        for (const text of shown) for (const canary of CANARIES) expect(text).not.toContain(canary);
      }
    },
  );

  it("spot: single letters that the spec calls secret", async () => {
    const report = { e: "executionReport", E: "1", s: "X", A: "987654321", c: 1 };
    const { report: found } = await check(put("capture", ndjsonOf([report, { ...report, A: 987654321 }])), {
      line: "spot/private",
      stats: true,
    });
    expect(found.findings.length).toBeGreaterThan(2);
    expect(JSON.stringify(found)).not.toContain("987654321");
  });
});

it.runIf(HAS_CAPTURE)("the whole of a real recording, from the command line", () => {
  const out = execFileSync(process.execPath, [BIN, "validate", CAPTURE, "--format", "json"]);
  const report = JSON.parse(out.toString()) as ValidateReport;
  expectSchema(report);
  // Counted in the file: 1,018 of two books, 76 trades, four requests and their acknowledgements.
  expect(report).toMatchObject({ frames: 1102, messages: 1094, sent: 4 });
  expect(report.replies).toMatchObject([{ topic: "subscribe-ack", messages: 4 }]);
  expect(report.findings.map(({ code, severity, count }) => [code, severity, count])).toEqual([
    ["no-ping", "warning", 1],
    ["data-before-ack", "info", 2],
  ]);
});
