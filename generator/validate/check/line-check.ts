/** One product line, ready to check frames: its router, its forms compiled on first use, its requests. */

import { type CorrelationReader, createCorrelation } from "../../../templates/runtime/correlation.js";
import { createRouter, type LineRoutes } from "../../../templates/runtime/frame.js";
import { createRequestReader, type RequestReader } from "../../spec/read-request.js";
import { type RoutedFrame, routesOf } from "../../spec/routes.js";
import type { LineSpec, Span, TopicSpec } from "../../spec/spec.js";
import { eraAt, lineAt, TODAY } from "../../spec/topic-revisions.js";
import { createExtractor, type Extractor } from "../events/extractor.js";
import { type FormEntry, type FormFacts, type FormTable, factsOf } from "../form-table.js";
import { type SecretKeys, secretKeysOf } from "../redact/redact.js";
import { type CleanCheck, compileCleanCheck } from "./clean-check.js";
import { explain, type Violation } from "./explain.js";
import { type LineChoice, nameOf } from "./line-choice.js";

/** One form, ready to check messages. */
export interface FormCheck {
  readonly entry: FormEntry;
  readonly facts: FormFacts;
  readonly clean: CleanCheck;
  /** One byte for each field of `facts.fields`. */
  readonly seen: Uint8Array;
  readonly secrets: SecretKeys;
  readonly extractor: Extractor | undefined;
  /** `seen`: as for the clean check. */
  explain(message: unknown, text: string, seen: Uint8Array): Violation[];
}

export type PushFrame = Extract<RoutedFrame, { readonly kind: "push" }>;

export interface LineCheck {
  readonly line: LineSpec;
  readonly choice: LineChoice;
  /** The time in which the line had these schemas: frames of another are not for this check. */
  readonly era: Span;
  readonly route: (text: string) => RoutedFrame;
  /** What the text of a push may be besides, where nobody knows on which connection of the line it came. */
  readonly rivals: (frame: RoutedFrame, text: string) => readonly PushFrame[];
  readonly formOf: (frame: RoutedFrame) => FormCheck | undefined;
  readonly readRequest: RequestReader;
  /** What tells which reply belongs to which request. */
  readonly correlation: { readonly request: CorrelationReader; readonly reply: CorrelationReader };
}

/** `time`: of the frame, milliseconds since 1970; absent: today. */
export type CheckOf = (choice: LineChoice, time?: number) => LineCheck | undefined;

/** Line checks of one table, each made once. `books`: write the levels of order books into events. */
export function createLineChecks(lines: readonly LineSpec[], table: FormTable, books: boolean): CheckOf {
  const checks = new Map<string, LineCheck>();
  const forms: (FormCheck | undefined)[] = [];
  const formCheckOf = (entry: FormEntry): FormCheck => {
    const check = forms[entry.id] ?? createFormCheck(entry, books);
    forms[entry.id] = check;
    return check;
  };
  return (choice, time = TODAY) => {
    const line = lines.find((each) => each.name === choice.line);
    if (!line) return undefined;
    const era = eraAt(line, time);
    const key = checkName(choice, era);
    const check = checks.get(key) ?? createLineCheck(lineAt(line, time), choice, era, table, formCheckOf);
    checks.set(key, check);
    return check;
  };
}

/** What the checks and the proofs of a choice at a time are kept under. */
export const checkName = (choice: LineChoice, { from }: Span): string =>
  Number.isFinite(from) ? `${nameOf(choice)} ${from}` : nameOf(choice);

function createFormCheck(entry: FormEntry, books: boolean): FormCheck {
  const facts = factsOf(entry);
  const { fields } = facts;
  const seen = new Uint8Array(fields.fields.length);
  return {
    entry,
    facts,
    seen,
    clean: compileCleanCheck(entry.type, fields),
    secrets: secretKeysOf(entry.push?.entry?.secrets),
    extractor: entry.push && createExtractor(entry, books),
    explain: (message, text, marks) => explain(message, text, entry.type, fields, marks),
  };
}

function createLineCheck(
  line: LineSpec,
  choice: LineChoice,
  era: Span,
  table: FormTable,
  formCheckOf: (entry: FormEntry) => FormCheck,
): LineCheck {
  const { connection } = choice;
  const formOf = createFormLookup(line, table, formCheckOf);
  const router = createRouter(routesOf(line) as LineRoutes);
  return {
    line,
    choice,
    era,
    route: (text) => router(text, connection),
    rivals: line.byConnection && connection === undefined ? createRivals(line, router, formOf) : () => NO_RIVALS,
    formOf,
    readRequest: createRequestReader(line, connection),
    correlation: createCorrelation(line.file.correlation),
  };
}

const NO_RIVALS: readonly PushFrame[] = [];
/** Topics of which it is kept on which connections they may be; a capture may make up any number. */
const MAX_TOPICS = 1000;

/** A topic of the same messages on several connections is one, that of its main connection. */
function createRivals(
  line: LineSpec,
  router: ReturnType<typeof createRouter>,
  formOf: LineCheck["formOf"],
): LineCheck["rivals"] {
  const connections = Object.keys(line.file.connections);
  const topicOf = (frame: RoutedFrame): TopicSpec | undefined => formOf(frame)?.entry.push?.topic;
  const known = new Map<string, readonly string[]>();
  /** Where another topic takes the text, or may take it in another form. */
  const findOthers = (frame: PushFrame, text: string): string[] => {
    const topics = new Set([topicOf(frame)]);
    return connections.filter((connection) => {
      const other = router(text, connection);
      if (other.kind === "unknown") return other.reason === "unknown-form";
      const topic = topicOf(other);
      const isNew = other.kind === "push" && !topics.has(topic);
      topics.add(topic);
      return isNew;
    });
  };
  return (frame, text) => {
    if (frame.kind !== "push") return NO_RIVALS;
    const { topicText } = frame;
    const others = known.get(topicText) ?? findOthers(frame, text);
    if (known.size < MAX_TOPICS) known.set(topicText, others);
    const topic = topicOf(frame);
    return others.flatMap((connection) => {
      const other = router(text, connection);
      return other.kind === "push" && topicOf(other) !== topic ? [other] : [];
    });
  };
}

type Forms = Map<string, FormCheck | undefined>;

/** A frame's form is found by the three names in it; the map of maps saves joining them for each message. */
function createFormLookup(
  line: LineSpec,
  table: FormTable,
  checkOf: (entry: FormEntry) => FormCheck,
): LineCheck["formOf"] {
  const pushes = new Map<string, Map<string, Forms>>();
  const replies: Forms = new Map();
  return (frame) => {
    if (frame.kind === "unknown") return undefined;
    if (frame.kind !== "push") {
      if (!replies.has(frame.reply)) {
        const entry = table.reply(line.name, frame.reply);
        replies.set(frame.reply, entry && checkOf(entry));
      }
      return replies.get(frame.reply);
    }
    const topics = pushes.get(frame.connection) ?? new Map<string, Forms>();
    pushes.set(frame.connection, topics);
    const forms = topics.get(frame.topic) ?? (new Map() as Forms);
    topics.set(frame.topic, forms);
    if (!forms.has(frame.form)) {
      const topic = line.topics.find(
        ({ name, connections }) => name === frame.topic && connections.includes(frame.connection),
      );
      const entry = topic && table.push(topic, frame.connection, frame.form);
      forms.set(frame.form, entry && checkOf(entry));
    }
    return forms.get(frame.form);
  };
}
