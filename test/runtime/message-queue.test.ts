/** Messages that wait for their reader: nothing is lost unseen, and nothing grows without end. */

import { beforeEach, describe, expect, it } from "vitest";
import { createFifo } from "../../templates/runtime/fifo.js";
import { createMessageQueue, type MessageQueue, type WhenFull } from "../../templates/runtime/message-queue.js";
import { outcome } from "./clock.js";

let told: string[];
beforeEach(() => {
  told = [];
});

function create(limit: number, whenFull: WhenFull, filled = 0): MessageQueue<number> {
  const queue = createMessageQueue<number>({
    limit,
    whenFull,
    pause: () => told.push("pause"),
    resume: () => told.push("resume"),
    onEnd: () => told.push("end"),
    fullError: () => new Error("full"),
    onDrop: () => told.push("drop"),
  });
  for (let message = 0; message < filled; message += 1) queue.push(message);
  return queue;
}

/** What is left. */
async function rest({ messages }: MessageQueue<number>): Promise<number[]> {
  const all: number[] = [];
  for await (const message of messages) all.push(message);
  return all;
}

it("gives messages in their order, those that waited and those that are waited for", async () => {
  const queue = create(10, "error", 2);
  expect([await queue.messages.next(), await queue.messages.next()]).toEqual([
    { value: 0, done: false },
    { value: 1, done: false },
  ]);
  const readers = [queue.messages.next(), queue.messages.next()];
  expect(await outcome(readers[0] as Promise<unknown>)).toBe("pending");
  for (const message of [2, 3, 4]) queue.push(message);
  expect(await Promise.all(readers)).toMatchObject([{ value: 2 }, { value: 3 }]);
  expect(queue.messages.waiting).toBe(1);
});

describe("the end", () => {
  it("lets what waits be read, and comes once", async () => {
    const queue = create(10, "error", 2);
    queue.end();
    queue.end(new Error("again"));
    queue.push(9);
    expect([await rest(queue), told]).toEqual([[0, 1], ["end"]]);
    expect(await queue.messages.next()).toEqual({ value: undefined, done: true });
  });

  it("with an error is told to one reader, the others are done", async () => {
    const waiting = create(10, "error");
    const readers = [waiting.messages.next(), waiting.messages.next()];
    waiting.end(new Error("lost"));
    await expect(readers[0]).rejects.toThrow("lost");
    expect([await readers[1], await waiting.messages.next()]).toMatchObject([{ done: true }, { done: true }]);
    const late = create(10, "error", 1);
    late.end(new Error("lost"));
    expect(await late.messages.next()).toMatchObject({ value: 0 });
    await expect(late.messages.next()).rejects.toThrow("lost");
    expect(await late.messages.next()).toMatchObject({ done: true });
  });

  it("by the reader throws away what waits", async () => {
    const queue = create(10, "error", 3);
    for await (const message of queue.messages) if (message === 1) break;
    expect([queue.messages.waiting, await rest(queue), told]).toEqual([0, [], ["end"]]);
    expect(queue.messages[Symbol.asyncIterator]()).toBe(queue.messages);
  });
});

describe("when it is full", () => {
  it("an error ends it, after what waits", async () => {
    const queue = create(3, "error", 3);
    expect(told).toEqual([]);
    queue.push(3);
    queue.push(4);
    expect(told).toEqual(["end"]);
    for (const value of [0, 1, 2]) expect(await queue.messages.next()).toEqual({ value, done: false });
    await expect(queue.messages.next()).rejects.toThrow("full");
  });

  it("the oldest goes, counted", async () => {
    const queue = create(3, "drop-oldest", 5);
    expect([queue.messages.dropped, queue.messages.waiting, told]).toEqual([2, 3, ["drop", "drop"]]);
    queue.end();
    expect(await rest(queue)).toEqual([2, 3, 4]);
  });

  it("the socket pauses, and resumes when half of the room is free; what was read already still comes", async () => {
    const queue = create(4, "block", 4);
    expect(told).toEqual([]);
    queue.push(4);
    queue.push(5);
    expect([told.splice(0), queue.messages.waiting]).toEqual([["pause", "pause"], 6]);
    for (let left = 6; left > 3; left -= 1) await queue.messages.next();
    expect([told, queue.messages.waiting]).toEqual([[], 3]);
    await queue.messages.next();
    await queue.messages.next();
    expect(told).toEqual(["resume"]);
    expect(queue.messages.dropped).toBe(0);
  });

  it("the socket resumes at the end, however much waits", () => {
    const queue = create(2, "block", 4);
    told = [];
    queue.end();
    expect(told).toEqual(["resume", "end"]);
    const unpaused = create(2, "block", 2);
    told = [];
    unpaused.end();
    expect(told).toEqual(["end"]);
  });
});

it("a list is first in, first out, however it is filled and emptied", () => {
  const fifo = createFifo<number>();
  const model: number[] = [];
  for (let step = 0; step < 1000; step += 1) {
    if ((step * 7919) % 13 < 7 || model.length === 0) {
      fifo.add(step);
      model.push(step);
    } else expect(fifo.take()).toBe(model.shift());
    expect(fifo.length).toBe(model.length);
  }
  fifo.clear();
  expect(fifo.length).toBe(0);
  fifo.add(1);
  expect([fifo.take(), fifo.length]).toEqual([1, 0]);
});
