/**
 * What a prover accepts from bytes, JSON.parse, the router and the clean check accept too, and both tell the same of it: 0 false accepts over
 * every form, with bytes flipped, cut, doubled, values of other kinds, other orders, spaces, escapes and odd numbers.
 */

import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../generator/mock/random.js";
import { routesOf } from "../../generator/spec/routes.js";
import { exampleTopic } from "../../generator/topic/pattern.js";
import { createLineChecks, type FormCheck, type LineCheck } from "../../generator/validate/check/line-check.js";
import { createEventWriter, type EventWriter } from "../../generator/validate/events/event-log.js";
import { createExtractor } from "../../generator/validate/events/extractor.js";
import { EVENT, levelCode, OPERATION } from "../../generator/validate/events/layout.js";
import { createFormTable } from "../../generator/validate/form-table.js";
import { compileProofs, type Proofs } from "../../generator/validate/proof/proof-module.js";
import { createProver, type Prover } from "../../generator/validate/proof/prover.js";
import { createRouter, type LineRoutes } from "../../templates/runtime/frame.js";
import {
  skipDecimal,
  skipDecimalOrEmpty,
  skipInteger,
  skipNumber,
  skipText,
} from "../../templates/runtime/json-bytes.js";
import { loadLineSpec } from "../conformance/generated-package.js";
import { runs } from "../effort.js";
import { CAPTURE, HAS_CAPTURE, LINES } from "../real-docs.js";
import { messagesOf } from "../recognise/differential.js";
import { ACK, BOOK, check, delta, folder, put, REQUEST, snapshot, trade, URL, useFolder } from "./captures.js";
import { cleanValue, oddValue } from "./messages.js";

/** None: each log has numbers of its own. */
const ROOM = new Float64Array(0);
const specs = LINES.map(loadLineSpec);
const table = createFormTable({ lines: specs });
const checks = createLineChecks(specs, table, true);

/** `candle.1.BTCUSDT` for `candle.{interval}.{symbol}`. */
function topicOf(form: FormCheck): string {
  const { line, push, connection } = form.entry;
  const [pattern] = push?.topic.patterns ?? [];
  return pattern ? exampleTopic(pattern, line.file.slots, connection) : "";
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

/** A message of each form as the mock exchange sends it, by line, topic and form. */
const sent = new Map<string, string>();
for (const line of specs) {
  const route = createRouter(routesOf(line) as LineRoutes);
  let rounds = 8 * line.topics.length;
  for (const { text, connection, name } of messagesOf(line, 11)) {
    const frame = route(text, connection);
    if (frame.kind === "push") sent.set(`${line.name} ${name} ${frame.form}`, text);
    rounds -= 1;
    if (rounds === 0) break;
  }
}

/** Compiled once for all forms of a connection. */
const compiled = new Map<string, Proofs>();

function proverOf(
  { line, choice: { connection } }: LineCheck,
  spaced = false,
): { prover: Prover; events: EventWriter } {
  const key = `${line.name} ${connection} ${spaced}`;
  const proofs = compiled.get(key) ?? compileProofs({ line, connection, table, books: true, spaced });
  compiled.set(key, proofs);
  const prover = createProver(proofs, 1e6);
  const events = createEventWriter();
  prover.begin(events, () => true);
  return { prover, events };
}

describe.each(forms)("$name", ({ form, line }) => {
  const { entry } = form;
  const topic = topicOf(form);
  const router = createRouter(routesOf(line.line) as LineRoutes);
  const extractor = createExtractor(entry, true);
  const clean = cleanValue(entry.type).map((value) => withTopic(value, topic));

  it.each([
    ["", false],
    [", with blanks between tokens", true],
  ])("accepts only what is clean, and tells the same of it%s", (_, spaced) => {
    const { prover, events } = proverOf(line, spaced);
    const textOf = (value: unknown): string =>
      spaced ? (JSON.stringify(value, null, 1) ?? "").replace(/\n */g, "  ") : JSON.stringify(value);
    let accepted = 0;
    // The line stands between others, as in a block.
    const verify = (text: string): void => {
      // An `expect` that holds takes longer than what it looks at, and there are 16,000 texts.
      const same = (got: unknown, wanted: unknown): void => {
        if (!isDeepStrictEqual(got, wanted)) expect({ text, got }).toEqual({ text, got: wanted });
      };
      const before = Buffer.from('{"x":1}\n');
      const after = Buffer.from('\n{"topic":"');
      const bytes = Buffer.concat([before, Buffer.from(text), after]);
      const place = { line: 3, offset: before.length };
      form.seen.fill(0);
      const found = prover.prove(bytes, before.length, bytes.length - after.length, 7, place, "1");
      const [marked] = prover.take();
      const proven = events.take(ROOM);
      prover.begin(events, () => true);
      if (found === undefined) {
        same([marked, proven.numbers.length], [undefined, 0]);
        return;
      }
      same(found, entry.id);
      accepted += 1;
      const frame = router(text, entry.connection);
      same(frame.kind, "push");
      if (frame.kind !== "push") return;
      same([frame.topic, frame.form], [entry.topic, entry.form]);
      same(form.clean(frame.message, form.seen) >= 0, true);
      same(marked, { form: entry.id, messages: 1, bytes: Buffer.byteLength(text), seen: form.seen });
      // Nothing is lost by not parsing: no key came twice.
      same(JSON.stringify(frame.message).length <= text.length, true);
      const parsed = createEventWriter();
      parsed.begin(EVENT.push, 7, 3, before.length, "1");
      extractor.write(frame.topicText, frame.message, true, parsed);
      parsed.end();
      same(proven, parsed.take(ROOM));
    };
    const example = sent.get(`${line.line.name} ${entry.push?.topic.modulePath} ${entry.form}`) ?? "{}";
    verify(textOf(withTopic(JSON.parse(example), topic)));
    // What the exchange sends is proven, of every form.
    expect(accepted).toBe(1);
    fc.assert(
      fc.property(clean, (value) => verify(textOf(value))),
      { numRuns: runs(10), seed: 13 },
    );
    fc.assert(
      fc.property(clean.chain(oddValue), (value) => verify(textOf(value) ?? "null")),
      { numRuns: runs(20), seed: 17 },
    );
    fc.assert(
      fc.property(
        clean.chain((value) => nearText(textOf(value))),
        verify,
      ),
      { numRuns: runs(50), seed: 19 },
    );
  });
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
    const line = checks({ line: "copy-trading" });
    if (!line) throw new Error("no line");
    const { prover, events } = proverOf(line);
    fc.assert(
      fc.property(digits, ([minus, whole, fraction]) => {
        const price = `${minus ? "-" : ""}${whole}${fraction === null ? "" : `.${fraction}`}`;
        const text = JSON.stringify(delta({ update: [[price, "Buy", 7]] }));
        const found = prover.prove(Buffer.from(text), 0, text.length, 7, { line: 1, offset: 0 }, "1");
        prover.take();
        const { numbers } = events.take(ROOM);
        prover.begin(events, () => true);
        // More digits than a double holds are left to the slow path.
        if (found === undefined) expect((whole + (fraction ?? "")).length).toBeGreaterThan(15);
        else expect([...numbers.slice(-2)]).toEqual([levelCode(OPERATION.update, 0), Number(price)]);
      }),
      { numRuns: runs(500), seed: 3 },
    );
  });
});

