/** The facts of two topics: what they are called, where they are, which forms they have, and what their messages say. */

import { entryOf, selectorOf } from "../spec/line-view.js";
import type { FormSpec, LineSpec, TopicSpec } from "../spec/spec.js";
import { partsOf, shapeOf, type ValueType } from "../spec/value-type.js";
import { compareTypes } from "./compare-types.js";
import { type FactKind, type FactValues, type Place, side, type Tell } from "./fact.js";
import { type Likeness, pair } from "./pair.js";
import { entryPlace, formPlace, linePlace, schemaPlace } from "./places.js";
import { requestType } from "./request-type.js";
import { settingsIn } from "./settings.js";
import { type Named, tellEach, tellPairs, tellSettings, type ValuesAt } from "./tell.js";

interface TopicIn {
  readonly line: LineSpec;
  readonly topic: TopicSpec;
}

export function compareTopics(before: LineSpec, after: LineSpec, tell: Tell): void {
  const inLine = (line: LineSpec): TopicIn[] => line.topics.map((topic) => ({ line, topic }));
  const pairs = pair(inLine(before), inLine(after), nameOf, topicLikeness);
  const named = (line: LineSpec): Named<"topic", TopicIn> => ({
    sideOf: (each) => side(schemaPlace(each.topic), nameOf(each)),
    nowhere: () => linePlace(line, "/topics"),
  });
  tellPairs(tell, "topic", "receive", pairs, { before: named(before), after: named(after) });
  for (const each of [...pairs.same, ...pairs.renamed]) compareTopic(each.before, each.after, tell);
}

const nameOf = ({ topic }: TopicIn): string => topic.modulePath;

/** Topics of other connections are two. */
function topicLikeness({ topic: before }: TopicIn, { topic: after }: TopicIn): readonly Likeness[] {
  const common: Likeness[] = [];
  if (before.access !== after.access) return common;
  const [texts, others] = [textsOf(before.patterns), textsOf(after.patterns)];
  if (texts.some((text) => others.includes(text)))
    common.push({ weight: 3, evidence: "pushes name both topics alike" });
  if (before.source.heading !== undefined && before.source.heading === after.source.heading)
    common.push({ weight: 1, evidence: "both stand below a heading of the same words" });
  const shared = sharedMembers(before, after);
  if (shared >= LIKE)
    common.push({ weight: 2, evidence: `their messages share ${Math.round(shared * 100)} % of the members` });
  return common;
}

/** Of the members of both, the share that each has. Two topics of one kind, for other products say, share that many seldom. */
const LIKE = 0.8;

function sharedMembers(before: TopicSpec, after: TopicSpec): number {
  const [older, newer] = [memberPaths(before), memberPaths(after)];
  const shared = [...older].filter((path) => newer.has(path)).length;
  const all = new Set([...older, ...newer]).size;
  return all === 0 ? 0 : shared / all;
}

function memberPaths({ forms }: TopicSpec): ReadonlySet<string> {
  const paths = new Set<string>();
  const visit = (type: ValueType, at: string): void => {
    for (const part of partsOf(type)) {
      const path = part.segment === undefined ? at : `${at}/${part.segment}`;
      paths.add(path);
      visit(part.type, path);
    }
  };
  for (const { type } of forms) visit(type, "");
  return paths;
}

const textsOf = (patterns: TopicSpec["patterns"]): readonly string[] => patterns.map(({ text }) => text);

