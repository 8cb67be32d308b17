/** No line is lost or doubled, however a capture is cut: into pieces of a stream, into ranges of a file, into blocks. */

import { closeSync, openSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBlockBuffers } from "../../generator/capture/block-buffers.js";
import { cryptofeedRaw } from "../../generator/capture/cryptofeed-raw.js";
import { createLineSplitter, firstLineOf, readRange } from "../../generator/capture/lines.js";
import { ndjson } from "../../generator/capture/ndjson.js";
import { openCapture } from "../../generator/capture/open-capture.js";
import { readBlock } from "../../generator/capture/read-block.js";
import { expandSources } from "../../generator/capture/sources.js";
import { tardis } from "../../generator/capture/tardis.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { put, useFolder } from "../validate/captures.js";

useFolder();

type Seen = readonly [text: string, offset: number];

/** Lines as the definition has them: cut at LF, a CR before it is not part, those above the limit by their length. */
function linesOf(text: string, maxLine: number): Seen[] {
  const lines: Seen[] = [];
  let offset = 0;
  const parts = text.split("\n");
  if (parts.at(-1) === "") parts.pop();
  for (const part of parts) {
    lines.push([part.length > maxLine ? `too long: ${part.length}` : part.replace(/\r$/, ""), offset]);
    offset += part.length + 1;
  }
  return lines;
}

const collect = () => {
  const seen: Seen[] = [];
  return {
    seen,
    sink: {
      line: (bytes: Buffer, start: number, end: number, offset: number) =>
        seen.push([bytes.toString("latin1", start, end), offset]),
      tooLong: (offset: number, length: number) => seen.push([`too long: ${length}`, offset]),
    },
  };
};

const text = fc
  .array(fc.constantFrom("a", "bc", "\n", "\r\n", "\r", "defghij", "\n\n"), { maxLength: 60 })
  .map((parts) => parts.join(""));
const maxLine = fc.integer({ min: 1, max: 20 });

describe("lines", () => {
  it("are the same from pieces of any size", () => {
    fc.assert(
      fc.property(text, maxLine, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (content, most, sizes) => {
        const { seen, sink } = collect();
        const splitter = createLineSplitter(most, sink);
        let start = 0;
        for (let index = 0; start < content.length; index += 1) {
          const size = sizes[index % sizes.length] ?? 1;
          splitter.push(Buffer.from(content.slice(start, start + size)));
          start += size;
        }
        splitter.end();
        expect(seen).toEqual(linesOf(content, most));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it("are the same from ranges of any size, with a window of any size", () => {
    fc.assert(
      fc.property(
        text,
        maxLine,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (content, most, range, window) => {
          const fd = openSync(put("file", content), "r");
          const { seen, sink } = collect();
          for (let from = 0; from < content.length; from += range) {
            const part = { fd, from, to: Math.min(from + range, content.length), size: content.length };
            const buffer = Buffer.alloc(window);
            const start = firstLineOf(part, buffer);
            if (start >= part.to) continue;
            const splitter = createLineSplitter(most, sink, start);
            if (readRange(part, start, buffer, splitter)) splitter.end();
          }
          closeSync(fd);
          expect(seen).toEqual(linesOf(content, most));
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it.each([ndjson, tardis, cryptofeedRaw])(
    "are the same from the blocks of a $name file of megabytes",
    async (format) => {
      const content = Array.from({ length: 30_000 }, (_, index) =>
        index === 9000 ? "y".repeat(3_000_000) : `${index} ${"x".repeat(index % 211)}${index % 13 === 0 ? "\r" : ""}`,
      ).join("\n");
      const report = createReport();
      const [source] = expandSources([put("capture", content)], report);
      if (!source) throw new Error("no source");
      const capture = await openCapture(source, { format, stdin: process.stdin, read: {} });
      const { seen, sink } = collect();
      for await (const block of capture.blocks({
        maxLine: 100_000,
        rangeBytes: 333_333,
        read: {},
        buffers: createBlockBuffers(),
      }))
        readBlock(block, format, { maxLine: 100_000, window: Buffer.alloc(65_536) }, sink, {
          at() {},
          unterminated() {},
        });
      capture.close();
      expect(seen).toEqual(linesOf(content, 100_000));
      expect(report.diagnostics).toEqual([]);
    },
  );
});