describe("a whole run", () => {
  useFolder();

  const reversed = (value: object): object => Object.fromEntries(Object.entries(value).reverse());
  /** Mostly clean; other orders of keys, faults of every kind, requests and replies come between. */
  const messages = Array.from({ length: 2000 }, (_, index): unknown => {
    const sequence = 100 + index;
    if (index === 0 || index === 1500) return snapshot(BOOK, sequence);
    if (index % 11 === 5) return trade(index % 55 === 5 ? { price: "1" } : {});
    if (index % 17 === 3) return reversed(delta({ update: [["60000.00", "Buy", index]] }, sequence));
    if (index % 101 === 7) return { ...delta({ update: [["60000.00", "Buy", index]] }, sequence), note: 1 };
    if (index % 251 === 9) return delta({ gone: [["1.00", "Sell"]] }, sequence - 50);
    if (index % 307 === 11) return REQUEST;
    if (index % 307 === 13) return ACK;
    if (index % 401 === 15) return { ...trade(), topic: "weather.BTCUSD" };
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
  const texts = messages.map((message) => JSON.stringify(message));
  texts.splice(700, 0, "no json", "", `{"topic":"trade.BTCUSD","data":"${"x".repeat(3000)}"}`, "[1]");
  const spaced = texts.map((text, index) =>
    text.startsWith("{") ? JSON.stringify(JSON.parse(text), null, 1 + (index % 2)).replace(/\n\s*/g, " ") : text,
  );
  const time = (index: number): number => 1_618_677_786_000 + index * 7;

  it.each<[string, string | Buffer]>([
    ["lines", texts.join("\n")],
    ["lines that end in CR LF, behind a byte order mark", `\ufeff${texts.join("\r\n")}\r\n`],
    ["lines with blanks between tokens", `${spaced.join("\n")}\n`],
    ["a last line that is cut off", `${texts.join("\n")}\n${texts[1]?.slice(0, 50)}`],
    ["compressed lines", gzipSync(texts.join("\n"))],
    [
      "a recording with times and two connections",
      texts
        .map((text, index) => {
          const opened = index % 1600 === 0 ? `${URL} <-> ${time(index) / 1000}\n` : "";
          return `${opened}${time(index) / 1000}: ${text}\n`;
        })
        .join(""),
    ],
    ["lines with ISO times", texts.map((text, index) => `${new Date(time(index)).toISOString()} ${text}\n`).join("")],
    ["lines with nanoseconds", texts.map((text, index) => `${time(index)}000000 ${text}\n`).join("")],
    [
      "an envelope with messages as JSON",
      texts.map((text, index) => `{"ts":${time(index)},"dir":"in","message":${text || "null"}}\n`).join(""),
    ],
  ])("reports the same with and without it: %s", async (_, content) => {
    const path = put("capture", content);
    const options = { line: "copy-trading", maxLine: 2500 };
    const slow = await check(path, { ...options, fast: false });
    expect(slow.codes.length).toBeGreaterThan(5);
    expect((await check(path, options)).report).toEqual(slow.report);
  });

  it("reports the same of a damaged capture of several megabytes, on one thread and on more", async () => {
    const random = createRandom(29);
    const symbols = Array.from({ length: 6000 }, (_, index) => `S${index}USD`);
    const damage: ((text: string) => string)[] = [
      (text) => `${text.slice(0, random.integer(text.length))}${String.fromCharCode(random.integer(256))}`,
      (text) => {
        const at = random.integer(text.length);
        return `${text.slice(0, at)}${String.fromCharCode(random.integer(256))}${text.slice(at + 1)}`;
      },
      (text) => `${text}\r`,
      () => "",
      // More topics than are kept, and members that nobody describes, longer than what is read at once.
      (text) => text.replaceAll("BTCUSD", random.pick(symbols) ?? ""),
      (text) => text.replaceAll("BTCUSD", random.pick(symbols) ?? ""),
      (text) => text.replace('"data":', `"pad":"${"x".repeat(random.integer(40) === 0 ? 400_000 : 10)}","data":`),
    ];
    const lines = Array.from({ length: 8000 }, (_, index) => {
      const text = texts[index % texts.length] ?? "";
      return text !== "" && random.integer(4) === 0 ? (random.pick(damage)?.(text) ?? text) : text;
    });
    const path = put("capture", Buffer.from(lines.join("\n"), "latin1"));
    const options = { line: "copy-trading", maxLine: 300_000 };
    const slow = await check(path, { ...options, fast: false, workers: 0 });
    expect(slow.codes.length).toBeGreaterThan(10);
    for (const workers of [0, 2]) expect((await check(path, { ...options, workers })).report).toEqual(slow.report);
  });

  it.each([
    ["a side without its values", "$['$defs']['item','delete_item'].properties.side", "{ x-enum: null }"],
    ["a side that is one word", "$['$defs'].item.properties.side", "{ x-enum: null, type: null, const: Buy }"],
    ["a sequence that never changes", "$['$defs'].delta.properties.cross_seq", "{ type: null, const: 101 }"],
    ["a price that may be missing", "$['$defs'].item.properties.price", '{ type: [string, "null"] }'],
  ])("reports the same with and without it, where an overlay says otherwise: %s", async (_, at, set) => {
    put(
      "overlays/copy-trading/orderBookL2_25.overlay.yaml",
      `- at: "${at}"\n  set: ${set}\n  because: A test of schemas that the pages do not have.\n  evidence: none\n`,
    );
    const crossed = delta({ insert: [["60500.00", "Sell", 1]], gone: [["1.00", "Buy"]] }, 101);
    const nothing = JSON.stringify(delta({ update: [["60000.00", "Buy", 1]] }, 101)).replace('"60000.00"', "null");
    const path = put("capture", [...texts.slice(0, 50), JSON.stringify(crossed), nothing, texts[60]].join("\n"));
    const options = { line: "copy-trading", overlays: join(folder(), "overlays") };
    const slow = await check(path, { ...options, fast: false });
    expect(slow.diagnostics.filter(({ code }) => code.startsWith("config/"))).toEqual([]);
    expect(slow.codes.length).toBeGreaterThan(0);
    expect((await check(path, options)).report).toEqual(slow.report);
  });

  it.runIf(HAS_CAPTURE)("reports the same with and without it: a real recording", async () => {
    const slow = await check(CAPTURE, { fast: false });
    expect(slow.report.messages).toBeGreaterThan(500);
    expect((await check(CAPTURE)).report).toEqual(slow.report);
  });

  it.each(LINES)("reports the same with and without it: every topic of %s", async (line) => {
    const generated: string[] = [];
    for (const { text } of messagesOf(loadLineSpec(line), 11)) if (generated.push(text) === 1000) break;
    const path = put("capture", generated.join("\n"));
    const slow = await check(path, { line, fast: false });
    expect(slow.report.messages).toBeGreaterThan(400);
    expect((await check(path, { line })).report).toEqual(slow.report);
  });
});
