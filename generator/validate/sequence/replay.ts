/** Replays the events of blocks in the order of the capture, and lets each check across messages see them. */

import type { FindingCollector, FindingKey } from "../check/findings.js";
import { EVENT, EVENT_HEAD, type EventLog, REPLY_KINDS, REQUEST_KINDS } from "../events/event-log.js";
import type { FormEntry, FormTable } from "../form-table.js";
import { redactText } from "../redact/redact-text.js";
import { createBookCheck } from "./books.js";
import type { AddFinding, EventContext, PushEvent, SequenceCheck } from "./check.js";
import { createDialogueCheck } from "./dialogue.js";
import { createHeartbeatCheck } from "./heartbeat.js";
import { createOrderCheck } from "./order.js";
import { type ConnectionState, createConnection, createStream, type StreamState } from "./state.js";

export interface Replay {
  /** `lines`: those of the capture before the block, unless its places are final. */
  apply(log: EventLog, source: number, lines: number): void;
  end(time: number | undefined): void;
}

/** One replay for each capture. */
export function createReplay(table: FormTable, skip: ReadonlySet<string>, collector: FindingCollector): Replay {
  const add: AddFinding = (finding, place) => {
    const { form, value } = finding;
    // Written out: copying the rest of an object costs more than all else here.
    const key: FindingKey = {
      code: finding.code,
      severity: finding.severity,
      line: form?.line.name ?? finding.line ?? "",
      topic: form?.topic ?? "",
      form: form?.form ?? "",
      pointer: finding.pointer ?? "",
      keyword: finding.keyword,
      expected: finding.expected,
      got: finding.got,
    };
    collector.add(key, place, () => ({ pointer: "", value: redactText(value), frame: "" }));
  };
  const order = createOrderCheck(add, { snapshot: !skip.has("snapshot"), sequence: !skip.has("sequence") });
  const books = skip.has("book") ? undefined : createBookCheck(add);
  /** They look at connections of which the capture shows the opening or what the client sent. */
  const clientChecks: SequenceCheck[] = [
    createDialogueCheck(add, { ack: !skip.has("ack"), earlyData: !skip.has("early-data") }),
    ...(skip.has("heartbeat") ? [] : [createHeartbeatCheck(add)]),
  ];
  const checks: SequenceCheck[] = [order, ...(books ? [books] : []), ...clientChecks];
  const connections = new Map<string, ConnectionState>();
  const connectionOf = (name: string): ConnectionState => {
    const known = connections.get(name) ?? createConnection(name, false);
    connections.set(name, known);
    return known;
  };
  const streamOf = ({ streams }: ConnectionState, key: string): StreamState => {
    const known = streams.get(key) ?? createStream(key);
    streams.set(key, known);
    return known;
  };
  const context: EventContext = {
    connection: createConnection("", false),
    pushes: 0,
    source: 0,
    lines: 0,
    numbers: new Float64Array(0),
    at: 0,
  };
  const push = { topicText: "", sequence: NaN, flags: 0, start: 0, end: 0 } as PushEvent;

  return {
    apply({ numbers, length, texts }, source, lines) {
      const textAt = (index: number): string => texts[numbers[index] as number] as string;
      const textsAt = (index: number): string[] =>
        Array.from({ length: numbers[index] as number }, (_, offset) => textAt(index + 1 + offset));
      context.source = source;
      context.lines = lines;
      context.numbers = numbers;
      push.numbers = numbers;
      // Names are looked up once for a log: it has their numbers. The streams are those of the connection at hand.
      let connectionNumber = -1;
      let streams: (StreamState | undefined)[] = [];
      for (let at = 0; at < length; at += numbers[at + 1] as number) {
        const event = numbers[at];
        context.at = at;
        const number = numbers[at + EVENT_HEAD] as number;
        if (number !== connectionNumber || event === EVENT.open) {
          const name = texts[number] as string;
          const before = connections.get(name);
          if (event === EVENT.open) connections.set(name, createConnection(name, true));
          context.connection = connectionOf(name);
          connectionNumber = number;
          streams = [];
          if (event === EVENT.open) {
            for (const check of checks) check.open?.(context, before);
            continue;
          }
        }
        const rest = at + EVENT_HEAD + 1;
        if (event === EVENT.push) {
          context.pushes += 1;
          const topic = numbers[rest + 1] as number;
          const instance = numbers[rest + 2] as number;
          push.form = table.forms[numbers[rest] as number] as FormEntry;
          push.topicText = texts[topic] as string;
          if (instance === 0) {
            let stream = streams[topic];
            if (!stream) {
              stream = streamOf(context.connection, push.topicText);
              streams[topic] = stream;
            }
            push.stream = stream;
          } else push.stream = streamOf(context.connection, `${push.topicText} ${texts[instance]}`);
          push.sequence = numbers[rest + 3] as number;
          push.flags = numbers[rest + 4] as number;
          push.start = rest + 5;
          push.end = at + (numbers[at + 1] as number);
          // By name and not in a loop: each call has one target, and the compiler can put it in place.
          order.push(push, context);
          books?.push(push, context);
          // Most captures show nothing of the client.
          if (context.connection.opened || context.connection.requests > 0)
            for (const check of clientChecks) check.push?.(push, context);
        } else if (event === EVENT.close) for (const check of checks) check.close?.(context);
        else if (event === EVENT.request) {
          context.connection.requests += 1;
          const kind = REQUEST_KINDS[numbers[rest] as number] ?? "";
          const correlation = textsAt(rest + 1);
          const topics = textsAt(rest + 2 + correlation.length);
          for (const check of checks) check.request?.(kind, correlation, topics, context);
        } else if (event === EVENT.reply) {
          const form = table.forms[numbers[rest] as number] as FormEntry;
          const kind = REPLY_KINDS[numbers[rest + 1] as number] ?? "";
          const correlation = textsAt(rest + 2);
          for (const check of checks) check.reply?.(kind, form, correlation, context);
        }
      }
    },
    end(time) {
      const last = { time, pushes: context.pushes, connections: [...connections.values()] };
      for (const check of checks) check.end?.(last);
    },
  };
}
