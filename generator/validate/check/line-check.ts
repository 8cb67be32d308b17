/** One product line, ready to check frames: its router, its forms compiled on first use, its requests. */

import { createRouter, type LineRoutes } from "../../../templates/runtime/frame.js";
import { createRequestReader, type RequestReader } from "../../spec/read-request.js";
import { type RoutedFrame, routesOf } from "../../spec/routes.js";
import type { LineSpec } from "../../spec/spec.js";
import { createExtractor, type Extractor } from "../events/extract.js";
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
}

/** Line checks of one table, each made once. `books`: write the levels of order books into events. */
export function createLineChecks(
  lines: readonly LineSpec[],
  table: FormTable,
  books: boolean,
): (choice: LineChoice) => LineCheck | undefined {
  const known = new Map<string, LineCheck>();
  const forms: (FormCheck | undefined)[] = [];
  const checkOf = (entry: FormEntry): FormCheck => {
    let check = forms[entry.id];
    if (!check) {
      const facts = factsOf(entry);
      const seen = new Uint8Array(facts.fields.fields.length);
      check = {
        entry,
        facts,
        seen,
        clean: compileCleanCheck(entry.type, facts.fields),
        secrets: secretKeysOf(entry.push?.entry?.secrets),
        extractor: entry.push && createExtractor(entry, books),
        explain: (message, text) => explain(message, text, entry.type, facts.fields, seen),
      };
      forms[entry.id] = check;
    }
    return check;
  };
  const make = (line: LineSpec, choice: LineChoice): LineCheck => {
    const { connection } = choice;
    const router = createRouter(routesOf(line) as LineRoutes);
    // A frame's form is found by the three names in it; the map of maps saves joining them for each message.
    const pushes = new Map<string, Map<string, Map<string, FormCheck | undefined>>>();
    const replies = new Map<string, FormCheck | undefined>();
    return {
      line,
      choice,
      route: (text) => router(text, connection),
      readRequest: createRequestReader(line, connection),
      formOf(frame) {
        if (frame.kind === "unknown") return undefined;
        if (frame.kind !== "push") {
          if (!replies.has(frame.reply)) {
            const entry = table.reply(line.name, frame.reply);
            replies.set(frame.reply, entry && checkOf(entry));
          }
          return replies.get(frame.reply);
        }
        const topics = pushes.get(frame.connection) ?? new Map<string, Map<string, FormCheck | undefined>>();
        pushes.set(frame.connection, topics);
        const byForm = topics.get(frame.topic) ?? new Map<string, FormCheck | undefined>();
        topics.set(frame.topic, byForm);
        if (!byForm.has(frame.form)) {
          const entry = table.push(line.name, frame.connection, frame.topic, frame.form);
          byForm.set(frame.form, entry && checkOf(entry));
        }
        return byForm.get(frame.form);
      },
    };
  };
  return (choice) => {
    const { line: name, connection } = choice;
    const key = `${name}\n${connection ?? ""}`;
    const line = lines.find((each) => each.name === name);
    if (!line) return undefined;
    const check = known.get(key) ?? make(line, choice);
    known.set(key, check);
    return check;
  };
}
