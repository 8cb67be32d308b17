/** A capture that is played to a client: at its own pace or another, what was pushed alone, and only as fast as the client reads. */

import { expect, it } from "vitest";
import type { CapturedFrame } from "../../generator/capture/read-frames.js";
import { createManualClock } from "../../generator/mock/clock.js";
import { startReplay } from "../../generator/mock/replay.js";
import type { Session } from "../../generator/mock/session-types.js";
import type { RoutedFrame } from "../../generator/spec/routes.js";
import { sleep } from "../client/clients.js";
import { useVirtualTime } from "../client/virtual-time.js";

useVirtualTime();

const START = 1_618_677_787_000;
const frameAt = (ms: number, text: string, direction = "received"): CapturedFrame =>
  ({ text, direction, time: START + ms }) as CapturedFrame;

async function* framesOf(frames: readonly CapturedFrame[]): AsyncGenerator<CapturedFrame> {
  yield* frames;
}

/** A text that begins with `r` is a reply, any other a push of the topic that it is. */
const route = (text: string): RoutedFrame =>
  (text.startsWith("r")
    ? { kind: "ack", reply: text }
    : { kind: "push", topic: text, topicText: text, message: {} }) as unknown as RoutedFrame;

/** What a client gets, and when, in milliseconds since the replay began. */
async function played(
  frames: readonly CapturedFrame[],
  speed: number,
  change: Partial<Session> = {},
): Promise<[text: string, at: number][]> {
  const got: [string, number][] = [];
  const began = Date.now();
  const session = {
    open: true,
    backlog: 0,
    wants: () => true,
    push: (text: string) => got.push([text, Date.now() - began]),
    ...change,
  } as Session;
  await startReplay(session, { frames: () => framesOf(frames), route, speed }).done;
  return got;
}

const THREE = [frameAt(0, "a"), frameAt(200, "b"), frameAt(400, "c")];

it.each([
  ["as it was recorded", 1, [0, 200, 400]],
  ["ten times as fast", 10, [0, 20, 40]],
  ["half as fast", 0.5, [0, 400, 800]],
  ["without waiting", Number.POSITIVE_INFINITY, [0, 0, 0]],
])("keeps the pace of the recording: %s", async (_, speed, times) => {
  expect((await played(THREE, speed)).map(([, at]) => at)).toEqual(times);
});

it("time that a push took is no time to wait", async () => {
  const got: number[] = [];
  const began = Date.now();
  const session = {
    open: true,
    // The network holds the second push for 150 ms.
    get backlog() {
      return got.length === 1 && Date.now() - began < 350 ? 2 ** 21 : 0;
    },
    wants: () => true,
    push: () => got.push(Date.now() - began),
  } as unknown as Session;
  await startReplay(session, { frames: () => framesOf(THREE), route, speed: 1 }).done;
  expect(got).toEqual([0, 350, 400]);
});

it("plays what the exchange pushed and the client wants, not requests and not answers to them", async () => {
  const frames = [frameAt(0, "a", "sent"), frameAt(0, "reply"), frameAt(0, "a"), frameAt(0, "b")];
  const got = await played(frames, 1, { wants: (topic) => topic === "b" });
  expect(got.map(([text]) => text)).toEqual(["b"]);
});

it("ends with the connection, without waiting for the rest of the recording", async () => {
  const session = { open: true, backlog: 0, wants: () => true, push: () => undefined } as unknown as {
    -readonly [Key in keyof Session]: Session[Key];
  };
  const began = Date.now();
  const replay = startReplay(session, {
    frames: () => framesOf([...THREE, frameAt(60_000, "d")]),
    route,
    speed: 1,
  }).done;
  await sleep(300);
  session.open = false;
  await replay;
  expect(Date.now() - began).toBe(400);
});

/** `s:a` is the snapshot of the topic `a`, `d:a:1` a change of it. */
const routeForms = (text: string): RoutedFrame => {
  const [form, topic = ""] = text.split(":");
  return {
    kind: "push",
    topic,
    topicText: topic,
    form: form === "s" ? "snapshot" : "delta",
    message: {},
  } as unknown as RoutedFrame;
};

it("who subscribes later gets the last snapshot first and what changed since, once", async () => {
  const wanted = new Set(["b"]);
  const got: string[] = [];
  const session = {
    open: true,
    backlog: 0,
    wants: (topic: string) => wanted.has(topic),
    push: (text: string) => got.push(text),
  } as unknown as Session;
  const clock = createManualClock(START);
  const frames = ["s:a", "d:a:1", "s:a:2", "d:a:3", "s:b", "d:a:4"].map((text, index) => frameAt(index * 100, text));
  const replay = startReplay(session, { frames: () => framesOf(frames), route: routeForms, speed: 1, clock });
  const at = async (ms: number): Promise<void> => {
    clock.set(START + ms);
    await sleep(1);
  };
  for (const ms of [100, 200, 300, 400]) await at(ms);
  expect(got).toEqual(["s:b"]);
  wanted.add("a");
  replay.catchUp();
  replay.catchUp();
  expect(got).toEqual(["s:b", "s:a:2", "d:a:3"]);
  await at(500);
  await replay.done;
  expect(got).toEqual(["s:b", "s:a:2", "d:a:3", "d:a:4"]);
});

it("a clock that is set decides when a frame comes, however much time passes", async () => {
  const clock = createManualClock(START);
  const got: string[] = [];
  const session = {
    open: true,
    backlog: 0,
    wants: () => true,
    push: (text: string) => got.push(text),
  } as unknown as Session;
  const { done } = startReplay(session, { frames: () => framesOf(THREE), route, speed: 1, clock });
  await sleep(10_000);
  expect(got).toEqual(["a"]);
  clock.set(START + 199);
  await sleep(1);
  expect(got).toEqual(["a"]);
  clock.set(START + 200);
  await sleep(1);
  expect(got).toEqual(["a", "b"]);
  clock.set(START + 1000);
  await done;
  expect(got).toEqual(["a", "b", "c"]);
});
