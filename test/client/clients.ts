/** The generated clients of the built package, by line, connected to a mock exchange. */

import WebSocket from "ws";
import { MOCK_CREDENTIALS, type Mock } from "../../generator/commands/mock.js";
import { entryOf } from "../../generator/spec/line-view.js";
import type { LineSpec, TopicSpec } from "../../generator/spec/spec.js";
import { exampleTopic } from "../../generator/topic/pattern.js";
import { parsePattern } from "../../templates/runtime/topic-pattern.js";
import { loadEntry } from "../conformance/generated-package.js";

/** What the clients of all lines have in common, without their types. */
export interface AnyClient {
  readonly events: { on(event: string, listener: (value: never) => void): () => void };
  connect(connection: string): Promise<void>;
  state(connection: string): string;
  subscribe(topic: string, ...rest: unknown[]): Promise<{ readonly topic: string; end(): Promise<void> }>;
  unsubscribe(topic: string, ...rest: unknown[]): Promise<void>;
  unsubscribeAll(): Promise<void>;
  subscriptions(): string[];
  on(target: string, ...rest: unknown[]): () => void;
  messages(
    topic: string,
    ...rest: unknown[]
  ): AsyncIterableIterator<unknown> & { dropped: number; waiting: number; return(): Promise<unknown> };
  book(topic: string, ...rest: unknown[]): AnyLive<AnyBook>;
  records(topic: string, ...rest: unknown[]): AnyLive<{ records: ReadonlyMap<string, Record<string, unknown>> }>;
  close(): Promise<void>;
}

export interface AnyLive<View> {
  readonly current: View | undefined;
  readonly age: number | undefined;
  readonly isStale: boolean;
  readonly ready: Promise<View>;
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface AnyBook {
  readonly bids: readonly { readonly price: string; readonly size: string }[];
  readonly asks: readonly { readonly price: string; readonly size: string }[];
  readonly sequence: number | undefined;
  readonly message: unknown;
}

/** Quick enough for a test, slow enough for a busy machine. */
export const QUICK = {
  timeoutMs: 5000,
  reconnect: { initialMs: 5, maxMs: 20, stableMs: 0 },
  heartbeat: { intervalMs: 10_000, timeoutMs: 1000 },
};

export async function createClient(
  line: string,
  mock: Mock | undefined,
  options: Record<string, unknown> = {},
): Promise<AnyClient> {
  const exports = await loadEntry(line, "client");
  const name = Object.keys(exports).find((key) => key.endsWith("Client"));
  const Client = exports[name ?? ""] as new (options: unknown) => AnyClient;
  return new Client({
    WebSocket,
    credentials: MOCK_CREDENTIALS,
    ...(mock ? { url: (connection: string) => mock.url(connection, line) } : {}),
    ...QUICK,
    ...options,
  });
}

/** Resolves with the first value of an event that fits. */
export function once<T>(client: AnyClient, event: string, fits: (value: T) => boolean = () => true): Promise<T> {
  return new Promise((resolve) => {
    const off = client.events.on(event, (value) => {
      if (!fits(value)) return;
      off();
      resolve(value);
    });
  });
}

/** Waits until it holds, and fails with what it was if it never does. */
export async function until(holds: () => boolean, what: string, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await sleep(5);
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Each topic of a line on each of its connections. */
export const placesOf = ({ topics }: LineSpec): { readonly topic: TopicSpec; readonly connection: string }[] =>
  topics.flatMap((topic) => topic.connections.map((connection) => ({ topic, connection })));

/** How a client of a line asks for a topic: the arguments of `subscribe` before the handler. */
export function askFor(
  line: LineSpec,
  topic: TopicSpec,
  connection: string = topic.connections[0],
): [string, ...unknown[]] {
  const { file } = line;
  const entry = entryOf(line, topic);
  if (file.subscription.form === "event") {
    const parameters = Object.keys(entry?.request?.parameters ?? {}).filter(
      (name) => !["event", "binary"].includes(name),
    );
    return [
      topic.modulePath,
      Object.fromEntries(
        parameters.map((name) => [name, file.slots[name]?.example ?? (name === "dumpScale" ? 1 : "BTCUSDT")]),
      ),
    ];
  }
  const text = exampleTopic(parsePattern(entry?.topics[0] ?? ""), file.slots, connection);
  return line.byConnection ? [connection, text] : [text];
}
