/** Whatever stands in a capture, checking it never throws, and every frame is counted once: as a message, a reply, sent, or not routed. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../generator/capture/formats.js";
import { createBlockCheck } from "../../generator/validate/check/block-check.js";
import { createFormTable } from "../../generator/validate/form-table.js";
import { compileProofs } from "../../generator/validate/proof/proof-module.js";
import { loadLineSpec } from "../conformance/generated-package.js";
import { LINES, OWN_EXCHANGE } from "../real-docs.js";
import { ACK, BOOK, delta, REQUEST, snapshot, trade } from "./captures.js";

const spec = { exchange: OWN_EXCHANGE, lines: LINES.map(loadLineSpec) };
const check = createBlockCheck({
  spec,
  maxLine: 4096,
  stats: true,
  books: true,
  read: {},
});

const table = createFormTable(spec);
const messages = [
  REQUEST,
  ACK,
  snapshot(BOOK),
  delta({ gone: [["60000.00", "Buy"]] }),
  trade(),
  { op: "ping" },
  { topic: "x" },
].map((message) => JSON.stringify(message));
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...messages) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "> ",
      "< ",
      "= ",
      "# ",
      "1618677786.5: ",
      "1618677786511000000 ",
      "2021-04-17T16:43:06.5Z ",
      "wss://x/y <-> 1.5",
      "wss://x/y <- 1.5: ",
      "wss://x -> 2: ",
      "1 2 3 ",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"t":"recv","conn":"a","ts":1,"data":',
      '{"ts":1,"dir":"out","message":',
      '{"type":"send","opcode":1,"data":',
      '{"t":"connect","conn":"__proto__","addr":"wss://x"}',
      "}",
      '"}',
      "null",
      "[]",
      '{"url":"wss://x"}',
    ),
  },
  { weight: 4, arbitrary: fc.constantFrom("\n", "\n", "\r\n", "\n\n") },
  { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "\u0000",
      "\ufeff",
      "é",
      "[".repeat(500),
      "{".repeat(70),
      '{"a":'.repeat(70),
      "x".repeat(5000),
    ),
  },
);
const capture = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(""))),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

describe.each(FORMATS.map((format) => ({ format, name: format.name })))("$name", ({ format }) => {
  it.each([...spec.lines.map(({ name }) => name), undefined])("against %s", (line) => {
    const choice = line === undefined ? undefined : { line };
    const own = spec.lines.find(({ name }) => name === line);
    const options = { table, books: true, spaced: false, connection: undefined };
    const proofs = new Map(own ? [[own.name, compileProofs({ line: own, ...options })]] : []);
    fc.assert(
      fc.property(capture, (bytes) => {
        const plan = { source: 0, format: format.name, choices: new Map(), rest: { choice }, proofs };
        const session = { connection: "1", urls: {} };
        const content = { kind: "bytes", bytes: new Uint8Array(bytes) } as const;
        const result = check({ offset: 0, session, content }, plan, new Float64Array(0));
        const known = result.forms.reduce((sum, { messages: count }) => sum + count, 0);
        const others = result.findings
          .filter(({ code }) => code.startsWith("unrouted/") || code === "line-too-long")
          .reduce((sum, { count }) => sum + count, 0);
        // What was sent and is no JSON, or of no line, is both sent and not routed.
        const both = known + others + result.sent - result.frames;
        expect({ both, sent: result.sent }).toEqual({ both: expect.any(Number), sent: expect.any(Number) });
        expect(both).toBeGreaterThanOrEqual(0);
        expect(both).toBeLessThanOrEqual(result.sent);
        expect(Object.getPrototypeOf({})).toBe(Object.prototype);
        expect(({} as Record<string, unknown>).addr).toBeUndefined();
      }),
      { numRuns: 120, seed: 23 },
    );
  });
});
