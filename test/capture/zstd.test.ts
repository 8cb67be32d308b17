/** zstd data (RFC 8878), sound and not: read alike by Node, by the program and by the library. */

import { describe, expect, it } from "vitest";
import { type Unzstd, unzstdByLibrary, unzstdByNode, unzstdByProgram } from "../../generator/capture/unzstd.js";
import { createXxh64 } from "../../generator/capture/xxh64.js";
import { findZstd } from "../../generator/host/zstd-program.js";

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const RAW = 0;
const RLE = 1;

/** Section 3.1.1.2: last block, kind, size. */
function block(kind: number, size: number, content: Buffer, isLast = true): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (kind << 1) | (isLast ? 1 : 0), 0, 3);
  return Buffer.concat([header, content]);
}

const text = (content: string): Buffer => block(RAW, content.length, Buffer.from(content));

/** `window`: exponent above 1 kB (section 3.1.1.1.2). */
const frame = (blocks: Buffer, window = 0): Buffer => Buffer.concat([MAGIC, Buffer.from([0, window << 3]), blocks]);

function withChecksum(content: string, sum: bigint): Buffer {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(Number(BigInt.asUintN(32, sum)));
  return Buffer.concat([MAGIC, Buffer.from([4, 0]), text(content), checksum]);
}

/** One segment of so many bytes (section 3.1.1.1.4). */
function sized(content: bigint, blocks: Buffer): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(content);
  return Buffer.concat([MAGIC, Buffer.from([0b1110_0000]), size, blocks]);
}

const skippable = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from("abc")]);

function hashOf(content: string): bigint {
  const hash = createXxh64();
  hash.add(Buffer.from(content));
  return hash.take();
}

async function read(unzstd: Unzstd, data: Buffer, piece = data.length) {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < data.length; at += piece) yield data.subarray(at, at + piece);
  }
  const bytes = unzstd(pieces());
  let length = 0;
  let begin = "";
  for (;;) {
    const next = await bytes.next();
    if (next.done === true) return { begin, length, damage: next.value?.message };
    length += next.value.length;
    if (begin.length < 100) begin += next.value.toString("latin1", 0, 100);
  }
}

const program = findZstd();
const decoders: readonly (readonly [string, Unzstd])[] = [
  ["the library", unzstdByLibrary],
  ...(program === undefined ? [] : [["the program", unzstdByProgram(program)] as const]),
  ...("createZstdDecompress" in (await import("node:zlib")) ? [["Node", unzstdByNode] as const] : []),
];

describe.each(decoders)("by %s", (decoder, unzstd) => {
  it.each([1, 5, 1000])(
    "frames behind each other, skippable ones between them, in pieces of %i bytes",
    async (piece) => {
      const data = Buffer.concat([skippable, frame(text("one ")), skippable, withChecksum("two", hashOf("two"))]);
      expect(await read(unzstd, data, piece)).toEqual({ begin: "one two", length: 7, damage: undefined });
    },
  );

  it("data that ends anywhere but behind a frame ends too early", async () => {
    const data = withChecksum("abcdef", hashOf("abcdef"));
    for (const length of [4, 5, 6, 8, 12, data.length - 1])
      expect((await read(unzstd, data.subarray(0, length))).damage, `${length}`).toBe("The zstd data ends too early.");
  });

  it("what was unfolded before the end of cut data is there", async () => {
    const data = frame(Buffer.concat([block(RAW, 4, Buffer.from("one "), false), text("two")]));
    expect(await read(unzstd, data.subarray(0, -1))).toMatchObject({ begin: "one ", length: 4 });
  });

  it("a block that cannot be unfolded is told, and what came before it is there", async () => {
    const COMPRESSED = 2;
    const wrong = block(COMPRESSED, 6, Buffer.alloc(6, 0xff));
    const before = ["one ", "two "].map((part) => block(RAW, part.length, Buffer.from(part), false));
    const data = Buffer.concat([frame(text("zero ")), frame(Buffer.concat([...before, wrong]))]);
    for (const piece of [1, 1000]) {
      const { begin, damage } = await read(unzstd, data, piece);
      expect(damage).toBe("The zstd data is damaged (a block cannot be unfolded).");
      // The program keeps back what it has not written yet.
      expect(["zero one two ", ...(decoder === "the program" ? ["zero "] : [])]).toContain(begin);
    }
  });

  it("a wrong checksum is told", async () => {
    const { damage } = await read(unzstd, withChecksum("abc", hashOf("abd")));
    expect(damage).toBe("The zstd data is damaged (the checksum is another one).");
  });

  it("another size than the frame declares is told", async () => {
    for (const size of [2n, 4n]) {
      const data = Buffer.concat([MAGIC, Buffer.from([0b1000_0000, 0, Number(size), 0, 0, 0]), text("abc")]);
      expect((await read(unzstd, data)).damage).toBe("The zstd data is damaged (a block cannot be unfolded).");
    }
  });

  it("what no frame begins with is told, and what came before is there", async () => {
    const data = Buffer.concat([frame(text("one")), Buffer.from("garbage")]);
    expect(await read(unzstd, data)).toEqual({
      begin: "one",
      length: 3,
      damage: "The zstd data is damaged (no frame begins where one ends).",
    });
  });

  it("windows and contents of gigabytes are refused in any frame", async () => {
    const large = [frame(text("a"), 20), sized(2n ** 30n, block(RLE, 4, Buffer.from("a")))];
    for (const data of large)
      expect(await read(unzstd, Buffer.concat([frame(text("one")), data]))).toEqual({
        begin: "one",
        length: 3,
        damage: "The zstd data needs a window of 1024 MB, more than 128.",
      });
  });

  it("a block is of a documented kind, and not larger than any may be", async () => {
    for (const data of [frame(block(3, 1, Buffer.from("a")), 10), frame(block(RLE, 131_073, Buffer.from("a")), 10)])
      expect((await read(unzstd, data)).damage).toMatch(/^The zstd data is damaged \(a block /);
  });

  it("a few bytes that unfold to many come in pieces", async () => {
    const blocks = Array.from({ length: 400 }, (_item, index) => block(RLE, 131_072, Buffer.from("a"), index === 399));
    const data = frame(Buffer.concat(blocks), 10);
    expect(await read(unzstd, data)).toMatchObject({ length: 400 * 131_072, damage: undefined });
  });
});

describe("XXH64", () => {
  it.each([
    ["", 0xef46db3751d8e999n],
    ["a", 0xd24ec4f1a98c6e5bn],
    ["abc", 0x44bc2cf5ad770999n],
    ["Nobody inspects the spammish repetition", 0xfbcea83c8a378bf1n],
  ])("of %j", (content, sum) => expect(hashOf(content)).toBe(sum));
});
