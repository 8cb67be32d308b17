/**
 * What one connection is subscribed to: requests by the line's grammar, answers matched with them, and the same again after a reconnect. Requests
 * that are made in one turn of the event loop are sent together.
 */

import { ClientError } from "./client-error.js";
import { agrees, createCorrelation } from "./correlation.js";
import { createDeferred, createTimer, type Deferred, now, platform, type Timer } from "./platform.js";
import { pathOf, valueAt } from "./pointer.js";
import type { LineProtocol, SlotValues, TopicFacts } from "./protocol.js";
import { buildRequest, type JsonValue } from "./request.js";

export interface Subscription {
  /** Tells it from the others of its connection. */
  readonly key: string;
  /** The topic as the user asked for it. */
  readonly topic: string;
  readonly facts: TopicFacts;
  /** What the request of an `event` line has to say. */
  readonly values: SlotValues;
}

export interface SubscriptionsOptions {
  readonly connection: string;
  readonly protocol: LineProtocol;
  readonly timeoutMs: number;
  readonly send: (text: string) => void;
  /** The subscription is gone: it was refused, at first or again after a reconnect, or not answered. */
  readonly onRefused: (subscription: Subscription, error: ClientError) => void;
  /** The exchange does not answer. */
  readonly onSilence: () => void;
  /** Answers may wait unread since so many ms: their time does not count. */
  readonly isHeldBack: (ms: number) => boolean;
}

export interface Subscriptions {
  readonly keys: () => string[];
  readonly has: (key: string) => boolean;
  /** Settles with the answer; the same promise for the same key. */
  add(subscription: Subscription): Promise<void>;
  /** Settles with the answer; at once if there is nothing to end. */
  remove(key: string): Promise<void>;
  removeAll(): Promise<void>;
  /** Ends it and asks for it again: a new snapshot comes. */
  renew(key: string): void;
  /** A subscription was asked for and is not answered yet. */
  readonly unanswered: boolean;
  /** Data came: what it belongs to stands, whatever becomes of the acknowledgement. */
  observe(belongsTo: (subscription: Subscription) => boolean): void;
  /** The connection is ready: asks for all of it. */
  start(): void;
  /** The socket is gone. */
  stop(): void;
  /** The connection is gone for good. */
  end(error: ClientError): void;
  /** True if the reply answers a request of ours. */
  onReply(message: unknown, refused: boolean, reason: string): boolean;
}

interface Entry extends Subscription {
  readonly answer: Deferred<void>;
  /** The user's promise: it waits no longer than this, connected or not. */
  readonly deadline: Timer;
  readonly endsAt: number;
  state: "wanted" | "requested" | "active";
  acknowledged: boolean;
  proven: boolean;
  /** It is to be asked for anew as soon as it is answered. */
  renewWanted: boolean;
  /** A request with others was refused, and nobody knows whose fault it was. */
  alone: boolean;
}

interface Pending {
  readonly action: "subscribe" | "unsubscribe";
  readonly correlation: readonly string[];
  readonly entries: readonly Entry[];
  readonly settled: Deferred<void>;
  readonly timer: Timer;
}

/** Authentication subscribes to it: there is no request. */
const isAutomatic = ({ facts }: Subscription): boolean => facts.subscribe?.length === 0;

