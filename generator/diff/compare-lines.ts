/** The facts of two revisions of a product line: how clients connect, prove themselves, ask and are answered, and its topics. */

import { escapePointer } from "../schema/pointer.js";
import type { Connection, RequestTemplate } from "../spec/line-file.js";
import type { LineSpec, ReplySpec } from "../spec/spec.js";
import { shapeOf } from "../spec/value-type.js";
import { compareTopics } from "./compare-topics.js";
import { compareTypes } from "./compare-types.js";
import { type Direction, type FactKind, type FactValues, side, type Tell } from "./fact.js";
import { type Likeness, pair } from "./pair.js";
import { linePlace, replyPlace } from "./places.js";
import { requestType } from "./request-type.js";
import { settingsIn } from "./settings.js";
import { type Named, tellEach, tellPairs, tellSettings } from "./tell.js";

export function compareLines(before: LineSpec, after: LineSpec, tell: Tell): void {
  const sides: Sides = { before, after, tell };
  tellOf(sides, "words", "receive", "/title", ({ file }) => file.title);
  tellOf(sides, "words", "receive", "/description", ({ file }) => file.description);
  compareConnections(sides);
  compareAuthentication(sides);
  compareHeartbeat(sides);
  compareSubscription(sides);
  compareLimits(sides);
  compareSlots(sides);
  compareReplies(sides);
  settingsOf(sides, "protocol", "/correlation", ({ file }) => file.correlation);
  settingsOf(sides, "protocol", "/reason", ({ file }) => file.reason);
  compareTopics(before, after, tell);
  tellEach(
    tell,
    "exported-type",
    "receive",
    { place: linePlace(before, ""), values: exported(before) },
    { place: linePlace(after, ""), values: exported(after) },
  );
}

interface Sides {
  readonly before: LineSpec;
  readonly after: LineSpec;
  readonly tell: Tell;
}

/** Types of a line that belong to no topic. */
const exported = ({ enums, replies, typeName }: LineSpec): string[] => [
  `${typeName}Client`,
  ...enums.map(({ name }) => name),
  ...replies.map((reply) => reply.typeName),
];

function tellOf<Kind extends FactKind>(
  { before, after, tell }: Sides,
  kind: Kind,
  direction: Direction,
  pointer: string,
  valueIn: (line: LineSpec) => FactValues[Kind] | undefined,
): void {
  tell(kind, direction, {
    before: side(linePlace(before, pointer), valueIn(before)),
    after: side(linePlace(after, pointer), valueIn(after)),
  });
}

function settingsOf(
  { before, after, tell }: Sides,
  kind: "authentication" | "heartbeat" | "protocol",
  pointer: string,
  partOf: (line: LineSpec) => unknown,
): void {
  const settingsAt = (line: LineSpec) => ({
    placeOf: (at: string) => linePlace(line, at),
    settings: settingsIn(partOf(line), pointer),
  });
  tellSettings(tell, kind, "send", { before: settingsAt(before), after: settingsAt(after) });
}

function compareConnections({ before, after, tell }: Sides): void {
  const listOf = ({ file }: LineSpec) => Object.entries(file.connections).map(([name, facts]) => ({ name, facts }));
  const place = (line: LineSpec, name: string) => linePlace(line, `/connections/${escapePointer(name)}`);
  const pairs = pair(listOf(before), listOf(after), ({ name }) => name, connectionLikeness);
  const named = (line: LineSpec): Named<"connection", NamedConnection> => ({
    sideOf: ({ name }) => side(place(line, name), name),
    nowhere: () => linePlace(line, "/connections"),
  });
  tellPairs(tell, "connection", "send", pairs, { before: named(before), after: named(after) });
  for (const { before: older, after: newer } of [...pairs.same, ...pairs.renamed]) {
    const [from, to] = [place(before, older.name), place(after, newer.name)];
    tell("access", "send", { before: side(from, older.facts.access), after: side(to, newer.facts.access) });
    tell("words", "send", { before: side(from, older.facts.description), after: side(to, newer.facts.description) });
    tellEach(
      tell,
      "endpoint",
      "send",
      { place: from, values: endpointsOf(older.facts) },
      { place: to, values: endpointsOf(newer.facts) },
    );
  }
}

