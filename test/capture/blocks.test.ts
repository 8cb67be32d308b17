/** A capture has the same records wherever its bytes are cut, and however large its blocks are. */

import { Readable } from "node:stream";
import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createBlockBuffers } from "../../generator/capture/block-buffers.js";
import type { Block, Cutter } from "../../generator/capture/blocks.js";
import { cryptofeedRaw } from "../../generator/capture/cryptofeed-raw.js";
import { dialogue } from "../../generator/capture/dialogue.js";
import { createRecord } from "../../generator/capture/format.js";
import type { CaptureFormat } from "../../generator/capture/formats.js";
import { har } from "../../generator/capture/har.js";
import { createLineCutter } from "../../generator/capture/line-cutter.js";
import { ndjson } from "../../generator/capture/ndjson.js";
import { openCapture } from "../../generator/capture/open-capture.js";
import { readBlock } from "../../generator/capture/read-block.js";
import { createSession } from "../../generator/capture/session.js";
import { expandSources } from "../../generator/capture/sources.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { put, useFolder } from "../validate/captures.js";

useFolder();

/** What a record says in one line: place, connection with its URL, kind and text. */
type Shown = string;

interface Sample {
  readonly format: CaptureFormat;
  readonly text: string;
  readonly maxLine: number;
  readonly records: readonly Shown[];
}

const ARCHIVE = `{"log": {"entries": [{"request": {"url": "https://x"}},
  {"_webSocketMessages": [
    {"type": "send", "data":
      "{\\"a\\": 1}"},
    {"type": "receive", "data": "${"x".repeat(60)}"},
    {"type": "receive", "opcode": 2, "data": ""}
  ], "request": {"url": "wss://y"}}]}}`;
const offsetOf = (text: string): number => ARCHIVE.indexOf(text);

const SAMPLES: readonly Sample[] = [
  {
    format: ndjson,
    text: '{"a":1}\r\n\n[2]\n12345678901\n{"b":3}',
    maxLine: 10,
    records: ['0 1: frame {"a":1}', "9 1: frame ", "10 1: frame [2]", "14: too long 11", '26 1: frame {"b":3}'],
  },
  {
    format: ndjson,
    text: "123456789\n12\n1234567\n",
    maxLine: 5,
    records: ["0: too long 9", "10 1: frame 12", "13: too long 7"],
  },
  {
    format: cryptofeedRaw,
    text: [
      "wss://a <-> 1.5",
      "wss://a <- 1.6: {}",
      "2: [1]",
      "wss://b <-> 3",
      "what is this",
      "4: [2]",
      "wss://c <-> 5",
      "",
      "6: [3]",
    ].join("\n"),
    maxLine: 30,
    records: [
      "0 1 wss://a: open",
      "16 1 wss://a: frame {}",
      "35 1 wss://a: frame [1]",
      "42 2 wss://b: open",
      "56 2 wss://b: damaged",
      "69 2 wss://b: frame [2]",
      "76 3 wss://c: open",
      "90 3 wss://c: none",
      "91 3 wss://c: frame [3]",
    ],
  },
  {
    format: dialogue,
    text: '# opening\nnot yet\n> {\n "a": 1\n}\n\n< [1]\n# between\n 2\n= {}',
    maxLine: 4,
    records: ['line 3 1: frame {\n "a": 1\n}\n', "line 7 1: frame [1]", "line 10 1: frame {}"],
  },
  {
    format: har,
    text: ARCHIVE,
    maxLine: 60,
    records: [
      `1:${offsetOf('"https://x"')} 0: other`,
      `3:${offsetOf('{"type": "send"')} 1 wss://y: frame {"a": 1}`,
      `5: too long ${'{"type": "receive", "data": ""}'.length + 60}`,
      `6:${offsetOf('{"type": "receive", "op')} 1 wss://y: binary`,
    ],
  },
];

const read = {};

