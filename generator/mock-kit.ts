/**
 * A mock exchange for tests of clients: what is pushed, and when, is the test's. Importing this loads nothing; the mock is loaded when the
 * first one starts.
 */

import type { Mock, MockOptions } from "./commands/mock.js";
import type { Fault } from "./mock/faults.js";
import type { MockCredentials } from "./mock/session-types.js";

export type { Fault, MockCredentials };

/** Messages by topic. Of a generated package: `{ [T in Topic]: PayloadOf<T> }`, with both types of its line. */
export type PushTypes = object;

type TopicOf<Pushes extends PushTypes> = keyof Pushes & string;

export interface TestMockOptions
  extends Pick<
    MockOptions,
    "line" | "schemas" | "seed" | "credentials" | "faults" | "replay" | "speed" | "tls" | "port"
  > {
  /** Between two generated pushes of a topic, ms. Default 0: only what `push` and `tick` say is pushed. */
  readonly intervalMs?: number;
  /** The time at the exchange, ms since 1970: it stands still until `at`. Default: the real one. */
  readonly time?: number;
}

/** What a client sent. */
export interface ReceivedRequest {
  readonly line: string;
  readonly connection: string;
  /** Number of the client's connection, from 1. */
  readonly session: number;
  readonly text: string;
  /** Undefined if it is no JSON. */
  readonly message: unknown;
}

export interface TestMock<Pushes extends PushTypes = Record<string, unknown>>
  extends Pick<Mock, "port" | "url" | "tick" | "connected" | "setFaults" | "certificate" | "close"> {
  /** Everything that clients sent, in its order. */
  readonly requests: readonly ReceivedRequest[];
  /** To all who are subscribed to the topic; how many that were. */
  push<Topic extends TopicOf<Pushes>>(topic: Topic, message: Pushes[Topic]): number;
  /** As soon as a client is subscribed to the topic, now or later. */
  subscribed(topic: TopicOf<Pushes>): Promise<void>;
  /** Sets the time at the exchange, ms since 1970; a replay plays what was recorded until then. @throws TypeError without `time`. */
  at(time: number): Promise<void>;
}

/**
 * @throws TypeError if the options, the spec or a capture are wrong: it says what, and what to do.
 *
 * @example
 * const mock = await startMock({ line: "futures" });
 * const client = new FuturesClient({ url: (connection) => mock.url(connection) });
 */
export async function startMock<Pushes extends PushTypes = Record<string, unknown>>(
  options: TestMockOptions = {},
): Promise<TestMock<Pushes>> {
  const { startMock: start } = await import("./commands/mock.js");
  const { createManualClock } = await import("./mock/clock.js");
  const { time, ...rest } = options;
  const clock = time === undefined ? undefined : createManualClock(time);
  const requests: ReceivedRequest[] = [];
  const held: Waiting[] = [];
  const mock = await start({
    intervalMs: 0,
    ...rest,
    ...(clock ? { clock } : {}),
    onFrame: ({ direction, line, connection, session, text }) => {
      if (direction === "received") requests.push({ line, connection, session, text, message: parsed(text) });
    },
    onSubscribe: () => {
      for (const waiting of held.splice(0)) if (!settle(waiting)) held.push(waiting);
    },
  });
  const settle = ({ topic, resolve }: Waiting): boolean => {
    const isHeld = mock.sessions().some((session) => session.covers(topic, {}));
    if (isHeld) resolve();
    return isHeld;
  };
  const { port, url, tick, setFaults, certificate, close } = mock;
  return {
    port,
    url,
    tick,
    setFaults,
    ...(certificate ? { certificate } : {}),
    close,
    get connected() {
      return mock.connected;
    },
    requests,
    push: (topic, message) => mock.push(topic, message as Parameters<Mock["push"]>[1]),
    subscribed: (topic) =>
      new Promise((resolve) => {
        const waiting: Waiting = { topic, resolve };
        if (!settle(waiting)) held.push(waiting);
      }),
    async at(next) {
      if (!clock) throw new TypeError("The mock has the real time: start it with `time`.");
      clock.set(next);
      // What waited for this time has its turn.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

interface Waiting {
  readonly topic: string;
  readonly resolve: () => void;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