/** `mainnet wss://…`: the same URL on another network is another endpoint. */
const endpointsOf = ({ endpoints }: Connection): string[] =>
  Object.entries(endpoints).flatMap(([network, urls]) => urls.map((url) => `${network} ${url}`));

interface NamedConnection {
  readonly name: string;
  readonly facts: Connection;
}

function connectionLikeness(
  { facts: before }: NamedConnection,
  { facts: after }: NamedConnection,
): readonly Likeness[] {
  const endpoints = endpointsOf(after);
  const isShared = endpointsOf(before).some((endpoint) => endpoints.includes(endpoint));
  return before.access === after.access && isShared ? [{ weight: 2, evidence: "both have the same endpoint" }] : [];
}

function compareAuthentication(sides: Sides): void {
  settingsOf(sides, "authentication", "/authentication", ({ file }) => {
    if (file.authentication === undefined) return undefined;
    const { request: _, ...rest } = file.authentication;
    return rest;
  });
  compareRequests(sides, "authentication", "/authentication/request", ({ file }) => file.authentication?.request);
}

function compareHeartbeat(sides: Sides): void {
  settingsOf(sides, "heartbeat", "/heartbeat", ({ file }) => {
    if (file.heartbeat === undefined) return undefined;
    const { request: _, intervalMs: __, timeoutMs: ___, ...rest } = file.heartbeat;
    return rest;
  });
  tellOf(sides, "ping-interval", "send", "/heartbeat/intervalMs", ({ file }) => file.heartbeat?.intervalMs);
  tellOf(sides, "silence-limit", "send", "/heartbeat/timeoutMs", ({ file }) => file.heartbeat?.timeoutMs);
  compareRequests(sides, "ping", "/heartbeat/request", ({ file }) => file.heartbeat?.request);
}

const REQUESTS = ["subscribe", "unsubscribe", "unsubscribeAll"] as const;

function compareSubscription(sides: Sides): void {
  settingsOf(sides, "protocol", "/subscription", ({ file: { subscription } }) => {
    if (subscription.form === "event") return subscription;
    const { form, filters } = subscription;
    return { form, filters };
  });
  for (const name of REQUESTS)
    compareRequests(sides, name, `/subscription/${name}`, ({ file: { subscription } }) =>
      subscription.form === "args" ? subscription[name] : undefined,
    );
  const silent = ({ file: { subscription } }: LineSpec): readonly string[] =>
    subscription.form === "args" ? (subscription.silent ?? []).flatMap(({ topics }) => topics) : [];
  const { before, after, tell } = sides;
  const silentAt = (line: LineSpec) => ({ place: linePlace(line, "/subscription/silent"), values: silent(line) });
  tellEach(tell, "requested-topic", "send", silentAt(before), silentAt(after));
}

/** A request that one revision does not have is a setting that it lacks. */
function compareRequests(
  sides: Sides,
  name: string,
  pointer: string,
  requestOf: (line: LineSpec) => RequestTemplate | undefined,
): void {
  const { before, after, tell } = sides;
  const [older, newer] = [requestOf(before), requestOf(after)];
  if (older === undefined || newer === undefined) {
    tellOf(sides, "protocol", "send", pointer, (line) => {
      const request = requestOf(line);
      return request && JSON.stringify(request.message);
    });
    return;
  }
  const requestIn = (line: LineSpec, request: RequestTemplate) => ({
    type: requestType(request, pointer),
    message: { ...linePlace(line, pointer), request: name },
    at: "",
  });
  compareTypes(requestIn(before, older), requestIn(after, newer), { direction: "send", tell });
}