/** Records of blocks in their order. `at`: line of a block's record where lines are counted for it. */
function recordsOf(blocks: Iterable<Block>, { format, maxLine }: Sample): Shown[] {
  const shown: Shown[] = [];
  const record = createRecord();
  for (const block of blocks) {
    let line: number | undefined;
    const sink = {
      line(bytes: Buffer, start: number, end: number, offset: number) {
        Object.assign(record, { kind: "none", text: undefined, place: undefined, start, end });
        format.read(bytes, start, end, record, block.session, read);
        const { place, connection, kind } = record;
        const text = record.text ?? bytes.toString("utf8", record.start, record.end);
        const where = line === undefined ? (place ? `${place.line}:${place.offset}` : offset) : `line ${line}`;
        const who = [connection, block.session.urls[connection]].filter((part) => part !== undefined).join(" ");
        shown.push(`${where} ${who}: ${kind}${kind === "frame" ? ` ${text}` : ""}`);
      },
      tooLong(offset: number, length: number) {
        shown.push(`${line ?? offset}: too long ${length}`);
      },
    };
    const progress = {
      at(of: number) {
        line = of;
      },
      unterminated() {},
    };
    const damage = readBlock(block, format, { maxLine, window: Buffer.alloc(7) }, sink, progress);
    if (damage !== undefined) expect(damage).toBeUndefined();
  }
  return shown;
}

function cut({ format, maxLine }: Sample, pieces: readonly Buffer[], blockBytes: number): Block[] {
  const session = createSession();
  if (format === har) session.urls["1"] = "wss://y";
  const options = { session, maxLine, blockBytes, buffers: createBlockBuffers() };
  const cutter: Cutter = format.cut?.createCutter(options) ?? createLineCutter(format, read, options);
  return [...pieces.flatMap((piece) => [...cutter.push(Buffer.from(piece))]), ...cutter.end()];
}

describe.each(SAMPLES)("$format.name", (sample) => {
  const bytes = Buffer.from(sample.text);
  // An `expect` that holds takes longer than the reading, and there are thousands of cuts.
  const expectRecords = (records: readonly Shown[], cutting: string): void => {
    if (!isDeepStrictEqual(records, sample.records)) expect(records, cutting).toEqual(sample.records);
  };

  it("has the records of its text", () => {
    expect(recordsOf(cut(sample, [bytes], 1000), sample)).toEqual(sample.records);
  });

  it("has them wherever it is cut in two", () => {
    for (let at = 0; at <= bytes.length; at += 1)
      for (const blockBytes of [1, 16, 1000])
        expectRecords(
          recordsOf(cut(sample, [bytes.subarray(0, at), bytes.subarray(at)], blockBytes), sample),
          `cut at ${at}, blocks of ${blockBytes}`,
        );
  });

  it("has them in pieces of any size, and blocks of any size", () => {
    for (const size of [1, 2, 3, 5, 8, 13, 21]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      for (let blockBytes = 1; blockBytes <= bytes.length; blockBytes += 7)
        expectRecords(recordsOf(cut(sample, pieces, blockBytes), sample), `pieces of ${size}, blocks of ${blockBytes}`);
    }
  });

  it("has them from a file in ranges of any size, from gzip, and from standard input in any pieces", async () => {
    const [file, packed] = [put("capture", bytes), put("capture.gz", gzipSync(bytes))];
    const [source, zipped] = expandSources([file, packed], createReport());
    if (!source || !zipped) throw new Error("no source");
    const buffers = createBlockBuffers();
    for (let size = 1; size <= bytes.length + 1; size += 1) {
      const stdin = Readable.from(Array.from(sample.text, (_, at) => bytes.subarray(at * size, (at + 1) * size)));
      for (const from of size === 1 ? [source, zipped, { name: "-" }] : [source, { name: "-" }]) {
        const capture = await openCapture(from, { format: sample.format, stdin, read });
        const blocks: Block[] = [];
        for await (const block of capture.blocks({ maxLine: sample.maxLine, rangeBytes: size, read, buffers }))
          blocks.push(block);
        const records = recordsOf(blocks, sample);
        capture.close();
        // What stands in an archive behind its messages is known ahead only where it can be read twice.
        const known = (shown: Shown): Shown =>
          from.name === "-" && sample.format === har ? shown.replace(" wss://y", "") : shown;
        expect(records.map(known), `${from.name} by ${size}`).toEqual(sample.records.map(known));
      }
    }
  });
});

