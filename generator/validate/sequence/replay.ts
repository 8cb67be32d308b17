/** Replays the events of blocks in the order of the capture, and lets each check across messages see them. */

import type { FindingCollector, FindingKey } from "../check/findings.js";
import type { EventLog } from "../events/event-log.js";
import { pushFactsOf } from "../events/extractor.js";
import { EVENT, HEAD, PUSH, PUSH_FLAG } from "../events/layout.js";
import { readReplyEvent, readRequestEvent } from "../events/log-reader.js";
import type { FormEntry, FormTable } from "../form-table.js";
import { redactText } from "../redact/redact-text.js";
import type { BookTotals } from "./book-totals.js";
import { createBookCheck } from "./books.js";
import type { AddFinding, EventContext, PushCheck, PushEvent, SequenceCheck } from "./check.js";
import { createDialogueCheck } from "./dialogue.js";
import { createHeartbeatCheck } from "./heartbeat.js";
import { createMemory } from "./memory.js";
import { createConnectionNames, createNames } from "./names.js";
import { createOrderCheck } from "./order.js";
import { type Book, createConnection, createStream } from "./state.js";

/** A copy, for the reason that layout.ts gives. */
const AT = { ...HEAD, ...PUSH };

export interface Replay {
  /** `lines`: those of the capture before the block, unless its places are final. */
  apply(log: EventLog, source: number, lines: number): void;
  /** Time of the last frame that has one, and number of the last line. */
  end(time: number | undefined, line: number): void;
  /** Messages so far that were not checked across messages: what they have to fit was forgotten, for want of room. */
  readonly unchecked: number;
}

/** One replay for each capture. */
export function createReplay(
  table: FormTable,
  skip: ReadonlySet<string>,
  collector: FindingCollector,
  totals: BookTotals,
): Replay {
  const freeBooks: Book[] = [];
  const checks = createChecks(addTo(collector), skip, totals, freeBooks);
  const connections = createConnectionNames();
  const memory = createMemory(connections.byName, freeBooks);
  const isStateful = table.forms.map((form) => pushFactsOf(form, !skip.has("book")).stateful);
  const context = createContext();
  const push = createPush();
  let unchecked = 0;
  return {
    get unchecked() {
      return unchecked;
    },
    apply(log, source, lines) {
      const { numbers, length } = log;
      context.source = source;
      context.lines = lines;
      context.numbers = numbers;
      const names = createNames(log, connections);
      for (let at = 0; at < length; at += numbers[at + AT.length] as number) {
        const event = numbers[at + AT.event] as number;
        const connection = numbers[at + AT.connection] as number;
        context.at = at;
        if (event === EVENT.open) {
          const before = names.open(connection);
          context.connection = names.connection(connection);
          if (context.connection === connections.others) continue;
          for (const check of checks.all) check.open?.(context, before);
          continue;
        }
        context.connection = names.connection(connection);
        if (event === EVENT.push) {
          readPush(push, log, at, table);
          const topic = numbers[at + AT.topic] as number;
          // Of topics without a state nothing is remembered.
          if (isStateful[push.form.id]) {
            push.stream = names.stream(topic, numbers[at + AT.instance] as number);
            if (memory.use(push)) names.forget();
            if (push.stream.isForgotten && isUnchecked(push)) unchecked += 1;
          } else push.stream = createStream(push.topicText);
          showPush(checks, push, context);
        } else if (context.connection !== connections.others) showOther(checks, event, log, table, context);
      }
    },
    end(time, line) {
      const last = { time, line, connections: [...connections.byName.values()] };
      for (const check of checks.all) check.end?.(last);
    },
  };
}

function addTo(collector: FindingCollector): AddFinding {
  return (finding, place) => {
    const { form, value } = finding;
    // Written out: copying the rest of an object costs more than all else here.
    const key: FindingKey = {
      code: finding.code,
      severity: finding.severity,
      line: form?.line.name ?? finding.line ?? "",
      connection: form?.qualifier ?? "",
      topic: form?.topic ?? "",
      ...(form?.revision !== undefined && { revision: form.revision }),
      form: form?.form ?? "",
      pointer: finding.pointer ?? "",
      keyword: finding.keyword,
      expected: finding.expected,
      got: finding.got,
    };
    collector.add(key, place, () => ({ pointer: "", value: redactText(value), frame: "" }));
  };
}

interface Checks {
  readonly order: PushCheck;
  readonly books: PushCheck | undefined;
  /** They look at connections of which the capture shows the opening or what the client sent. */
  readonly client: readonly SequenceCheck[];
  readonly all: readonly SequenceCheck[];
}

function createChecks(add: AddFinding, skip: ReadonlySet<string>, totals: BookTotals, freeBooks: Book[]): Checks {
  const order = createOrderCheck(add, { snapshot: !skip.has("snapshot"), sequence: !skip.has("sequence") });
  const books = skip.has("book") ? undefined : createBookCheck(add, totals, freeBooks);
  const client = [
    createDialogueCheck(add, { ack: !skip.has("ack"), earlyData: !skip.has("early-data") }),
    ...(skip.has("heartbeat") ? [] : [createHeartbeatCheck(add)]),
  ];
  return { order, books, client, all: [order, ...(books ? [books] : []), ...client] };
}

function showPush({ order, books, client }: Checks, push: PushEvent, context: EventContext): void {
  // By name and not in a loop: each call has one target, and the compiler can put it in place.
  order.push(push, context);
  books?.push(push, context);
  // Most captures show nothing of the client.
  if (context.connection.opened || context.connection.requests > 0)
    for (const check of client) check.push?.(push, context);
}

function showOther(checks: Checks, event: number, log: EventLog, table: FormTable, context: EventContext): void {
  const { at } = context;
  if (event === EVENT.close) for (const check of checks.all) check.close?.(context);
  else if (event === EVENT.request) {
    context.connection.requests += 1;
    const { kind, correlation, topics } = readRequestEvent(log, at);
    for (const check of checks.all) check.request?.(kind, correlation, topics, context);
  } else if (event === EVENT.reply) {
    const { form, kind, correlation } = readReplyEvent(log, at);
    for (const check of checks.all) check.reply?.(kind, table.forms[form] as FormEntry, correlation, context);
  }
}

/** What came before is unknown until the whole state comes anew, or where a number is all there is of it, until the next one. */
function isUnchecked({ stream, flags }: PushEvent): boolean {
  const isWhole = (flags & (PUSH_FLAG.snapshot | PUSH_FLAG.wholeBook)) !== 0;
  stream.isForgotten = !isWhole && (flags & (PUSH_FLAG.delta | PUSH_FLAG.book | PUSH_FLAG.unread)) !== 0;
  return !isWhole;
}

const createContext = (): EventContext => ({
  connection: createConnection("", false),
  source: 0,
  lines: 0,
  numbers: new Float64Array(0),
  at: 0,
});

const createPush = (): PushEvent =>
  ({ topicText: "", sequence: NaN, base: NaN, flags: 0, numbers: new Float64Array(0), start: 0, end: 0 }) as PushEvent;

/** Fills the push anew, but for its stream. */
function readPush(push: PushEvent, { numbers, texts }: EventLog, at: number, { forms }: FormTable): void {
  push.form = forms[numbers[at + AT.form] as number] as FormEntry;
  push.topicText = texts[numbers[at + AT.topic] as number] as string;
  push.sequence = numbers[at + AT.sequence] as number;
  push.base = numbers[at + AT.base] as number;
  push.flags = numbers[at + AT.flags] as number;
  push.numbers = numbers;
  push.start = at + AT.levels;
  push.end = at + (numbers[at + AT.length] as number);
}
