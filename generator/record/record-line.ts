/** Connects, subscribes, and hands each frame, opening and end of a connection to the writer. */

import WebSocket from "ws";
import { createClient } from "../../templates/runtime/client.js";
import type { ClientError } from "../../templates/runtime/client-error.js";
import type { LineRuntime } from "../../templates/runtime/client-options.js";
import { endpointOf } from "../../templates/runtime/connection-setup.js";
import type { Routable } from "../../templates/runtime/link.js";
import { createClockNs } from "../../templates/runtime/platform.js";
import type { Credentials } from "../../templates/runtime/signature.js";
import type { Address } from "../../templates/runtime/topic-index.js";
import { closeLine, type Moment, openLine } from "../capture/recording.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { counted, megabytes } from "../text/words.js";
import { endpointOf as withoutQuery } from "../validate/check/endpoint.js";
import { createFrameLine } from "./frame-line.js";
import { type RecordingWriter, WriteError } from "./recording-writer.js";

/** What a client is made of. */
export type RecordedLine = LineRuntime<Routable>;

/** What a kill costs at most, ms. */
const FLUSH_MS = 1000;
/** Characters that are not held back longer. */
const FLUSH_LENGTH = 4 * 1024 * 1024;

export interface RunOptions {
  readonly network?: string;
  readonly url?: string;
  readonly timeoutMs?: number;
  readonly duration?: number;
  readonly maxSize?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (text: string) => void;
}

export interface RecordCounts {
  readonly frames: number;
  readonly reconnects: number;
}

export interface RecordSetup {
  readonly runtime: RecordedLine;
  readonly addresses: readonly Address[];
  readonly credentials: Credentials | undefined;
  readonly writer: RecordingWriter;
  readonly report: Report;
}

/** Until the signal, `duration`, `maxSize`, or until there is nothing left to record. Closes the writer. */
export async function recordLine(options: RunOptions, setup: RecordSetup): Promise<RecordCounts> {
  const { runtime, addresses, credentials, writer, report } = setup;
  const { url, network, timeoutMs, duration, maxSize = Number.POSITIVE_INFINITY, signal, progress } = options;
  const counts = { frames: 0, reconnects: 0 };
  const ending = createEnding(signal, duration);
  const clockNs = createClockNs();
  const urlOf = (connection: string): string =>
    url?.replaceAll("{connection}", connection) ??
    endpointOf(runtime.protocol, network === undefined ? {} : { network }, connection);
  const momentOf = (connection: string, timeNs: bigint): Moment => ({
    timeNs,
    connection,
    // A name or a query in it may be secret.
    url: withoutQuery(urlOf(connection)),
  });
  const frameLine = createFrameLine(secretsOf(credentials));
  const onWriteError = (error: unknown): void => {
    reportWrite(error, "record/cannot-write", "What was written before is whole: record on in another place.", report);
    ending.end();
  };
  const flush = (): Promise<void> => writer.flush().catch(onWriteError);
  const opened = new Set<string>();
  const everOpened = new Set<string>();
  const open = (connection: string, timeNs: bigint): void => {
    if (opened.has(connection)) return;
    if (everOpened.has(connection)) counts.reconnects += 1;
    opened.add(connection);
    everOpened.add(connection);
    writer.add(openLine(momentOf(connection, timeNs)));
  };
  const client = createClient<Routable>(runtime, {
    WebSocket,
    url: urlOf,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(credentials ? { credentials } : {}),
    tap(frame) {
      // The first frame goes out before the state is told.
      open(frame.connection, frame.timeNs);
      counts.frames += 1;
      writer.add(frameLine(momentOf(frame.connection, frame.timeNs), frame));
      if (writer.waiting > FLUSH_LENGTH) void flush();
    },
  });
  client.events.on("state", ({ connection, state, closed = { code: 1006, reason: "" } }) => {
    const timeNs = clockNs();
    if (state === "authenticating" || state === "ready") open(connection, timeNs);
    else if (opened.delete(connection)) writer.add(closeLine(momentOf(connection, timeNs), closed));
  });
  client.events.on("error", createFailures(report));
  const timer = setInterval(async () => {
    await flush();
    progress?.(progressText(counts, writer.size, client.subscriptions().length));
    if (writer.size >= maxSize) ending.end();
  }, FLUSH_MS);
  const endIfEmpty = (): void => {
    if (client.subscriptions().length === 0) ending.end();
  };
  void Promise.allSettled(addresses.map((address) => client.subscribe(address))).then(() => {
    endIfEmpty();
    // What is refused later, behind a reconnect, leaves the others.
    client.events.on("error", endIfEmpty);
  });
  await ending.promise;
  clearInterval(timer);
  await client.close();
  await writer.close().catch(onWriteError);
  return counts;
}

/** Rethrows what is no fault of the disk. */
export function reportWrite(error: unknown, code: string, fix: string, report: Report): void {
  if (!(error instanceof WriteError)) throw error;
  // Each batch behind one that failed fails with it.
  if (report.diagnostics.some((each) => each.code === code)) return;
  const message = `The recording cannot be written: ${error.message}.`;
  report.add({ code, severity: "error", message, file: error.file, fix });
}

interface Ending {
  readonly promise: Promise<void>;
  end(): void;
}

function createEnding(signal: AbortSignal | undefined, duration: number | undefined): Ending {
  let end!: () => void;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  const timer = duration === undefined ? undefined : setTimeout(end, duration);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end, { once: true });
  void promise.then(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  });
  return { promise, end };
}

/** Shorter ones are in other texts by chance. */
const SHORTEST_SECRET = 6;

const secretsOf = (credentials: Credentials | undefined): string[] =>
  Object.values(credentials ?? {}).filter(
    (value): value is string => typeof value === "string" && value.length >= SHORTEST_SECRET,
  );

/** Each once: what fails with every attempt to connect is one thing. */
function createFailures(report: Report): (error: ClientError) => void {
  return (error) => {
    const { message } = error;
    if (report.diagnostics.some((each) => each.message === message)) return;
    report.add({ severity: "error", message, ...remedyOf(error) });
  };
}

function remedyOf({ code, closed }: ClientError): { readonly code: string; readonly fix: string } {
  if (code === "authentication")
    return { code: "record/login-refused", fix: "See whether key and secret are of this network, and in force." };
  if (code === "refused")
    return { code: "record/refused", fix: "See whether the exchange has this topic and symbol now." };
  if (code === "timeout" || closed)
    return { code: "input/unreachable", fix: "See whether the network lets you through to the exchange." };
  return { code: "record/failed", fix: "Record again." };
}

function progressText(
  counts: { readonly frames: number; readonly reconnects: number },
  bytes: number,
  topics: number,
): string {
  const { frames, reconnects } = counts;
  return `${counted(frames, "frame")}, ${megabytes(bytes)}, ${counted(topics, "topic")}, ${counted(reconnects, "reconnect")}`;
}