function compareTopic(before: TopicIn, after: TopicIn, tell: Tell): void {
  const lists = <Kind extends FactKind>(
    pointer: string,
    valuesOf: (topic: TopicIn) => readonly FactValues[Kind][],
  ): readonly [older: ValuesAt<Kind>, newer: ValuesAt<Kind>] => [
    { place: entryPlace(before.line, before.topic, pointer), values: valuesOf(before) },
    { place: entryPlace(after.line, after.topic, pointer), values: valuesOf(after) },
  ];
  tellEach(tell, "pushed-topic", "receive", ...lists("/topics", ({ topic }) => textsOf(topic.patterns)));
  tellEach(tell, "requested-topic", "send", ...lists("/subscribe", ({ topic }) => textsOf(topic.subscribe)));
  tellEach(tell, "topic-connection", "receive", ...lists("/connections", ({ topic }) => topic.connections));
  tellEach(tell, "constraint", "send", ...lists("/constraints", (each) => entryIn(each)?.constraints ?? []));
  const schemas = { before: schemaPlace(before.topic), after: schemaPlace(after.topic) };
  const both = <Kind extends FactKind>(
    kind: Kind,
    direction: "receive" | "send",
    pointer: string,
    valueIn: (topic: TopicIn) => FactValues[Kind] | undefined,
  ): void =>
    tell(kind, direction, {
      before: side(entryPlace(before.line, before.topic, pointer), valueIn(before)),
      after: side(entryPlace(after.line, after.topic, pointer), valueIn(after)),
    });
  both("topic-member", "receive", "/selector", ({ line, topic }) => selectorOf(line, topic));
  both("access", "receive", "/connection", ({ topic }) => topic.access);
  both("push-interval", "receive", "/pushIntervalMs", (each) => entryIn(each)?.pushIntervalMs);
  both("exclusive", "send", "/exclusive", (each) => (entryIn(each)?.exclusive === true ? true : undefined));
  both("words", "receive", "/description", ({ topic }) => topic.description);
  tell("source", "receive", {
    before: side(schemas.before, sourceText(before.topic)),
    after: side(schemas.after, sourceText(after.topic)),
  });
  tell("discriminator", "receive", {
    before: side(schemas.before, before.topic.discriminator),
    after: side(schemas.after, after.topic.discriminator),
  });
  compareState(before, after, tell);
  compareRequest(before, after, tell);
  compareForms(before.topic, after.topic, tell);
  compareExports(before.topic, after.topic, tell);
}

const entryIn = ({ line, topic }: TopicIn) => entryOf(line, topic);

const sourceText = ({ source }: TopicSpec): string | undefined =>
  source.page === undefined ? undefined : [source.page, source.heading].filter(Boolean).join(" # ");

const STATE = ["book", "records", "sequence", "key"] as const;

function compareState(before: TopicIn, after: TopicIn, tell: Tell): void {
  for (const name of STATE)
    tellSettings(tell, "state", "receive", {
      before: { placeOf: (at) => entryPlace(before.line, before.topic, at), settings: stateIn(before, name) },
      after: { placeOf: (at) => entryPlace(after.line, after.topic, at), settings: stateIn(after, name) },
    });
}

const stateIn = (each: TopicIn, name: (typeof STATE)[number]): Map<string, string> =>
  settingsIn(entryIn(each)?.[name], `/${name}`);

/** Of topics that are asked for by a request of their own. */
function compareRequest(before: TopicIn, after: TopicIn, tell: Tell): void {
  const [older, newer] = [entryIn(before)?.request, entryIn(after)?.request];
  if (older === undefined || newer === undefined) return;
  const requestIn = (each: TopicIn): Place => ({ ...entryPlace(each.line, each.topic, ""), request: "subscribe" });
  const [from, to] = [requestIn(before), requestIn(after)];
  compareTypes(
    { type: requestType(older, `${from.pointer}/request`), message: from, at: "" },
    { type: requestType(newer, `${to.pointer}/request`), message: to, at: "" },
    { direction: "send", tell },
  );
}

function compareForms(before: TopicSpec, after: TopicSpec, tell: Tell): void {
  const pairs = pair(before.forms, after.forms, ({ name }) => name, formLikeness);
  const named = (topic: TopicSpec): Named<"form", FormSpec> => ({
    sideOf: (form) => side(formPlace(topic, form), form.name),
    nowhere: () => schemaPlace(topic),
  });
  tellPairs(tell, "form", "receive", pairs, { before: named(before), after: named(after) });
  for (const { before: older, after: newer } of [...pairs.same, ...pairs.renamed]) {
    const [from, to] = [formPlace(before, older), formPlace(after, newer)];
    tell("form-value", "receive", { before: side(from, older.value), after: side(to, newer.value) });
    compareTypes(
      { type: older.type, message: from, at: "" },
      { type: newer.type, message: to, at: "" },
      { direction: "receive", tell },
    );
  }
}

function formLikeness(before: FormSpec, after: FormSpec): readonly Likeness[] {
  const common: Likeness[] = [];
  if (shapeOf(before.type) === shapeOf(after.type))
    common.push({ weight: 2, evidence: "messages of both look the same" });
  if (before.value !== undefined && before.value === after.value)
    common.push({ weight: 2, evidence: `both are told by ${JSON.stringify(after.value)}` });
  return common;
}

/** Types that the package exports for the topic. */
function compareExports(before: TopicSpec, after: TopicSpec, tell: Tell): void {
  const exported = (topic: TopicSpec): string[] => [topic.messageType, ...Object.values(topic.typeNames)];
  tellEach(
    tell,
    "exported-type",
    "receive",
    { place: schemaPlace(before), values: [...new Set(exported(before))] },
    { place: schemaPlace(after), values: [...new Set(exported(after))] },
  );
}
