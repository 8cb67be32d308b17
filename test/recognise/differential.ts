/** Recognisers held against the parser, the router and the validators: what they accept, those have to accept as the same. */

import { createGeneratedFeed } from "../../generator/mock/feed.js";
import type { Random } from "../../generator/mock/random.js";
import { createReplies } from "../../generator/mock/replies.js";
import type { Json } from "../../generator/schema/json-schema.js";
import type { LineSpec } from "../../generator/spec/spec.js";
import { exampleTopic } from "../../generator/topic/pattern.js";
import { loadEntry, loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { mutate } from "./mutations.js";

export type Recognise = (bytes: Uint8Array, start: number, end: number, connection?: string) => string | undefined;

export interface Judge {
  readonly line: LineSpec;
  readonly recognise: Recognise;
  /** `recognise` as WebAssembly. */
  readonly recogniseWasm: Recognise;
  /** By parsing: what it is, if it is valid. */
  expected(text: string, connection: string): string | undefined;
  /** By the bytes, and whether that may be. Throws if it may not, or if WebAssembly says otherwise than JavaScript. */
  check(bytes: Buffer, connection: string): string | undefined;
}

export async function createJudge(name: string): Promise<Judge> {
  const line = loadLineSpec(name);
  const { parseFrame, validateFrame } = await loadPackage(name);
  const { recognise } = (await loadEntry(name, "recognise")) as { recognise: Recognise };
  const recogniseWasm = await loadWasm(name);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const expected = (text: string, connection: string): string | undefined => {
    const frame = parseFrame(text, connection);
    if (frame.kind === "unknown" || !validateFrame(frame).valid) return undefined;
    if (frame.kind !== "push") return frame.reply;
    const topic = line.topics.find(
      ({ name: called, connections }) =>
        called === frame.topic && connections.includes((frame as { connection?: string }).connection ?? ""),
    );
    return `${topic?.modulePath}/${frame.form}`;
  };
  return {
    line,
    recognise,
    recogniseWasm,
    expected,
    check(bytes, connection) {
      const found = recognise(bytes, 0, bytes.length, connection);
      const compiled = recogniseWasm(bytes, 0, bytes.length, connection);
      if (compiled !== found)
        throw new Error(`JavaScript: ${found}, WebAssembly: ${compiled}: ${bytes.toString("latin1")}`);
      if (found === undefined) return undefined;
      let text: string;
      try {
        text = decoder.decode(bytes);
      } catch {
        throw new Error(`accepted what is no UTF-8: ${bytes.toString("latin1")}`);
      }
      const wanted = expected(text, connection);
      if (found !== wanted) throw new Error(`accepted as ${found}, is ${wanted}: ${text}`);
      return found;
    },
  };
}

export async function loadWasm(line: string): Promise<Recognise> {
  const { loadRecogniser } = (await loadEntry(line, "recognise-wasm")) as { loadRecogniser(): Promise<Recognise> };
  return loadRecogniser();
}

/** Messages of every topic and form, and every reply: valid ones, without end. */
export function* messagesOf(
  line: LineSpec,
  seed: number,
): Generator<{ readonly text: string; readonly connection: string; readonly name: string }> {
  const feeds = line.topics.map((topic) => {
    const slots = Object.fromEntries(Object.entries(line.file.slots).map(([slot, { example }]) => [slot, example]));
    const [pattern] = topic.patterns;
    const topicText = pattern ? exampleTopic(pattern, line.file.slots, topic.connections[0]) : "";
    return { topic, feed: createGeneratedFeed(line, topic, { topicText, values: slots }, seed) };
  });
  const replies = createReplies({
    line,
    connection: Object.keys(line.file.connections)[0] ?? "",
    documented: [],
    now: Date.now,
  });
  const request: Json = {
    op: "subscribe",
    args: ["a"],
    topic: "trade",
    event: "sub",
    symbol: "X",
    params: { binary: false },
  };
  const answers = [
    replies.pong({}),
    replies.authenticated({ op: "auth", args: ["k", 1, "s"] }),
    replies.acknowledged(request, ["a"], []),
    replies.refused(request, "no"),
  ];
  for (;;) {
    for (const { topic, feed } of feeds) {
      for (const message of [...feed.first(), feed.next(), feed.next()])
        yield { text: JSON.stringify(message), connection: topic.connections[0], name: topic.modulePath };
    }
    for (const answer of answers)
      yield { text: JSON.stringify(answer), connection: Object.keys(line.file.connections)[0] ?? "", name: "reply" };
  }
}

export interface Tally {
  readonly texts: number;
  readonly accepted: number;
}

/** Mutates the message some times and checks each. */
export function checkMutations(
  { check }: Judge,
  text: string,
  connection: string,
  times: number,
  random: Random,
): Tally {
  let accepted = 0;
  for (let count = 0; count < times; count += 1) {
    let bytes = mutate(text, random);
    for (let more = random.integer(3); more > 0; more -= 1) {
      try {
        bytes = mutate(bytes.toString(), random);
      } catch {
        // No JSON any more: changed enough.
      }
    }
    if (check(bytes, connection) !== undefined) accepted += 1;
  }
  return { texts: times, accepted };
}