export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { connection, protocol, timeoutMs } = options;
  const { subscription: grammar } = protocol;
  const correlation = createCorrelation(protocol.correlation);
  const lists = protocol.correlation.by === "id" ? protocol.correlation : undefined;
  const successPath = pathOf(lists?.success ?? "");
  const failedPath = pathOf(lists?.failed ?? "");
  const entries = new Map<string, Entry>();
  let pending: Pending[] = [];
  let leaving: Entry[] = [];
  let started = false;
  let flushing = false;
  let lastId = 0;
  let ended: ClientError | undefined;

  const scheduleFlush = (): void => {
    if (flushing || !started) return;
    flushing = true;
    platform.queueMicrotask(flush);
  };

  const flush = (): void => {
    flushing = false;
    if (!started) return;
    const gone = leaving;
    leaving = [];
    request("unsubscribe", gone);
    const wanted = [...entries.values()].filter(({ state }) => state === "wanted");
    const automatic = wanted.filter(isAutomatic);
    for (const entry of automatic) accept(entry);
    request(
      "subscribe",
      wanted.filter((entry) => !automatic.includes(entry)),
    );
  };

  const request = (action: Pending["action"], all: readonly Entry[]): void => {
    for (const group of grouped(all)) {
      for (const entry of group) entry.state = "requested";
      send(action, group, messageFor(action, group));
    }
  };

  const send = (action: Pending["action"], group: readonly Entry[], message: JsonValue): Pending => {
    const own: Pending = {
      action,
      correlation: correlation.request(message),
      entries: group,
      settled: createDeferred(),
      timer: createTimer(),
    };
    pending.push(own);
    own.timer.set(timeoutMs, () => onTimeout(own));
    options.send(JSON.stringify(message));
    return own;
  };

  /** As few requests as the line allows. */
  const grouped = (all: readonly Entry[]): Entry[][] => {
    if (grammar.form === "event") return all.map((entry) => [entry]);
    const { maxTopics = Number.POSITIVE_INFINITY } = grammar;
    const groups: Entry[][] = [];
    for (const entry of all) {
      const fits = (group: readonly Entry[]): boolean =>
        !entry.alone &&
        group[0]?.alone !== true &&
        group.length < maxTopics &&
        !(entry.facts.exclusive && group.some(({ facts }) => facts === entry.facts));
      const group = groups.find(fits);
      if (group) group.push(entry);
      else groups.push([entry]);
    }
    return groups;
  };

  const messageFor = (action: Pending["action"], group: readonly Entry[]): JsonValue => {
    if (grammar.form === "args") {
      lastId += 1;
      return buildRequest(grammar[action], { topics: group.map(({ topic }) => topic), id: String(lastId) });
    }
    const [{ topic, values }] = group as [Entry];
    const template = grammar.requests[topic];
    if (template === undefined) throw new TypeError(`No request is documented for "${topic}".`);
    return buildRequest(template, { ...values, [grammar.member]: grammar[action] });
  };

  const accept = (entry: Entry): void => {
    if (entry.state === "active") return;
    entry.state = "active";
    entry.acknowledged = true;
    entry.alone = false;
    entry.deadline.clear();
    entry.answer.resolve();
    if (entry.renewWanted) renew(entry);
  };

  const renew = (entry: Entry): void => {
    entry.renewWanted = false;
    entry.proven = false;
    entry.state = "wanted";
    leaving.push({ ...entry });
    scheduleFlush();
  };

  const refuse = (entry: Entry, error: ClientError): void => {
    entry.deadline.clear();
    if (entries.get(entry.key) === entry) entries.delete(entry.key);
    entry.answer.reject(error);
    options.onRefused(entry, error);
  };

  const onTimeout = (own: Pending): void => {
    if (options.isHeldBack(timeoutMs)) {
      own.timer.set(timeoutMs, () => onTimeout(own));
      return;
    }
    pending = pending.filter((other) => other !== own);
    own.settled.resolve();
    if (own.action === "unsubscribe") return;
    for (const entry of own.entries) {
      if (entry.state !== "requested" || entries.get(entry.key) !== entry) continue;
      if (entry.proven) accept(entry);
      else if (entry.acknowledged) {
        // It stood before: rather than lose it, the client tries another connection.
        options.onSilence();
        return;
      } else {
        // It may have been accepted all the same.
        leaving.push({ ...entry });
        scheduleFlush();
        refuse(entry, timeoutError(entry));
      }
    }
  };

  const timeoutError = ({ topic }: Subscription): ClientError =>
    new ClientError("timeout", `No answer to the subscription to "${topic}" within ${timeoutMs} ms.`, {
      connection,
      topic,
    });

  const closedError = ({ topic }: Subscription): ClientError =>
    new ClientError("closed", `The subscription to "${topic}" ended before its answer.`, { connection, topic });

  /** While it is requested, its request has a time limit of its own. */
  const limit = (entry: Entry): void =>
    entry.deadline.set(Math.max(entry.endsAt - now(), 0), () => {
      if (entry.state === "wanted" && !entry.acknowledged) refuse(entry, timeoutError(entry));
    });

  const add = (subscription: Subscription): Promise<void> => {
    if (ended) return rejected(ended);
    const known = entries.get(subscription.key);
    if (known) return known.answer.promise;
    const entry: Entry = {
      ...subscription,
      answer: createDeferred(),
      deadline: createTimer(),
      endsAt: now() + timeoutMs,
      state: "wanted",
      acknowledged: false,
      proven: false,
      renewWanted: false,
      alone: false,
    };
    entries.set(entry.key, entry);
    limit(entry);
    scheduleFlush();
    return entry.answer.promise;
  };

  const forget = (entry: Entry): void => {
    entries.delete(entry.key);
    entry.deadline.clear();
    if (!entry.acknowledged) entry.answer.reject(closedError(entry));
  };

  return {
    keys: () => [...entries.keys()],
    has: (key) => entries.has(key),
    add,
    remove(key) {
      const entry = entries.get(key);
      if (!entry) return Promise.resolve();
      forget(entry);
      if (!started || entry.state === "wanted" || isAutomatic(entry)) return Promise.resolve();
      leaving.push(entry);
      scheduleFlush();
      // Sent with the others of this turn; settled with their answer.
      return Promise.resolve().then(
        () => pending.find((own) => own.entries.includes(entry) && own.action === "unsubscribe")?.settled.promise,
      );
    },
    removeAll() {
      const all = [...entries.values()].filter((entry) => entry.state !== "wanted" && !isAutomatic(entry));
      for (const entry of entries.values()) forget(entry);
      if (!started || all.length === 0) return Promise.resolve();
      if (grammar.form === "args" && grammar.unsubscribeAll) {
        lastId += 1;
        return send("unsubscribe", all, buildRequest(grammar.unsubscribeAll, { id: String(lastId) })).settled.promise;
      }
      leaving.push(...all);
      scheduleFlush();
      return Promise.resolve().then(async () => {
        await Promise.all(
          pending.filter(({ action }) => action === "unsubscribe").map(({ settled }) => settled.promise),
        );
      });
    },
    renew(key) {
      const entry = entries.get(key);
      if (!entry || !started || isAutomatic(entry)) return;
      if (entry.state === "active") renew(entry);
      else if (entry.state === "requested") entry.renewWanted = true;
    },
    get unanswered() {
      return pending.length > 0;
    },
    observe(belongsTo) {
      for (const { action, entries: waiting } of pending)
        if (action === "subscribe") for (const entry of waiting) entry.proven ||= belongsTo(entry);
    },
    start() {
      started = true;
      flush();
    },
    stop() {
      started = false;
      for (const { timer, settled } of pending) {
        timer.clear();
        settled.resolve();
      }
      pending = [];
      leaving = [];
      for (const entry of entries.values()) {
        if (!entry.acknowledged) limit(entry);
        entry.state = "wanted";
        entry.proven = false;
        // Another connection brings another snapshot.
        entry.renewWanted = false;
      }
    },
    end(error) {
      ended = error;
      for (const entry of [...entries.values()]) {
        entry.deadline.clear();
        if (!entry.acknowledged) entry.answer.reject(error);
      }
      entries.clear();
    },
    onReply(message, refused, reason) {
      const found = correlation.reply(message);
      const own = pending.find((each) => agrees(each.correlation, found));
      if (!own) return false;
      pending = pending.filter((other) => other !== own);
      own.timer.clear();
      if (own.action === "subscribe") {
        const failed = listAt(message, failedPath);
        const accepted = listAt(message, successPath);
        if (refused && own.entries.length > 1 && failed.length + accepted.length === 0) {
          // One of them is at fault, and the others need not suffer for it: each is asked for by itself.
          for (const entry of own.entries) Object.assign(entry, { state: "wanted", alone: true });
          own.settled.resolve();
          scheduleFlush();
          return true;
        }
        for (const entry of own.entries) {
          if (entries.get(entry.key) !== entry) continue;
          const isRefused = refused ? !accepted.includes(entry.topic) : failed.includes(entry.topic);
          if (!isRefused) accept(entry);
          else {
            const text = `The exchange refused the subscription to "${entry.topic}"${reason === "" ? "." : `: ${reason}`}`;
            refuse(entry, new ClientError("refused", text, { connection, topic: entry.topic }));
          }
        }
      }
      own.settled.resolve();
      return true;
    },
  };
}

function listAt(message: unknown, path: readonly string[]): readonly unknown[] {
  const list = path.length === 0 ? undefined : valueAt(message, path);
  return Array.isArray(list) ? list : [];
}

function rejected(error: ClientError): Promise<void> {
  const promise = Promise.reject<void>(error);
  promise.catch(() => {});
  return promise;
}
