/**
 * What a recogniser accepts from bytes, JSON.parse, the router and the clean check accept too, and both tell the same of it: 0 false accepts over
 * every form, with bytes flipped, cut, doubled, values of other kinds, other orders, spaces, escapes and odd numbers.
 */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routesOf } from "../../generator/emit/line/frame.js";
import { createEventWriter, EVENT } from "../../generator/validate/events.js";
import { createExtractor } from "../../generator/validate/extract.js";
import { createFormTable } from "../../generator/validate/form-table.js";
import { createLineChecks, type FormCheck } from "../../generator/validate/line-check.js";
import { numberAt } from "../../generator/validate/number-bytes.js";
import { compileRecogniser, createTopics, observeShape, type Shape } from "../../generator/validate/recogniser.js";
import { createRouter, type LineRoutes } from "../../templates/runtime/frame.js";
import {
  skipDecimal,
  skipDecimalOrEmpty,
  skipInteger,
  skipNumber,
  skipText,
} from "../../templates/runtime/json-bytes.js";
import { loadLineSpec } from "../conformance/generated-package.js";
import { LINES } from "../real-docs.js";
import { BOOK, check, delta, ndjsonOf, put, snapshot, trade, useFolder } from "./captures.js";
import { cleanValue, oddValue } from "./messages.js";

const specs = LINES.map(loadLineSpec);
const table = createFormTable({ lines: specs });
const checks = createLineChecks(specs, table, { books: true, fast: false });

/** `candle.1.BTCUSDT` for `candle.{interval}.{symbol}`. */
function topicOf(form: FormCheck): string {
  const { line, push } = form.entry;
  return (push?.topic.topics[0] ?? "").replace(
    /\{(\w+)\}/g,
    (_, slot: string) => line.file.slots[slot]?.values?.[0] ?? "BTCUSD",
  );
}

/** Every form that messages are pushed in, with a router of its line and connection. */
const forms = table.forms
  .filter(({ push }) => push !== undefined)
  .map((entry) => {
    const choice = { line: entry.line.name, connection: entry.connection ?? "" };
    const line = checks(choice);
    const form = line?.formOf({
      kind: "push",
      connection: entry.connection ?? "",
      topic: entry.topic,
      form: entry.form,
      topicText: "",
      slots: {},
      message: {},
    });
    if (!line || !form) throw new Error("no check");
    return { form, line, name: `${entry.line.name}/${entry.connection} ${entry.topic} ${entry.form}` };
  });

const withTopic = (value: unknown, topic: string): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) && "topic" in value
    ? { ...value, topic }
    : value;

/** Texts near a message: what a machine or a faulty disk could write. */
const nearText = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat({ max: text.length }),
      fc.nat({ max: 9 }),
      fc.constantFrom(
        ...'"\\{}[],:0123456789-+.eE truefalsn\u0000\u001f\u007fé/*'.split(""),
        "\\u0041",
        "1e5",
        "01",
        "-0",
        ".5",
        "null",
        "[[",
        ",,",
        '"topic":"x",',
      ),
      fc.constantFrom("insert", "replace", "delete", "cut", "double"),
    )
    .map(([at, length, piece, kind]) => {
      switch (kind) {
        case "insert":
          return text.slice(0, at) + piece + text.slice(at);
        case "replace":
          return text.slice(0, at) + piece + text.slice(at + piece.length);
        case "delete":
          return text.slice(0, at) + text.slice(at + length);
        case "cut":
          return text.slice(0, at);
        default:
          return text.slice(0, at) + text.slice(Math.max(0, at - length));
      }
    });

const summary = { recognised: 0, accepted: 0, tried: 0 };

describe.each(forms)("$name", ({ form, line }) => {
  const { entry } = form;
  const topic = topicOf(form);
  const router = createRouter(routesOf(line.line) as LineRoutes);
  const extractor = createExtractor(entry, true);
  const clean = cleanValue(entry.schema, entry.root).map((value) => withTopic(value, topic));

  it("accepts only what is clean, and tells the same of it", () => {
    const shape: Shape = new Map();
    const topics = createTopics();
    topics.add(topic);
    for (const value of fc.sample(clean, { numRuns: 60, seed: 5 }))
      observeShape(shape, value, entry.schema, entry.root);
    const recogniser = compileRecogniser(form, shape, topics, true);
    if (!recogniser) return;
    summary.recognised += 1;
    // The line stands between others, as in a block.
    const verify = (text: string): void => {
      const bytes = Buffer.from(`{"x":1}\n${text}\n{"topic":"`);
      const start = 8;
      const end = start + Buffer.byteLength(text);
      form.seen.fill(0);
      summary.tried += 1;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (!recogniser.recognise(bytes, view, start, end)) return;
      summary.accepted += 1;
      const marked = [...form.seen];
      const frame = router(text, entry.connection);
      expect({ text, frame }).toMatchObject({
        text,
        frame: { kind: "push", topic: entry.topic, form: entry.form, topicText: topic },
      });
      if (frame.kind !== "push") return;
      form.seen.fill(0);
      expect({ text, clean: form.clean(frame.message, form.seen) >= 0 }).toEqual({ text, clean: true });
      expect({ text, seen: [...form.seen] }).toEqual({ text, seen: marked });
      // Nothing is lost by not parsing: no key came twice.
      expect({ text, same: JSON.stringify(frame.message).length <= text.length }).toEqual({ text, same: true });
      const parsed = createEventWriter();
      const proven = createEventWriter();
      for (const writer of [parsed, proven]) writer.begin(EVENT.push, undefined, 0, 0);
      extractor.write(frame.message, true, parsed);
      extractor.writeExtracted(recogniser.extracted, proven);
      for (const writer of [parsed, proven]) writer.end();
      expect({ text, events: proven.take() }).toEqual({ text, events: parsed.take() });
    };
    fc.assert(
      fc.property(clean, (value) => verify(JSON.stringify(value))),
      { numRuns: 60, seed: 13 },
    );
    fc.assert(
      fc.property(clean.chain(oddValue), (value) => verify(JSON.stringify(value) ?? "null")),
      { numRuns: 150, seed: 17 },
    );
    fc.assert(
      fc.property(
        clean.chain((value) => nearText(JSON.stringify(value))),
        verify,
      ),
      { numRuns: 400, seed: 19 },
    );
  });
});