describe("blocks", () => {
  const [sample] = SAMPLES as [Sample];
  const blocksOf = (text: string, blockBytes: number, piece = 1000) =>
    cut(
      { ...sample, maxLine: 20 },
      (text.match(new RegExp(`[^]{1,${piece}}`, "g")) ?? []).map((part) => Buffer.from(part)),
      blockBytes,
    ).map(({ offset, content }) =>
      content.kind === "bytes"
        ? `${offset} ${JSON.stringify(Buffer.from(content.bytes).toString())}`
        : `${offset} ${content.kind} ${"length" in content ? content.length : ""}`,
    );

  it("end with a line, once there is enough", () => {
    expect(blocksOf("aa\nbb\ncc\ndd\nee", 6, 3)).toEqual(['0 "aa\\nbb\\n"', '6 "cc\\ndd\\n"', '12 "ee"']);
    expect(blocksOf("aa\nbb\ncc\n", 100)).toEqual(['0 "aa\\nbb\\ncc\\n"']);
    expect(blocksOf("", 100)).toEqual([]);
  });

  it("hold no line that is longer than a block and longer than allowed, and count it", () => {
    const long = "x".repeat(21);
    expect(blocksOf(`a\n${long}\nb\n`, 10, 1)).toEqual(['0 "a\\n"', "2 too-long 21", '24 "b\\n"']);
    expect(blocksOf(`a\n${long}`, 10, 1)).toEqual(['0 "a\\n"', "2 too-long 21"]);
    // One byte less is a line as others.
    expect(blocksOf(`a\n${long.slice(1)}\nb\n`, 10, 1)).toEqual([`0 "a\\n${long.slice(1)}\\n"`, '23 "b\\n"']);
  });

  it("begin with the session that the lines before them leave", () => {
    const [, , raw] = SAMPLES as [Sample, Sample, Sample];
    const sessions = cut(raw, [Buffer.from(raw.text)], 1).map(({ session }) => session);
    expect(sessions).toEqual([
      { connection: "1", urls: {} },
      { connection: "3", urls: { "1": "wss://a", "2": "wss://b", "3": "wss://c" } },
    ]);
    const lines = raw.text.split("\n").map((line) => Buffer.from(`${line}\n`));
    expect(cut(raw, lines, 1).map(({ session }) => [session.connection, Object.keys(session.urls).length])).toEqual([
      ["1", 0],
      ["1", 1],
      ["1", 1],
      ["1", 1],
      ["2", 2],
      ["2", 2],
      ["2", 2],
      ["3", 3],
      ["3", 3],
    ]);
  });

  it("of a dialogue are one, and of a larger one than people write none", () => {
    const [, , , talk] = SAMPLES as [Sample, Sample, Sample, Sample];
    const options = { session: createSession(), maxLine: 1, blockBytes: 1, buffers: createBlockBuffers() };
    const cutter = dialogue.cut?.createCutter(options);
    const piece = Buffer.alloc(16 * 1024 * 1024);
    for (let index = 0; index < 5; index += 1) expect([...(cutter?.push(piece) ?? [])]).toEqual([]);
    const end = cutter?.end();
    expect(end?.next()).toEqual({
      done: true,
      value: { message: `A dialogue of ${5 * piece.length} bytes is too large; at most ${4 * piece.length}.` },
    });
    expect(cut(talk, [Buffer.from(talk.text)], 1)).toHaveLength(1);
    expect(cut(talk, [], 1)).toEqual([]);
  });

  it("of an archive that ends early are those of its whole messages", () => {
    const [, , , , archive] = SAMPLES as [Sample, Sample, Sample, Sample, Sample];
    const options = { session: createSession(), maxLine: 100, blockBytes: 1, buffers: createBlockBuffers() };
    for (const [text, message] of [
      [archive.text, undefined],
      [archive.text.slice(0, -1), "The HTTP archive ends too early."],
      ["", "The HTTP archive ends too early."],
    ] as const) {
      const cutter = har.cut?.createCutter(options);
      expect([...(cutter?.push(Buffer.from(text)) ?? [])]).toHaveLength(text === "" ? 0 : 4);
      expect(cutter?.end().next().value).toEqual(message === undefined ? undefined : { message });
    }
  });
});