function compareLimits(sides: Sides): void {
  const limits = (line: LineSpec): ReadonlyMap<string, number> =>
    new Map([
      ...line.file.limits.map(({ name, unit, value }) => [`/limits/${name} ${unit}`, value] as const),
      ...topicLimits(line),
    ]);
  for (const pointer of new Set([...limits(sides.before).keys(), ...limits(sides.after).keys()]))
    tellOf(sides, "limit", "send", pointer, (line) => limits(line).get(pointer));
}

/** Most topics of one request. */
function topicLimits({ file: { subscription } }: LineSpec): readonly (readonly [pointer: string, limit: number])[] {
  const most = subscription.form === "args" ? subscription.maxTopics : undefined;
  if (most === undefined) return [];
  const pointer = "/subscription/maxTopics";
  if (typeof most === "number") return [[pointer, most]];
  return Object.entries(most).map(([connection, value]) => [`${pointer}/${connection}`, value] as const);
}

function compareSlots(sides: Sides): void {
  const { before, after, tell } = sides;
  for (const name of new Set([...Object.keys(before.file.slots), ...Object.keys(after.file.slots)])) {
    const slotIn = ({ file: { slots } }: LineSpec) => (Object.hasOwn(slots, name) ? slots[name] : undefined);
    // Slots come and go with the topics that have them.
    if (slotIn(before) === undefined || slotIn(after) === undefined) continue;
    const pointer = `/slots/${name}`;
    tellOf(sides, "slot-list", "send", pointer, (line) => slotIn(line)?.values !== undefined);
    if (slotIn(before)?.values !== undefined && slotIn(after)?.values !== undefined)
      tellEach(
        tell,
        "slot-value",
        "send",
        { place: linePlace(before, pointer), values: slotIn(before)?.values ?? [] },
        { place: linePlace(after, pointer), values: slotIn(after)?.values ?? [] },
      );
    tellOf(sides, "words", "send", pointer, (line) => slotIn(line)?.description);
  }
}

function compareReplies(sides: Sides): void {
  const { before, after, tell } = sides;
  const nameOf = ({ reply }: ReplySpec): string => reply.name;
  const [older, newer] = [before, after].map(({ replies }) => replies.map(nameOf)) as [string[], string[]];
  // The first that matches decides. Of those that came or went, that is told.
  tellOf(sides, "protocol", "send", "/replies", ({ replies }) =>
    JSON.stringify(replies.map(nameOf).filter((name) => older.includes(name) && newer.includes(name))),
  );
  const pairs = pair(before.replies, after.replies, nameOf, replyLikeness);
  const named = (line: LineSpec): Named<"reply", ReplySpec> => ({
    sideOf: (reply) => side(replyPlace(line, reply), nameOf(reply)),
    nowhere: () => linePlace(line, "/replies"),
  });
  tellPairs(tell, "reply", "receive", pairs, { before: named(before), after: named(after) });
  for (const { before: older, after: newer } of [...pairs.same, ...pairs.renamed]) {
    const [from, to] = [replyPlace(before, older), replyPlace(after, newer)];
    const matchIn = ({ reply: { kind, match, connections } }: ReplySpec) =>
      settingsIn({ kind, match, ...(connections && { connections }) });
    tellSettings(tell, "reply-match", "receive", {
      before: { placeOf: () => from, settings: matchIn(older) },
      after: { placeOf: () => to, settings: matchIn(newer) },
    });
    compareTypes(
      { type: older.type, message: from, at: "" },
      { type: newer.type, message: to, at: "" },
      { direction: "receive", tell },
    );
  }
}

function replyLikeness(before: ReplySpec, after: ReplySpec): readonly Likeness[] {
  const common: Likeness[] = [];
  if (before.reply.kind !== after.reply.kind) return common;
  if (JSON.stringify(before.reply.match) === JSON.stringify(after.reply.match))
    common.push({ weight: 2, evidence: "frames are told by the same members" });
  if (shapeOf(before.type) === shapeOf(after.type)) common.push({ weight: 1, evidence: "both look the same" });
  return common;
}