it("most forms have a recogniser, and most messages in one order are accepted", () => {
  expect(summary.recognised).toBeGreaterThanOrEqual(35);
  expect(summary.accepted).toBeGreaterThan(500);
  console.log(
    `${summary.recognised} of ${forms.length} forms, ${summary.tried} texts, ${summary.accepted} accepted, 0 of them wrong`,
  );
});

describe("values in bytes", () => {
  const scanned = (scan: (bytes: Uint8Array, start: number) => number, text: string): boolean =>
    scan(Buffer.from(`${text},\n    `), 0) === Buffer.byteLength(text);
  const scanText = (bytes: Uint8Array, start: number): number =>
    skipText(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), start);

  it("numbers are those of JSON, without exponents, below 2^53", () => {
    for (const text of ["0", "-0", "7", "-12", "123456789012345", "8999999999999999"])
      expect({ text, ok: scanned(skipInteger, text) }).toEqual({ text, ok: true });
    for (const text of ["", "-", "01", "-01", "1e5", "1.", ".5", "+1", "9007199254740993", "12345678901234567", "0x1"])
      expect({ text, ok: scanned(skipInteger, text) || (text !== "" && scanned(skipNumber, text)) }).toEqual({
        text,
        ok: false,
      });
    for (const text of ["0.5", "-12.25", "100.000000000000000000001"]) expect(scanned(skipNumber, text)).toBe(true);
  });

  it("text is ASCII without escapes", () => {
    expect(scanned(scanText, '"abc ~"')).toBe(true);
    for (const text of ['"a', '"é"', '"a\\n"', '"\t"', "abc"]) expect(scanned(scanText, text)).toBe(false);
    expect(scanned(skipDecimal, '"-1.50"')).toBe(true);
    expect(scanned(skipDecimal, '""')).toBe(false);
    expect(scanned(skipDecimalOrEmpty, '""')).toBe(true);
    for (const text of ['"1."', '".5"', '"1e5"', '"--1"', '"1"2']) expect(scanned(skipDecimal, text)).toBe(false);
  });

  it("a number is what Number() makes of it", () => {
    const digits = fc.tuple(
      fc.boolean(),
      fc.stringMatching(/^(0|[1-9]\d{0,9})$/),
      fc.option(fc.stringMatching(/^\d{1,9}$/)),
    );
    fc.assert(
      fc.property(digits, ([minus, whole, fraction]) => {
        const text = `${minus ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}`;
        const number = numberAt(Buffer.from(text), 0, text.length);
        // More digits than a double holds are left to the slow path.
        if (!Number.isNaN(number)) expect(number).toBe(Number(text));
        else expect((whole + (fraction ?? "")).length).toBeGreaterThan(15);
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});

describe("a whole run", () => {
  useFolder();

  it("reports the same with and without it, also where the order of keys changes and faults come between", async () => {
    const reversed = (value: object): object => Object.fromEntries(Object.entries(value).reverse());
    const messages = Array.from({ length: 3000 }, (_, index): unknown => {
      const sequence = 100 + index;
      if (index === 0 || index === 1500) return snapshot(BOOK, sequence);
      if (index % 11 === 5) return trade(index % 55 === 5 ? { price: "1" } : {});
      if (index % 17 === 3) return reversed(delta({ update: [["60000.00", "Buy", index]] }, sequence));
      if (index % 101 === 7) return { ...delta({ update: [["60000.00", "Buy", index]] }, sequence), note: 1 };
      if (index % 251 === 9) return delta({ gone: [["1.00", "Sell"]] }, sequence - 50);
      return delta(
        {
          update: [
            ["60000.00", "Buy", index],
            ["60001.00", "Sell", 1],
          ],
        },
        sequence,
      );
    });
    const path = put("capture", ndjsonOf(messages));
    const [fast, slow] = [await check(path), await check(path, { fast: false })];
    expect(fast.codes.length).toBeGreaterThan(3);
    expect(fast.report).toEqual(slow.report);
  });
});
