/** A block and what it comes to: the same whether its messages are proven from their bytes or parsed. */

import { describe, expect, it } from "vitest";
import type { Block } from "../../../generator/capture/blocks.js";
import { createBlockCheck } from "../../../generator/validate/check/block-check.js";
import type { BlockResult, CheckSetup, SourcePlan } from "../../../generator/validate/check/block-result.js";
import { asInvalid } from "../../../generator/validate/check/timeline.js";
import { EVENT, HEAD } from "../../../generator/validate/events/layout.js";
import { createFormTable } from "../../../generator/validate/form-table.js";
import { compileProofs } from "../../../generator/validate/proof/proof-module.js";
import { loadLineSpec } from "../../conformance/generated-package.js";
import { ACK, BOOK, delta, ndjsonOf, REQUEST, snapshot, trade, URL } from "../captures.js";

const line = loadLineSpec("copy-trading");
const spec = { exchange: line.exchange, lines: [line] };
const table = createFormTable(spec);
const SETUP: CheckSetup = { spec, maxLine: 4096, stats: false, books: true, read: {} };
const proofs = new Map([
  ["copy-trading", compileProofs({ line, connection: undefined, table, books: true, spaced: false })],
]);
const PLAN: SourcePlan = {
  source: 2,
  format: "ndjson",
  choices: new Map(),
  rest: { choice: { line: "copy-trading" } },
  proofs: new Map(),
};
const formNumber = (topic: string, form: string) => {
  const found = line.topics.find(({ name }) => name === topic);
  return found && table.push(found, "public", form)?.id;
};

const blockOf = (content: string | Buffer, urls: Record<string, string> = {}): Block => ({
  offset: 0,
  session: { connection: "1", urls },
  content: { kind: "bytes", bytes: new Uint8Array(Buffer.from(content)) },
});
const fast = createBlockCheck(SETUP);
const slow = createBlockCheck(SETUP);

/** With proofs and without; the check is used again and again, as that of a thread is. */
function check(content: string | Buffer, change: Partial<SourcePlan> = {}): BlockResult {
  const room = new Float64Array(0);
  const parsed = slow(blockOf(content), { ...PLAN, ...change }, room);
  const proven = fast(blockOf(content), { ...PLAN, proofs, ...change }, room);
  // Texts may have other numbers; what events say is prover.test.ts's.
  const plain = ({ forms, timeline, events, ...rest }: BlockResult) => ({
    ...rest,
    events: kinds({ events }),
    forms: [...forms].sort((a, b) => a.form - b.form),
    steps: [...timeline.steps].map(([step, counts]) => [step, [...counts].sort()]),
  });
  expect(plain(proven)).toEqual(plain(parsed));
  return parsed;
}
const codes = ({ findings }: BlockResult): string[] => findings.map(({ code }) => code);
const kinds = ({ events: { numbers, length } }: Pick<BlockResult, "events">): number[] => {
  const found: number[] = [];
  for (let at = 0; at < length; at += numbers[at + HEAD.length] as number)
    found.push(numbers[at + HEAD.event] as number);
  return found;
};
const GOOD = JSON.stringify(trade());
const BAD = JSON.stringify(trade({ price: "1" }));

describe("lines", () => {
  it("are counted, the blank ones too; frames are not", () => {
    const result = check(`\n${GOOD}\r\n\r\n${GOOD}`);
    expect(result).toMatchObject({ lines: 4, frames: 2, bytes: 2 * GOOD.length, sent: 0, placed: false });
    expect(result.forms).toMatchObject([{ form: formNumber("trade", "push"), messages: 2, bytes: 2 * GOOD.length }]);
    expect(codes(result)).toEqual([]);
  });

  it("tell where a finding is: line and offset within the block", () => {
    expect(check(`${GOOD}\n${BAD}\n${GOOD}\n`).findings).toMatchObject([
      { code: "other-type", first: { source: 2, line: 2, offset: GOOD.length + 1 } },
    ]);
  });

  it("begin behind a byte order mark, once", () => {
    expect(codes(check(`\ufeff${GOOD}\n`))).toEqual([]);
    expect(codes(check(`${GOOD}\n\ufeff${GOOD}\n`))).toEqual(["unrouted/not-json"]);
    // Nothing else is left out.
    expect(codes(check("abc"))).toEqual(["unrouted/truncated-line"]);
  });

  it("that are too long are counted and told, without a form", () => {
    const long = `{"topic":"trade.BTCUSD","data":"${"x".repeat(5000)}"}`;
    const result = check(`${GOOD}\n${long}\n${GOOD}\n`);
    expect(result).toMatchObject({ lines: 3, frames: 3, bytes: 2 * GOOD.length + long.length });
    expect(result.findings).toMatchObject([
      { code: "line-too-long", first: { source: 2, line: 2, offset: GOOD.length + 1 } },
    ]);
    expect(result.findings[0]?.first).not.toHaveProperty("time");
  });

  it("that are cut at the end are told from wrong ones", () => {
    expect(codes(check(`${GOOD}\n${GOOD.slice(0, 50)}`))).toEqual(["unrouted/truncated-line"]);
    expect(codes(check(`${GOOD}\n${GOOD.slice(0, 50)}\n`))).toEqual(["unrouted/not-json"]);
  });

  it("that are no UTF-8 are shown as far as they can be", () => {
    const broken = Buffer.from(GOOD);
    broken[broken.indexOf("BTCUSD", 40)] = 0xff;
    const result = check(Buffer.concat([broken, Buffer.from(`\n${GOOD}\n`)]));
    expect(result).toMatchObject({ frames: 2, bytes: 2 * GOOD.length });
    expect(result.findings).toMatchObject([{ code: "unrouted/not-utf-8", first: { line: 1 } }]);
    expect(result.findings[0]?.sample?.frame).toContain("ÿTCUSD");
  });
});

