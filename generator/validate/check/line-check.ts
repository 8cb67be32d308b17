/** One product line, ready to check frames: its router, its forms compiled on first use, its requests. */

import { type CorrelationReader, createCorrelation } from "../../../templates/runtime/correlation.js";
import { createRouter, type LineRoutes } from "../../../templates/runtime/frame.js";
import { createRequestReader, type RequestReader } from "../../spec/read-request.js";
import { type RoutedFrame, routesOf } from "../../spec/routes.js";
import type { LineSpec } from "../../spec/spec.js";
import { createExtractor, type Extractor } from "../events/extractor.js";
import { type FormEntry, type FormFacts, type FormTable, factsOf } from "../form-table.js";
import { type SecretKeys, secretKeysOf } from "../redact/redact.js";
import { type CleanCheck, compileCleanCheck } from "./clean-check.js";
import { explain, type Violation } from "./explain.js";
import type { LineChoice } from "./line-choice.js";

/** One form, ready to check messages. */
export interface FormCheck {
  readonly entry: FormEntry;
  readonly facts: FormFacts;
  readonly clean: CleanCheck;
  /** One byte for each field of `facts.fields`. */
  readonly seen: Uint8Array;
  readonly secrets: SecretKeys;
  readonly extractor: Extractor | undefined;
  explain(message: unknown, text: string): Violation[];
}

export interface LineCheck {
  readonly line: LineSpec;
  readonly choice: LineChoice;
  readonly route: (text: string) => RoutedFrame;
  readonly formOf: (frame: RoutedFrame) => FormCheck | undefined;
  readonly readRequest: RequestReader;
  /** What tells which reply belongs to which request. */
  readonly correlation: { readonly request: CorrelationReader; readonly reply: CorrelationReader };
}

/** Line checks of one table, each made once. `books`: write the levels of order books into events. */
export function createLineChecks(
  lines: readonly LineSpec[],
  table: FormTable,
  books: boolean,
): (choice: LineChoice) => LineCheck | undefined {
  const checks = new Map<string, LineCheck>();
  const forms: (FormCheck | undefined)[] = [];
  const formCheckOf = (entry: FormEntry): FormCheck => {
    const check = forms[entry.id] ?? createFormCheck(entry, books);
    forms[entry.id] = check;
    return check;
  };
  return (choice) => {
    const { line: name, connection } = choice;
    const key = `${name}\n${connection ?? ""}`;
    const line = lines.find((each) => each.name === name);
    if (!line) return undefined;
    const check = checks.get(key) ?? createLineCheck(line, choice, createFormLookup(line, table, formCheckOf));
    checks.set(key, check);
    return check;
  };
}

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
    explain: (message, text) => explain(message, text, entry.type, fields, seen),
  };
}

function createLineCheck(line: LineSpec, choice: LineChoice, formOf: LineCheck["formOf"]): LineCheck {
  const { connection } = choice;
  const router = createRouter(routesOf(line) as LineRoutes);
  return {
    line,
    choice,
    route: (text) => router(text, connection),
    formOf,
    readRequest: createRequestReader(line, connection),
    correlation: createCorrelation(line.file.correlation),
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
      const entry = table.push(line.name, frame.connection, frame.topic, frame.form);
      forms.set(frame.form, entry && checkOf(entry));
    }
    return forms.get(frame.form);
  };
}
