/** One dialogue in every format that recordings come in: told by its first bytes, and read to the same frames. */

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { validate } from "../../generator/commands/validate.js";
import {
  checkParsed as check,
  checkFewTrades,
  DIALOGUE,
  folder,
  ndjsonOf,
  put,
  START,
  URL,
  useFolder,
} from "../validate/captures.js";

useFolder();

const json = (value: unknown): string => JSON.stringify(value);
const seconds = (index: number): string => ((START + index * 100) / 1000).toFixed(4);
const received = DIALOGUE.filter(({ sent }) => !sent);

const har = (indent?: number): string =>
  JSON.stringify(
    {
      log: {
        version: "1.2",
        creator: { name: 'a "quoted" browser, with [brackets]', version: "1" },
        entries: [
          { request: { method: "GET", url: "https://example.org/", headers: [] }, response: {} },
          {
            // Chrome writes the messages before the request that they belong to.
            _webSocketMessages: DIALOGUE.map(({ sent, message }, index) => ({
              type: sent ? "send" : "receive",
              time: (START + index * 100) / 1000,
              opcode: 1,
              data: json(message),
            })),
            request: { method: "GET", url: `${URL}?api_key=CANARY`, headers: [{ name: "Cookie", value: "CANARY" }] },
          },
        ],
      },
    },
    undefined,
    indent,
  );

interface Sample {
  readonly format: string;
  readonly name: string;
  readonly text: string;
  /** Formats that hold only what was received. */
  readonly onlyReceived?: boolean;
  readonly timed: boolean;
  readonly byEndpoint?: boolean;
}

const samples: readonly Sample[] = [
  { format: "ndjson", name: "bare messages", text: ndjsonOf(DIALOGUE.map(({ message }) => message)), timed: false },
  {
    format: "ndjson-envelope",
    name: "envelopes with text",
    text: ndjsonOf(
      DIALOGUE.map(({ sent, message }, index) => ({
        ts: START + index * 100,
        dir: sent ? "out" : "in",
        message: json(message),
      })),
    ),
    timed: true,
  },
  {
    format: "ndjson-envelope",
    name: "envelopes with objects and a URL",
    text: ndjsonOf(
      DIALOGUE.map(({ sent, message }, index) => ({
        received_at: new Date(START + index * 100).toISOString(),
        direction: sent ? "sent" : "received",
        url: URL,
        payload: message,
      })),
    ),
    timed: true,
    byEndpoint: true,
  },
  {
    format: "recording",
    name: "what record writes",
    text: ndjsonOf([
      { wireloom: "recording", line: "linear", topics: [] },
      { ts: `${START}000000`, conn: "a", url: URL, event: "open" },
      ...DIALOGUE.map(({ sent, message }, index) => ({
        ts: `${START + index * 100}000000`,
        conn: "a",
        url: URL,
        dir: sent ? "out" : "in",
        ...(index % 2 === 0 ? { data: message } : { text: json(message) }),
      })),
      { ts: `${START + 10_000}000000`, conn: "a", url: URL, event: "close", code: 1000, reason: ',"data":{}' },
    ]),
    timed: true,
    byEndpoint: true,
  },
  {
    format: "cryptofeed-raw",
    name: "cryptofeed raw",
    text: [
      `${URL} <-> ${seconds(0)}`,
      ...DIALOGUE.map(({ sent, message }, index) =>
        sent ? `${URL} <- ${seconds(index)}: ${json(message)}` : `${seconds(index)}: ${json(message)}`,
      ),
      "",
    ].join("\n"),
    timed: true,
    byEndpoint: true,
  },
  {
    format: "cryptofeed-v2",
    name: "cryptofeed v2",
    text: ndjsonOf([
      { t: "header", version: 2 },
      { t: "connect", conn: "a", ts: Number(seconds(0)), addr: URL },
      { t: "http", conn: "b", ts: Number(seconds(0)), data: "{}" },
      ...DIALOGUE.map(({ sent, message }, index) => ({
        t: sent ? "send" : "recv",
        conn: "a",
        ts: Number(seconds(index)),
        data: json(message),
      })),
    ]),
    timed: true,
    byEndpoint: true,
  },
  {
    format: "tardis",
    name: "tardis",
    text: received.map(({ message }, index) => `2021-04-17T16:43:0${index}.1234567Z ${json(message)}\n`).join(""),
    onlyReceived: true,
    timed: true,
  },
  {
    format: "hftbacktest",
    name: "hftbacktest",
    text: received.map(({ message }, index) => `${START + index * 100}000000 ${json(message)}\n`).join(""),
    onlyReceived: true,
    timed: true,
  },
  { format: "har", name: "HAR on one line", text: har(), timed: true, byEndpoint: true },
  { format: "har", name: "HAR with indents", text: har(2), timed: true, byEndpoint: true },
  {
    format: "terminal",
    name: "wscat",
    text: `Connected (press CTRL+C to quit)\n${DIALOGUE.map(({ sent, message }) => `${sent ? "> " : "< "}${json(message)}\n`).join("")}Disconnected (code: 1006)\n`,
    timed: false,
  },
  {
    format: "terminal",
    name: "websocat, sent by hand",
    text: `> ${json(DIALOGUE[0]?.message)}\n${received.map(({ message }) => `${json(message)}\n`).join("")}`,
    timed: false,
  },
  {
    format: "dialogue",
    name: "dialogue over several lines",
    text: `# A reader subscribes.\n${DIALOGUE.map(({ sent, message }, index) => `${sent ? ">" : index < 2 ? "<" : "="} ${JSON.stringify(message, undefined, 2)}\n`).join("")}`,
    timed: false,
  },
];

