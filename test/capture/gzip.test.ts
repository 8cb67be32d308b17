/** gzip data (RFC 1952) with a bad end: everything that could be unfolded is there. */

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decompress } from "../../generator/capture/decompress.js";

/** Of several pieces, and none that repeats: 2 MB. */
const TEXT = Array.from({ length: 100_000 }, (_, index) => `{"line":${index * 7919}}\n`).join("");
const DATA = gzipSync(TEXT);
/** Section 2.3: CRC-32 and ISIZE. */
const TRAILER = 8;

async function read(data: Buffer, piece: number) {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < data.length; at += piece) yield data.subarray(at, at + piece);
  }
  const bytes = decompress(pieces(), "gzip");
  const parts: Buffer[] = [];
  for (;;) {
    const next = await bytes.next();
    if (next.done === true) return { text: Buffer.concat(parts).toString(), damage: next.value?.message };
    parts.push(next.value);
  }
}

/** With one bit turned, so many bytes before the end. */
function wrongAt(fromEnd: number): Buffer {
  const data = Buffer.from(DATA);
  const at = data.length - fromEnd;
  data[at] = (data[at] as number) ^ 1;
  return data;
}

describe.each([1021, 65_536, DATA.length])("in pieces of %i bytes", (piece) => {
  it("sound data", async () => {
    expect(await read(DATA, piece)).toEqual({ text: TEXT, damage: undefined });
  });

  it.each([
    ["checksum", TRAILER],
    ["length", TRAILER / 2],
  ])("a wrong %s is told, and no line is lost", async (_, fromEnd) => {
    const { text, damage } = await read(wrongAt(fromEnd), piece);
    expect(damage).toMatch(/^The gzip data is damaged \(/);
    expect(text.split("\n").length).toBe(TEXT.split("\n").length);
    expect(text).toBe(TEXT);
  });

  it.each([1, TRAILER - 1, TRAILER])(
    "data that lacks its last %i bytes ends too early, and no line is lost",
    async (count) => {
      const { text, damage } = await read(DATA.subarray(0, -count), piece);
      expect(damage).toBe("The gzip data ends too early.");
      expect(text).toBe(TEXT);
    },
  );

  it("data that ends in its middle ends too early, and what came is the begin of the rest", async () => {
    const { text, damage } = await read(DATA.subarray(0, DATA.length / 2), piece);
    expect(damage).toBe("The gzip data ends too early.");
    expect(text.length).toBeGreaterThan(TEXT.length / 4);
    expect(TEXT.startsWith(text)).toBe(true);
  });
});