describe("frames", () => {
  it("of no line are told as that", () => {
    const result = check(`${GOOD}\n`, { rest: { choice: undefined } });
    expect(result).toMatchObject({ frames: 1, bytes: GOOD.length, forms: [] });
    expect(result.findings).toMatchObject([{ code: "unrouted/no-line", line: "" }]);
  });

  it("with unknown topics say which, and of which line they are", () => {
    expect(check(ndjsonOf([{ ...trade(), topic: "weather.BTCUSD" }])).findings).toMatchObject([
      { code: "unrouted/unknown-topic", severity: "warning", line: "copy-trading", got: '"weather.BTCUSD"' },
    ]);
  });

  it("count as invalid with an error, as warned with nothing worse than a warning", () => {
    const result = check(ndjsonOf([trade(), trade({ price: "1", flag: 1 }), trade({ flag: 1 }), trade({ flag: 2 })]));
    expect(result.forms).toMatchObject([{ messages: 4, invalid: 1, warned: 2 }]);
    expect(result.findings.map(({ code, count }) => [code, count])).toEqual([
      ["other-type", 1],
      ["undocumented-field", 3],
    ]);
  });

  it("that nest too deep are invalid", () => {
    const deep = GOOD.replace('"size":4', `"size":4,"extra":${"[".repeat(70)}${"]".repeat(70)}`);
    const result = check(`${deep}\n`);
    expect(codes(result)).toEqual(["too-deep"]);
    expect(result.forms).toMatchObject([{ messages: 1, invalid: 1 }]);
  });

  it("show which fields there were, of one block only", () => {
    const seenOf = (text: string) => check(text).forms[0]?.seen.reduce((sum, byte) => sum + byte, 0) ?? 0;
    const both = seenOf(ndjsonOf([delta({ update: [["1", "Buy", 1]], insert: [["2", "Sell", 1]] })]));
    const one = seenOf(ndjsonOf([delta({ update: [["1", "Buy", 1]] })]));
    expect(one).toBeGreaterThan(0);
    expect(both).toBeGreaterThan(one);
  });
});

describe("what the client sent", () => {
  const auth = { op: "auth", args: ["key-1234567", 1_618_677_786_000, "sig-abcdef"] };

  it("is told by its shape where the capture does not say so", () => {
    const result = check(ndjsonOf([REQUEST, ACK, trade(), { op: "ping" }, auth, { op: "dance" }]));
    expect(result).toMatchObject({ frames: 6, sent: 3 });
    expect(kinds(result)).toEqual([EVENT.request, EVENT.reply, EVENT.push, EVENT.request, EVENT.request]);
    expect(codes(result)).toEqual(["unrouted/no-topic"]);
  });

  it("is told by the capture where it does so, whatever it is", () => {
    const sent = [REQUEST, { op: "dance" }, trade(), "no json"].map(
      (message) => `> ${typeof message === "string" ? message : JSON.stringify(message)}\n`,
    );
    const result = check(`${sent.join("")}< ${GOOD}\n< {"op":"ping"}\n`, { format: "dialogue" });
    expect(result).toMatchObject({ frames: 6, sent: 4, placed: true });
    expect(kinds(result)).toEqual([EVENT.request, EVENT.push]);
    expect(result.findings.map(({ code, count }) => [code, count])).toEqual([
      ["unknown-request", 2],
      ["unrouted/not-json", 1],
      ["unrouted/no-topic", 1],
    ]);
  });

  it("is counted where nobody knows its line", () => {
    expect(check(`> ${GOOD}\n< ${GOOD}\n`, { format: "dialogue", rest: { choice: undefined } })).toMatchObject({
      frames: 2,
      sent: 1,
    });
  });

  it("with a topic that nobody documents is a finding, and a request all the same", () => {
    const result = check(ndjsonOf([{ op: "subscribe", args: ["weather"] }]));
    expect(result.findings).toMatchObject([{ code: "unknown-request-topic", got: '"weather"', first: { line: 1 } }]);
    expect(kinds(result)).toEqual([EVENT.request]);
  });

  it("tells what is secret wherever it stands, a reply too", () => {
    const echo = { success: true, ret_msg: "", conn_id: "c", request: auth };
    for (const messages of [[auth], [echo], [{ topic: "weather", apiKey: "key-1234567" }]])
      expect(check(ndjsonOf(messages)).secrets.credentials).toContain("key-1234567");
    expect(check(ndjsonOf([trade()])).secrets).toEqual({ credentials: [], accounts: [] });
    // Of the next block nothing is left.
    expect(check("\n").secrets.credentials).toEqual([]);
  });

  it("tells what is secret in the address of a connection", () => {
    const urls = { "1": `${URL}?api_key=AbCdEf123456` };
    const result = slow(blockOf(`${GOOD}\n`, urls), PLAN, new Float64Array(0));
    expect(result.secrets.credentials).toContain("AbCdEf123456");
  });
});