const expectDialogue = (report: Awaited<ReturnType<typeof check>>["report"], { onlyReceived, timed }: Sample): void => {
  expect(report).toMatchObject({ frames: onlyReceived ? 5 : 6, messages: 4, sent: onlyReceived ? 0 : 1 });
  expect(report.topics.map(({ topic, form, messages, invalid }) => [topic, form, messages, invalid])).toEqual([
    ["orderBookL2_25", "snapshot", 1, 0],
    ["orderBookL2_25", "delta", 2, 0],
    ["trade", "push", 1, 0],
  ]);
  expect(report.replies).toMatchObject([{ topic: "subscribe-ack", messages: 1, invalid: 0 }]);
  expect(report.findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  if (timed) expect(report.seconds).toBeGreaterThan(0.3);
  else expect(report.seconds).toBe(0);
};

describe.each(samples)("$name", (sample) => {
  const { format, text, byEndpoint } = sample;

  it("is recognised, and holds the dialogue", async () => {
    const { report } = await check(put("capture", text));
    expect(report.captures[0]).toMatchObject({ format, compression: "none" });
    const decision = report.captures[0]?.decisions.find(({ frames }) => frames > 0);
    expect(decision).toMatchObject({ line: "copy-trading", by: byEndpoint ? "endpoint" : "topics" });
    expectDialogue(report, sample);
  });

  it("is read alike with CRLF, with a byte order mark and without a last line end", async () => {
    if (format === "har") return;
    const odd = `\ufeff${text.replace(/\n$/, "").replaceAll("\n", "\r\n")}`;
    expectDialogue((await checkFewTrades(put("capture", odd), { formatIn: format })).report, sample);
  });

  it("is read alike from gzip in two members, from zstd in two frames, and from standard input", async () => {
    const bytes = Buffer.from(text);
    // Cut within a line: frames of a compressor know nothing of lines.
    const half = Math.floor(bytes.length / 2) + 3;
    const gzip = Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]);
    const zstd = Buffer.concat([zstdOf(bytes.subarray(0, half)), zstdOf(bytes.subarray(half))]);
    const packed = await checkFewTrades(put("capture.gz", gzip));
    expect(packed.report.captures[0]).toMatchObject({ format, compression: "gzip" });
    expectDialogue(packed.report, sample);
    const frames = await checkFewTrades(put("capture.zst", zstd));
    expect(frames.report.captures[0]).toMatchObject({ format, compression: "zstd" });
    expectDialogue(frames.report, sample);
    const stdin = await validate({
      files: ["-"],
      line: "copy-trading",
      fast: false,
      workers: 0,
      stdin: Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]),
    });
    if (stdin.report) expectDialogue(stdin.report, sample);
    expect(stdin.report?.captures[0]?.file).toBe("-");
  });
});

/** A frame of raw blocks (RFC 8878, 3.1.1): valid zstd that needs no compressor. */
function zstdOf(bytes: Buffer): Buffer {
  const header = Buffer.alloc(4 + 1 + 4);
  header.writeUInt32LE(0xfd2fb528, 0);
  header[4] = 0b1010_0000; // single segment, size in four bytes
  header.writeUInt32LE(bytes.length, 5);
  const block = Buffer.alloc(3);
  block.writeUIntLE((bytes.length << 3) | 1, 0, 3);
  return Buffer.concat([header, block, bytes]);
}

