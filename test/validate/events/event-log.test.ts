/** What is written into a log is what is read from it, whatever its size; the layout is that of layout.ts. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventWriter, type EventLog } from "../../../generator/validate/events/event-log.js";
import {
  EVENT,
  HEAD,
  isEmptyLevel,
  LEVEL,
  LEVEL_IS_EMPTY,
  levelCode,
  OPERATION,
  operationOf,
  PUSH,
  REPLY_KINDS,
  REQUEST_KINDS,
  sideOf,
} from "../../../generator/validate/events/layout.js";
import { readReplyEvent, readRequestEvent } from "../../../generator/validate/events/log-reader.js";

const NO_ROOM = new Float64Array(0);
const text = fc.string({ maxLength: 5 });

it("events follow each other, each with its head", () => {
  const heads = fc.array(
    fc.record({
      event: fc.nat({ max: 4 }),
      time: fc.option(fc.double({ noNaN: true }), { nil: undefined }),
      line: fc.nat(),
      offset: fc.nat({ max: 2 ** 40 }),
      connection: text,
      // Enough to outgrow any room that there is at first.
      levels: fc.nat({ max: 600 }),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(heads, (written) => {
      const log = createEventWriter();
      for (const { event, time, line, offset, connection, levels } of written) {
        log.begin(event, time, line, offset, connection);
        for (let index = 0; index < levels; index += 1) log.level(OPERATION.update, 1, index, NaN);
        log.end();
      }
      const { numbers, length, texts } = log.take(NO_ROOM);
      let at = 0;
      for (const { event, time, line, offset, connection, levels } of written) {
        const head = [HEAD.event, HEAD.time, HEAD.line, HEAD.offset].map((index) => numbers[at + index]);
        expect(head).toEqual([event, time ?? NaN, line, offset]);
        expect(texts[numbers[at + HEAD.connection] as number]).toBe(connection);
        expect(numbers[at + HEAD.length]).toBe(HEAD.size + levels * LEVEL.size);
        if (levels > 0) expect(numbers[at + HEAD.size + (levels - 1) * LEVEL.size + LEVEL.price]).toBe(levels - 1);
        at += numbers[at + HEAD.length] as number;
      }
      expect(at).toBe(length);
    }),
    { numRuns: 60, seed: 31 },
  );
});

it("requests and replies are read as they were written", () => {
  const texts = fc.array(text, { maxLength: 4 });
  fc.assert(
    fc.property(
      fc.constantFrom(...REQUEST_KINDS),
      fc.constantFrom(...REPLY_KINDS),
      fc.nat(),
      texts,
      texts,
      (request, reply, form, correlation, topics) => {
        const log = createEventWriter();
        log.begin(EVENT.request, 1, 2, 3, "a");
        log.request(request, correlation, topics);
        log.end();
        log.begin(EVENT.reply, 1, 2, 3, "a");
        log.reply(form, reply, correlation);
        log.end();
        const written = log.take(NO_ROOM);
        const second = written.numbers[HEAD.length] as number;
        expect(readRequestEvent(written, 0)).toEqual({ kind: request, correlation, topics });
        expect(readReplyEvent(written, second)).toEqual({ form, kind: reply, correlation });
        expect(second + (written.numbers[second + HEAD.length] as number)).toBe(written.length);
      },
    ),
    { numRuns: 100, seed: 37 },
  );
});

describe("a push", () => {
  it("has its parts where the layout says", () => {
    const log = createEventWriter();
    log.begin(EVENT.push, undefined, 1, 0, "a");
    log.push(7, "topic", "instance", 99, 3, 5);
    log.level(OPERATION.delete, 1, 60_000.5, NaN);
    log.end();
    const { numbers, length, texts } = log.take(NO_ROOM);
    const at = (index: number) => numbers[index] as number;
    expect([at(PUSH.form), at(PUSH.sequence), at(PUSH.base), at(PUSH.flags)]).toEqual([7, 99, 3, 5]);
    expect([texts[at(PUSH.topic)], texts[at(PUSH.instance)]]).toEqual(["topic", "instance"]);
    expect([at(PUSH.levels + LEVEL.code), at(PUSH.levels + LEVEL.price)]).toEqual([
      levelCode(OPERATION.delete, 1),
      60_000.5,
    ]);
    expect(length).toBe(PUSH.levels + LEVEL.size);
    expect(at(HEAD.length)).toBe(length);
  });

  it.each([
    ["set, with a size", OPERATION.set, 1, false],
    ["set, with size 0", OPERATION.set, 0, true],
    ["set, without a size", OPERATION.set, NaN, false],
    ["updated", OPERATION.update, 0, false],
    ["deleted", OPERATION.delete, 0, false],
    ["inserted", OPERATION.insert, 0, false],
  ])("has levels that are %s", (_, operation, size, empty) => {
    for (const side of [0, 1] as const) {
      const log = createEventWriter();
      log.begin(EVENT.push, undefined, 1, 0, "a");
      log.push(7, "topic", "", NaN, NaN, 0);
      log.level(operation, side, 1, size);
      log.end();
      const code = log.take(NO_ROOM).numbers[PUSH.levels + LEVEL.code] as number;
      expect([operationOf(code), sideOf(code), isEmptyLevel(code)]).toEqual([operation, side, empty]);
    }
  });
});

it("codes of levels are all different, and tell what they were made of", () => {
  const codes = Object.values(OPERATION).flatMap((operation) =>
    [0, 1].flatMap((side) => [0, LEVEL_IS_EMPTY].map((empty) => ({ operation, side, empty }))),
  );
  for (const { operation, side, empty } of codes) {
    const code = levelCode(operation, side) | empty;
    expect([operationOf(code), sideOf(code), isEmptyLevel(code)]).toEqual([operation, side, empty !== 0]);
    // Compiled code adds the side.
    expect(levelCode(operation, 0) + side).toBe(levelCode(operation, side));
  }
  expect(new Set(codes.map(({ operation, side, empty }) => levelCode(operation, side) | empty)).size).toBe(16);
});

describe("texts", () => {
  const named = (names: readonly string[]): { readonly numbers: number[]; readonly log: EventLog } => {
    const log = createEventWriter();
    return { numbers: names.map((name) => log.indexOf(name)), log: log.take(NO_ROOM) };
  };

  it("have a number each; that of the empty one is 0", () => {
    const { numbers, log } = named(["a", "", "b", "a", "__proto__"]);
    expect(numbers).toEqual([1, 0, 2, 1, 3]);
    expect(log.texts).toEqual(["", "a", "b", "__proto__"]);
  });
});

describe("a log that is taken", () => {
  const write = (log: ReturnType<typeof createEventWriter>, connection: string): void => {
    log.begin(EVENT.open, 1, 2, 3, connection);
    log.end();
  };

  it("lies in the room that is given if it is large enough", () => {
    const log = createEventWriter();
    write(log, "a");
    const exact = new Float64Array(HEAD.size);
    expect(log.take(exact)).toMatchObject({ numbers: exact, length: HEAD.size });
    write(log, "a");
    const small = new Float64Array(HEAD.size - 1);
    const taken = log.take(small);
    expect(taken.numbers).not.toBe(small);
    expect([...taken.numbers]).toEqual([...exact]);
    expect([...small]).toEqual(Array(HEAD.size - 1).fill(0));
  });

  it("is not changed by the next one, which has numbers of its own", () => {
    const log = createEventWriter();
    write(log, "a");
    const first = log.take(NO_ROOM);
    write(log, "b");
    const second = log.take(NO_ROOM);
    expect([first.texts, second.texts]).toEqual([
      ["", "a"],
      ["", "b"],
    ]);
    expect(first.numbers[HEAD.connection]).toBe(1);
    expect(second.length).toBe(HEAD.size);
  });

  it("has whole events that were made elsewhere", () => {
    const [log, other] = [createEventWriter(), createEventWriter()];
    write(other, "");
    const { numbers, length } = other.take(NO_ROOM);
    const many = new Float64Array(length * 3000);
    for (let index = 0; index < 3000; index += 1) many.set(numbers, index * length);
    write(log, "a");
    log.append(many, many.length - length);
    write(log, "a");
    const taken = log.take(NO_ROOM);
    expect(taken.length).toBe(length * 3001);
    expect([...taken.numbers.subarray(length, 2 * length)]).toEqual([...numbers]);
    expect(taken.numbers[taken.length - length + HEAD.connection]).toBe(1);
  });
});