describe("recordings with times and connections", () => {
  const time = 1_618_677_786;
  const raw = [
    `${URL} <-> ${time}`,
    `${URL} <- ${time + 1}: ${JSON.stringify(REQUEST)}`,
    `${time + 2}: ${JSON.stringify(ACK)}`,
    `${time + 3}: ${JSON.stringify(snapshot(BOOK))}`,
    `${time + 4}: ${BAD}`,
    `${URL} <-> ${time + 9}`,
    `${time + 10}: ${GOOD}`,
    "what is this",
  ].join("\n");

  it("have times of their frames, and the opening of connections", () => {
    const result = check(`${raw}\n`, { format: "cryptofeed-raw" });
    expect(result).toMatchObject({
      lines: 8,
      frames: 6,
      sent: 1,
      firstTime: (time + 1) * 1000,
      lastTime: (time + 10) * 1000,
    });
    expect(kinds(result)).toEqual([
      EVENT.open,
      EVENT.request,
      EVENT.reply,
      EVENT.push,
      EVENT.push,
      EVENT.open,
      EVENT.push,
    ]);
    expect(result.findings).toMatchObject([
      { code: "other-type", first: { line: 5, time: (time + 4) * 1000 } },
      { code: "unrouted/damaged-record", line: "", count: 1 },
    ]);
  });

  it("have messages over time, the invalid ones apart", () => {
    const { steps } = check(`${raw}\n`, { format: "cryptofeed-raw" }).timeline;
    const push = formNumber("trade", "push") ?? NaN;
    const at = (seconds: number) => [...(steps.get(time + seconds) ?? [])];
    expect(at(3)).toEqual([[formNumber("orderBookL2_25", "snapshot"), 1]]);
    expect(at(4)).toEqual([[asInvalid(push), 1]]);
    expect(at(10)).toEqual([[push, 1]]);
  });

  it("may have another line for each connection", () => {
    const other = "wss://stream.elsewhere.com";
    const text = `${other} <-> ${time}\n${time + 1}: ${GOOD}\n${URL} <-> ${time + 2}\n${time + 3}: ${GOOD}\n`;
    const result = check(text, { format: "cryptofeed-raw", choices: new Map([[other, undefined]]) });
    expect(result.findings).toMatchObject([{ code: "unrouted/no-line", count: 1, first: { line: 2 } }]);
    expect(result.forms).toMatchObject([{ messages: 1 }]);
  });

  it("with binary frames say so, and count them", () => {
    const har = (opcode: number) => `{"type":"receive","time":1,"opcode":${opcode},"data":"AAAA"}`;
    const result = check(`${har(2)}\n`, { format: "har" });
    expect(result).toMatchObject({ frames: 1, bytes: 0, placed: true });
    expect(result.findings).toMatchObject([{ code: "unrouted/binary", severity: "info", sample: { frame: "" } }]);
  });
});

describe("a block without bytes", () => {
  it("is a record that is too long; it tells its line where it is known", () => {
    const block = (content: object) => ({ ...blockOf(""), offset: 70, content }) as unknown as Block;
    const result = slow(block({ kind: "too-long", length: 5000, line: 9 }), PLAN, new Float64Array(0));
    expect(result).toMatchObject({ lines: 9, frames: 1, bytes: 5000, placed: true });
    expect(result.findings).toMatchObject([{ code: "line-too-long", first: { line: 9, offset: 70 } }]);
    expect(slow(block({ kind: "too-long", length: 5000 }), PLAN, new Float64Array(0))).toMatchObject({
      lines: 1,
      placed: false,
    });
  });
});

it("statistics are counted where they are asked for", () => {
  const withStats = createBlockCheck({ ...SETUP, stats: true });
  const result = withStats(blockOf(ndjsonOf([trade(), trade()])), PLAN, new Float64Array(0));
  expect(result.forms[0]?.stats?.find(({ pointer }) => pointer === "/data/*/price")).toMatchObject({ present: 2 });
  expect(check(ndjsonOf([trade()])).forms[0]).not.toHaveProperty("stats");
});

it("events are put into the room that is given, if there is enough of it", () => {
  const block = blockOf(ndjsonOf([snapshot(BOOK)]));
  const room = new Float64Array(1000);
  const { events } = slow(block, PLAN, room);
  expect(events.numbers).toBe(room);
  const small = new Float64Array(3);
  const copied = slow(block, PLAN, small).events;
  expect(copied.numbers).not.toBe(small);
  expect([...copied.numbers.subarray(0, copied.length)]).toEqual([...room.subarray(0, events.length)]);
});