describe("which files are read", () => {
  const [sample] = samples;
  const text = sample?.text ?? "";

  it("folders with what is below, hidden files left out, each file once", async () => {
    put("day/b.ndjson", text);
    put("day/inner/a.ndjson.gz", gzipSync(text));
    put("day/.hidden", "not a capture");
    const { report } = await check([join(folder(), "day"), join(folder(), "day/b.ndjson")]);
    expect(report.captures.map(({ file }) => file.slice(folder().length))).toEqual([
      "/day/b.ndjson",
      "/day/inner/a.ndjson.gz",
    ]);
    expect(report.frames).toBe(12);
  });

  it("many files, on any number of threads: the same report, and each finding in its own file", async () => {
    put("many/00-empty", "");
    put("many/01-notes", "nothing that anybody records\n");
    for (let index = 10; index < 40; index += 1)
      put(`many/${index}.ndjson`, index === 23 ? text.replace("60621.5", '"60621.5"') : text);
    const alone = await check(join(folder(), "many"));
    expect(alone.diagnostics.map(({ code }) => code)).toEqual([
      "input/empty",
      "input/unknown-format",
      "validate/findings",
    ]);
    expect(alone.report.captures).toHaveLength(32);
    expect(alone.report.captures.filter(({ damage }) => damage === undefined)).toHaveLength(30);
    expect(alone.finding("other-type")?.first.file).toMatch(/23\.ndjson$/);
    const together = await check(join(folder(), "many"), { workers: 3 });
    expect(together.report).toEqual(alone.report);
  });

  it("globs", async () => {
    put("a-1.ndjson", text);
    put("a-2.ndjson", text);
    put("b-1.ndjson", text);
    expect((await check(join(folder(), "a-*.ndjson"))).report.captures).toHaveLength(2);
  });

  it("pipes", () => {
    const bin = join(import.meta.dirname, "../../dist/generator/bin.js");
    const out = execFileSync(process.execPath, [bin, "validate", "-", "--format", "json"], { input: text });
    expect(JSON.parse(out.toString())).toMatchObject({ frames: 6, messages: 4 });
  });

  it("an unknown format shows the first line without its secrets, and the formats", async () => {
    const path = put("notes.txt", 'api call ?api_key=CANARY&x=1 {"signature": "CANARY"}\n');
    const { diagnostics, exit } = await check(path);
    expect(exit).toBe(3);
    expect(diagnostics[0]).toMatchObject({ code: "input/unknown-format", file: path, line: 1 });
    expect(diagnostics[0]?.excerpt).toContain("api call");
    expect(JSON.stringify(diagnostics)).not.toContain("CANARY");
    for (const format of ["ndjson", "har", "tardis", "dialogue", "cryptofeed-v2"])
      expect(diagnostics[0]?.fix).toContain(format);
  });

  it("--format-in forces the format", async () => {
    const { report } = await check(put("odd", `noise\n${text}`), { formatIn: "ndjson" });
    expect(report.captures[0]?.format).toBe("ndjson");
    expect(report.unrouted).toEqual([
      { reason: "not-json", count: 1, first: { file: expect.any(String), line: 1, offset: 0 } },
    ]);
  });

  it("keys of an envelope can be named", async () => {
    const own = ndjsonOf(
      DIALOGUE.map(({ sent, message }, index) => ({
        when: START + index,
        way: sent ? "tx" : "rx",
        what: json(message),
      })),
    );
    const { report } = await check(put("own", own), {
      formatIn: "ndjson-envelope",
      payloadKey: "what",
      timeKey: "when",
      directionKey: "way",
    });
    expect(report).toMatchObject({ frames: 6, sent: 1, seconds: 0.005 });
  });

  it("one wrong path does not keep the others from being read", async () => {
    mkdirSync(join(folder(), "empty"));
    writeFileSync(join(folder(), "good"), text);
    const { report, diagnostics, exit } = await check([join(folder(), "missing"), join(folder(), "good")]);
    expect(report.frames).toBe(6);
    expect(diagnostics).toMatchObject([{ code: "input/missing", severity: "error" }]);
    expect(exit).toBe(3);
  });
});
