/**
 * Checks one block: cuts it into records, routes each frame, proves it clean or says why not. What it returns is small, plain and has no order
 * but its own: blocks are checked on any thread, and run.ts puts their results together in the order of the capture.
 */

import { isAscii, isUtf8 } from "node:buffer";
import { type CorrelationReader, createCorrelation } from "../../../templates/runtime/correlation.js";
import { type Path, valueAt } from "../../../templates/runtime/pointer.js";
import type { Block } from "../../capture/blocks.js";
import { latin1 } from "../../capture/bytes.js";
import type { Damage } from "../../capture/damage.js";
import { createRecord } from "../../capture/format.js";
import { BOM, type CaptureFormat, FORMATS, type ReadOptions } from "../../capture/formats.js";
import type { LineSink } from "../../capture/lines.js";
import { ndjson } from "../../capture/ndjson.js";
import { readBlock } from "../../capture/read-block.js";
import type { Severity } from "../../diagnostics/diagnostic.js";
import { pointerOf } from "../../schema/pointer.js";
import type { RequestFacts } from "../../spec/read-request.js";
import type { RoutedFrame } from "../../spec/routes.js";
import type { Spec } from "../../spec/spec.js";
import { parseJson } from "../../text/parse-json.js";
import { createEventWriter, EVENT, type EventLog, REPLY_KINDS, REQUEST_KINDS } from "../events/event-log.js";
import { createFormTable } from "../form-table.js";
import type { Proofs } from "../proof/proof-module.js";
import { createProver, type Prover } from "../proof/prover.js";
import { isAuthenticationRequest } from "../redact/authentication.js";
import { cut, NO_SECRETS, redactPointer, type SecretKeys, sampleOf, shownAt } from "../redact/redact.js";
import { LONGEST_TEXT, REDACTED, redactText } from "../redact/redact-text.js";
import { createSecretCollector, type SecretValues } from "../redact/secret-values.js";
import type { Violation } from "./explain.js";
import { createFindingCollector, type Finding, type FindingKey, type Place, type Sample } from "./findings.js";
import { createLineChecks, type FormCheck, type LineCheck } from "./line-check.js";
import { choicesOf, type LineChoice, nameOf } from "./line-choice.js";
import { hasKeyTwice, MAX_DEPTH, scanText } from "./scan-text.js";
import { addToStats, type FieldStats, type FormStats } from "./stats.js";
import { addToTimeline, createTimeline, type Timeline } from "./timeline.js";
import { shortValue, showsValue } from "./value-words.js";

export interface CheckSetup {
  readonly spec: Spec;
  readonly maxLine: number;
  readonly stats: boolean;
  /** Levels of order books are needed. */
  readonly books: boolean;
  readonly read: ReadOptions;
}

/** What is known of a capture before its blocks are checked. */
export interface SourcePlan {
  readonly source: number;
  readonly format: string;
  /** Of frames whose connection has no URL, or one that is not in `byUrl`. */
  readonly choice: LineChoice | undefined;
  readonly byUrl: Readonly<Record<string, LineChoice | undefined>>;
  /** By the name of a choice: how its messages are proven from their bytes. None: every frame is parsed. */
  readonly proofs: Readonly<Record<string, Proofs>>;
}

export interface FormResult {
  readonly form: number;
  messages: number;
  invalid: number;
  warned: number;
  bytes: number;
  seen: Uint8Array;
  stats?: FieldStats[];
}

export interface BlockResult {
  /** Lines that began in the block. */
  readonly lines: number;
  readonly frames: number;
  readonly bytes: number;
  readonly sent: number;
  readonly forms: readonly FormResult[];
  /** `line` counts from 1 within the block, unless the format tells it. */
  readonly findings: readonly Finding[];
  readonly events: EventLog;
  readonly timeline: Timeline;
  /** What may not be shown wherever else it stands. */
  readonly secrets: SecretValues;
  readonly firstTime: number | undefined;
  readonly lastTime: number | undefined;
  /** True if places tell lines of the capture already. */
  readonly placed: boolean;
  /** What of the block could not be read; the rest of it was checked. */
  readonly damage?: Damage;
}

/** `room`: for the events of the block. */
export type BlockCheck = (block: Block, plan: SourcePlan, room: Float64Array) => BlockResult;

const WINDOW = 1024 * 1024;
/** Unknown topics that are looked for in all lines once; a capture may make up any number. */
const MAX_OWNERS = 1000;
const FRAME_SAMPLE = 600;
/** Of a record that cannot be read: enough to see that it was cut. */
const TEXT_BYTES = LONGEST_TEXT + 1;
const VALUE_SAMPLE = 120;

export function createBlockCheck(setup: CheckSetup): BlockCheck {
  const table = createFormTable(setup.spec);
  const lineCheck = createLineChecks(setup.spec.lines, table, setup.books);
  const provers = new Map<string, Prover>();
  const collector = createFindingCollector();
  const secrets = createSecretCollector();
  const events = createEventWriter();
  const record = createRecord();
  const window = Buffer.allocUnsafe(WINDOW);
  const correlations = new Map<string, CorrelationReader>();
  const owners = new Map<string, string>();

  return (block, plan, room) => {
    const format = FORMATS.find(({ name }) => name === plan.format) as CaptureFormat;
    const session = { connection: block.session.connection, urls: { ...block.session.urls } };
    const choices = new Map<string, LineCheck | undefined>();
    const results = new Map<number, FormResult>();
    const statsOf = new Map<FormCheck, FormStats>();
    const pushed = new Set<string>();
    const timeline = createTimeline();
    let lines = 0;
    let frames = 0;
    let bytesTotal = 0;
    let sent = 0;
    let firstTime: number | undefined;
    let lastTime: number | undefined;
    let placed = false;
    let unterminated = false;
    // How the bytes at hand may be made text: decided once for a window, not for each frame.
    let encoding: "latin1" | "utf8" | "check" = "check";
    let encodingOf: Buffer | undefined;

    const placeOf = (offset: number): Place => {
      const { line, offset: at } = record.place ?? { line: lines, offset };
      return { source: plan.source, line, offset: at, ...(record.time === undefined ? {} : { time: record.time }) };
    };
    // Frames of one connection and form follow each other: the last answers are looked at before the maps.
    let lastConnection: string | undefined;
    let lastCheck: LineCheck | undefined;
    let lastForm: FormCheck | undefined;
    let lastResult: FormResult | undefined;
    const checkFor = (connection: string): LineCheck | undefined => {
      if (connection === lastConnection) return lastCheck;
      lastConnection = connection;
      lastCheck = findCheck(connection);
      return lastCheck;
    };
    const findCheck = (connection: string): LineCheck | undefined => {
      if (choices.has(connection)) return choices.get(connection);
      const url = session.urls[connection];
      const choice = url !== undefined && Object.hasOwn(plan.byUrl, url) ? plan.byUrl[url] : plan.choice;
      const check = choice && lineCheck(choice);
      choices.set(connection, check);
      return check;
    };
    const resultOf = (form: FormCheck): FormResult => {
      if (form === lastForm && lastResult) return lastResult;
      let result = results.get(form.entry.id);
      if (!result) {
        result = { form: form.entry.id, messages: 0, invalid: 0, warned: 0, bytes: 0, seen: form.seen };
        results.set(form.entry.id, result);
      }
      lastForm = form;
      lastResult = result;
      return result;
    };
    const frameFinding = (
      key: Omit<FindingKey, "line" | "topic" | "form" | "pointer"> & Partial<FindingKey>,
      offset: number,
      text: string,
    ): void => {
      const full: FindingKey = { line: "", topic: "", form: "", pointer: "", ...key };
      collector.add(full, placeOf(offset), () => ({
        pointer: "",
        value: "",
        frame: sampleOf(text, parseJson(text), NO_SECRETS, FRAME_SAMPLE),
      }));
    };

    const onFrame = (text: string, length: number, offset: number): void => {
      frames += 1;
      bytesTotal += length;
      if (record.time !== undefined) {
        firstTime ??= record.time;
        lastTime = record.time;
      }
      const check = checkFor(record.connection);
      if (!check) {
        secrets.text(text);
        if (record.direction === "sent") sent += 1;
        unrouted("no-line", "", "error", text, offset);
        return;
      }
      if (record.direction === "sent") {
        sent += 1;
        const message = parseJson(text);
        if (message === undefined) secrets.text(text);
        else secrets.message(message, NO_SECRETS);
        if (message === undefined) onUnknown(check, "not-json", text, offset);
        else onRequest(check, message, text, offset, true);
        return;
      }
      const frame = check.route(text);
      if (frame.kind === "unknown") {
        secrets.text(text);
        const message = record.direction === "unknown" && frame.reason === "no-topic" ? parseJson(text) : undefined;
        if (message !== undefined && onRequest(check, message, text, offset, false)) sent += 1;
        else onUnknown(check, frame.reason, text, offset);
        return;
      }
      const form = check.formOf(frame);
      if (!form) {
        secrets.text(text);
        unrouted("unknown-form", check.line.name, "error", text, offset);
        return;
      }
      const result = resultOf(form);
      const { message } = frame;
      let invalid = 0;
      const keys = form.clean(message, form.seen);
      const isClean = keys >= 0 && !hasKeyTwice(text, keys);
      // What a clean push holds is shown nowhere; an answer may repeat its request.
      if (!isClean || frame.kind !== "push") secrets.message(message, form.secrets);
      if (!isClean) {
        // A request that has the look of a push, or of the answer to an authentication.
        const mayBeRequest = frame.kind === "push" || isAuthenticationRequest(message);
        if (record.direction === "unknown" && mayBeRequest && onRequest(check, message, text, offset, false)) {
          sent += 1;
          return;
        }
        const severity = onUnclean(form, message, text, offset);
        if (severity === "error") {
          invalid = 1;
          result.invalid += 1;
        } else if (severity === "warning") result.warned += 1;
      }
      result.messages += 1;
      result.bytes += length;
      if (record.time !== undefined)
        addToTimeline(timeline, record.time, invalid === 0 ? form.entry.id : -1 - form.entry.id);
      if (setup.stats) {
        const stats = statsOf.get(form) ?? new Map<string, FieldStats>();
        statsOf.set(form, stats);
        addToStats(stats, message, form.secrets);
      }
      if (frame.kind === "push") writePush(form, frame, invalid === 0, offset);
      else writeReply(check, form, message, offset);
    };

    /** The prover of the connection at hand. Events of another one come before what this one proves. */
    const proverFor = (connection: string): Prover | undefined => {
      const check = checkFor(connection);
      if (check !== lastProverCheck) {
        lastProverCheck = check;
        const proofs = check && plan.proofs[nameOf(check.choice)];
        const prover = proofs && openProver(proofs);
        if (prover !== lastProver) lastProver?.flush();
        lastProver = prover;
      }
      return lastProver;
    };
    const openProver = (proofs: Proofs): Prover => {
      const prover = provers.get(proofs.key) ?? createProver(proofs, setup.maxLine);
      provers.set(proofs.key, prover);
      if (!begun.has(prover)) {
        begun.add(prover);
        prover.begin(events, (topicText) => isFirstPush(record.connection, topicText));
      }
      return prover;
    };
    const begun = new Set<Prover>();
    let lastProver: Prover | undefined;
    let lastProverCheck: LineCheck | undefined;
    const takeProven = (): void => {
      for (const prover of begun)
        for (const { form, messages, bytes, seen } of prover.take()) {
          frames += messages;
          bytesTotal += bytes;
          const known = results.get(form);
          const result = known ?? { form, messages: 0, invalid: 0, warned: 0, bytes: 0, seen };
          results.set(form, result);
          result.messages += messages;
          result.bytes += bytes;
          for (let index = 0; index < seen.length; index += 1) if (seen[index] === 1) result.seen[index] = 1;
        }
    };

    const onUnclean = (form: FormCheck, message: unknown, text: string, offset: number): Severity | undefined => {
      const { entry } = form;
      const where = { line: entry.line.name, topic: entry.topic, form: entry.form };
      const facts = scanText(text);
      if (facts.depth > MAX_DEPTH) {
        const got = "deeper nesting";
        frameFinding(
          {
            ...where,
            code: "too-deep",
            severity: "error",
            keyword: "depth",
            expected: `at most ${MAX_DEPTH} levels`,
            got,
          },
          offset,
          text.slice(0, TEXT_BYTES),
        );
        return "error";
      }
      const violations = form.explain(message, text);
      for (const key of facts.duplicates)
        violations.push({
          code: "duplicate-key",
          severity: "warning",
          keyword: "keys",
          pointer: "",
          expected: "each key once in an object",
          got: `${JSON.stringify(cut(redactText(key), 60))} twice`,
          path: [],
        });
      let worst: Severity | undefined;
      // A fault in several items of one message is one message with that fault.
      const seen = new Set<string>();
      for (const violation of violations) {
        if (worst !== "error") worst = violation.severity === "error" ? "error" : (worst ?? violation.severity);
        const { code, severity, pointer, keyword, expected, got } = withoutSecrets(violation, message, form.secrets);
        const key: FindingKey = { code, severity, ...where, pointer, keyword, expected, got };
        const same = `${key.code} ${key.pointer} ${key.got}`;
        if (seen.has(same)) continue;
        seen.add(same);
        collector.add(key, placeOf(offset), () => violationSample(violation.path, message, text, form));
      }
      return worst;
    };

    const onRequest = (check: LineCheck, message: unknown, text: string, offset: number, certain: boolean): boolean => {
      const documented = check.readRequest(message);
      const line = check.line.name;
      if (!documented) {
        const isAuth = isAuthenticationRequest(message);
        if (!certain && !isAuth) return false;
        frameFinding(
          {
            line,
            code: "unknown-request",
            severity: "warning",
            keyword: "request",
            expected: "a request that the line documents",
            got: "another message",
          },
          offset,
          text,
        );
        if (!isAuth) return false;
      }
      const { kind, topics, unknownTopics } = documented ?? OTHER_AUTH;
      for (const topic of unknownTopics)
        frameFinding(
          {
            line,
            code: "unknown-request-topic",
            severity: "warning",
            keyword: "request",
            expected: "topics that the line documents",
            got: JSON.stringify(cut(redactText(topic), 80)),
          },
          offset,
          text,
        );
      begin(EVENT.request, offset);
      events.number(REQUEST_KINDS.indexOf(kind));
      writeCorrelation(check, message, "request");
      events.number(topics.length);
      for (const topic of topics) events.text(topic);
      events.end();
      return true;
    };

    const onUnknown = (check: LineCheck, reason: string, text: string, offset: number): void => {
      if (reason === "not-json" && unterminated) {
        unrouted("truncated-line", check.line.name, "error", text, offset);
        return;
      }
      const topic = reason === "unknown-topic" || reason === "unknown-form" ? topicTextOf(text) : undefined;
      const severity: Severity = reason === "unknown-topic" || reason === "no-topic" ? "warning" : "error";
      unrouted(reason, check.line.name, severity, text, offset, topic);
    };
    /** Recordings of several lines in one file: says whose topic it is. */
    const ownersOf = (topic: string, text: string): string => {
      const known = owners.get(topic);
      if (known !== undefined) return known;
      const names = setup.spec.lines
        .flatMap(choicesOf)
        .filter((choice) => lineCheck(choice)?.route(text).kind === "push")
        .map(nameOf);
      const said = names.length === 0 ? "" : `, a topic of ${names.join(" and ")}`;
      if (owners.size < MAX_OWNERS) owners.set(topic, said);
      return said;
    };
    const unrouted = (
      reason: string,
      line: string,
      severity: Severity,
      text: string,
      offset: number,
      topic?: string,
    ): void => {
      const got =
        topic === undefined
          ? UNROUTED[reason]?.got
          : `${JSON.stringify(cut(redactText(topic), 80))}${ownersOf(topic, text)}`;
      const expected = UNROUTED[reason]?.expected ?? "a documented frame";
      frameFinding(
        { line, code: `unrouted/${reason}`, severity, keyword: "route", expected, got: got ?? reason },
        offset,
        text,
      );
    };

    const begin = (event: number, offset: number): void => {
      lastProver?.flush();
      const { line, offset: at } = record.place ?? { line: lines, offset };
      events.begin(event, record.time, line, at);
      events.text(record.connection);
    };
    /** Without a state only the first push of a topic matters: data before its acknowledgement. */
    const isNewPush = (form: FormCheck, topicText: string): boolean => {
      return form.extractor?.stateful === true || isFirstPush(record.connection, topicText);
    };
    const isFirstPush = (connection: string, topicText: string): boolean => {
      const first = `${connection}\n${topicText}`;
      if (pushed.has(first)) return false;
      pushed.add(first);
      return true;
    };
    const writePush = (
      form: FormCheck,
      frame: RoutedFrame & { kind: "push" },
      valid: boolean,
      offset: number,
    ): void => {
      if (!isNewPush(form, frame.topicText)) return;
      begin(EVENT.push, offset);
      events.number(form.entry.id);
      events.text(frame.topicText);
      form.extractor?.write(frame.message, valid, events);
      events.end();
    };
    const writeReply = (check: LineCheck, form: FormCheck, message: unknown, offset: number): void => {
      begin(EVENT.reply, offset);
      events.number(form.entry.id);
      events.number(REPLY_KINDS.indexOf(form.entry.form as (typeof REPLY_KINDS)[number]));
      writeCorrelation(check, message, "reply");
      events.end();
    };
    const writeCorrelation = (check: LineCheck, message: unknown, side: "request" | "reply"): void => {
      const key = `${check.line.name} ${side}`;
      const read = correlations.get(key) ?? createCorrelation(check.line.file.correlation)[side];
      correlations.set(key, read);
      const values = read(message);
      events.number(values.length);
      for (const value of values) events.text(value);
    };

    /** The address is shown without its query, but what stands there may be repeated by a message. */
    const addresses = new Set<string>();
    let lastAddress: string | undefined;
    const readAddress = (address: string | undefined): void => {
      if (address === undefined || address === lastAddress) return;
      lastAddress = address;
      if (!addresses.has(address)) secrets.text(address);
      addresses.add(address);
    };
    for (const address of Object.values(session.urls)) readAddress(address);

    const onRecord = (bytes: Buffer, offset: number): void => {
      readAddress(session.urls[record.connection]);
      switch (record.kind) {
        case "frame": {
          if (record.text !== undefined) {
            onFrame(record.text, record.text.length, offset);
            return;
          }
          const { start, end } = record;
          if (record.direction !== "sent") {
            const place = record.place ?? { line: lines, offset };
            const form = proverFor(record.connection)?.prove(
              bytes,
              start,
              end,
              { time: record.time, line: place.line, offset: place.offset },
              record.connection,
            );
            if (form !== undefined) {
              if (record.time === undefined) return;
              firstTime ??= record.time;
              lastTime = record.time;
              addToTimeline(timeline, record.time, form);
              return;
            }
          }
          if (encoding === "check" && !isUtf8(bytes.subarray(start, end))) {
            frames += 1;
            bytesTotal += end - start;
            const text = bytes.toString("latin1", start, Math.min(end, start + TEXT_BYTES));
            secrets.text(text);
            unrouted("not-utf-8", "", "error", text, offset);
            return;
          }
          onFrame(
            encoding === "latin1" ? latin1(bytes, start, end) : bytes.toString("utf8", start, end),
            end - start,
            offset,
          );
          return;
        }
        case "open":
        case "close":
          choices.delete(record.connection);
          lastConnection = undefined;
          begin(record.kind === "open" ? EVENT.open : EVENT.close, offset);
          events.end();
          return;
        case "binary":
          frames += 1;
          unrouted("binary", "", "info", "", offset);
          return;
        case "damaged": {
          frames += 1;
          const text = bytes.toString("latin1", record.start, record.end);
          secrets.text(text);
          unrouted("damaged-record", "", "error", text, offset);
          return;
        }
        default:
      }
    };

    const place = { line: 0, offset: 0 };
    const sink: LineSink = {
      // Bare lines are proven many at a time.
      ...(format === ndjson && {
        many(bytes, start, offset) {
          const prover = proverFor(session.connection);
          if (!prover) return start;
          record.connection = session.connection;
          place.line = lines;
          place.offset = offset;
          const next = prover.run(bytes, start, place, session.connection);
          lines = place.line;
          return next;
        },
      }),
      line(bytes, start, end, offset) {
        lines += 1;
        if (encodingOf !== bytes) {
          encodingOf = bytes;
          encoding = isAscii(bytes) ? "latin1" : isUtf8(bytes) ? "utf8" : "check";
        }
        // A byte order mark is not part of the first line.
        const from = offset === 0 && bytes.subarray(start, start + 3).equals(BOM) ? start + 3 : start;
        if (from === end && format.readsBlankLines !== true) return;
        record.kind = "none";
        record.place = undefined;
        record.start = from;
        record.end = Math.min(end, from + TEXT_BYTES);
        record.time = undefined;
        record.connection = session.connection;
        format.read(bytes, from, end, record, session, setup.read);
        if (record.place !== undefined) placed = true;
        onRecord(bytes, offset);
      },
      tooLong(offset, length) {
        lines += 1;
        frames += 1;
        bytesTotal += length;
        record.place = undefined;
        record.time = undefined;
        const rule = { code: "line-too-long", severity: "error", keyword: "max-line" } as const;
        const expected = `at most ${setup.maxLine} bytes (--max-line)`;
        collector.add(
          { ...rule, line: "", topic: "", form: "", pointer: "", expected, got: "a longer line" },
          placeOf(offset),
        );
      },
    };
    const main = plan.choice && plan.proofs[nameOf(plan.choice)];
    const damage = readBlock(
      block,
      format,
      { maxLine: setup.maxLine, window: main ? openProver(main).window : window },
      sink,
      {
        at(line) {
          placed = true;
          lines = line - 1;
        },
        unterminated() {
          unterminated = true;
        },
      },
    );

    takeProven();
    for (const [form, stats] of statsOf) {
      const result = results.get(form.entry.id);
      if (result) result.stats = [...stats.values()];
    }
    return {
      lines,
      frames,
      bytes: bytesTotal,
      sent,
      forms: takeForms(results.values()),
      findings: collector.take(),
      events: events.take(room),
      timeline,
      secrets: secrets.take(),
      firstTime,
      lastTime,
      placed,
      ...(damage && { damage }),
    };
  };
}

/** By its shape, not by the line's own template: it is answered all the same. */
const OTHER_AUTH: RequestFacts = { kind: "auth", topics: [], unknownTopics: [] };

const UNROUTED: Readonly<Record<string, { expected: string; got: string }>> = {
  "no-line": { expected: "a frame of one product line", got: "frames of no known line" },
  "not-json": { expected: "JSON", got: "other text" },
  "truncated-line": { expected: "a whole last line", got: "a part of one" },
  "not-utf-8": { expected: "UTF-8 text", got: "other bytes" },
  "not-an-object": { expected: "a JSON object, or a list of them", got: "another JSON value" },
  "no-topic": { expected: "a documented topic or reply", got: "neither" },
  "unknown-topic": { expected: "a documented topic", got: "another topic" },
  "unknown-form": { expected: "a documented form of the topic", got: "another form" },
  binary: { expected: "text frames", got: "a binary frame" },
  "damaged-record": { expected: "a record of the capture's format", got: "another line" },
};

/** For frames that were not routed: how they name their topic. */
function topicTextOf(text: string): string | undefined {
  const message = parseJson(text);
  const first = Array.isArray(message) ? (message[0] as unknown) : message;
  for (const key of ["topic", "e"]) {
    const topic = valueAt(first, [key]);
    if (typeof topic === "string") return topic;
  }
  return undefined;
}

/** Copies, and clears what the forms have seen for the next block. */
function takeForms(results: Iterable<FormResult>): FormResult[] {
  return [...results].flatMap((result) => {
    const seen = result.seen.slice();
    result.seen.fill(0);
    // What turned out to be a request was no message of the form.
    return result.messages === 0 ? [] : [{ ...result, seen }];
  });
}

/** The names and the value in it are the sender's. */
function withoutSecrets(violation: Violation, message: unknown, secrets: SecretKeys): Violation {
  const pointer = redactPointer(violation.pointer);
  if (!showsValue(violation.got) || violation.keyword === "keys") return { ...violation, pointer };
  const value = valueAt(message, violation.path);
  const shown = shownAt(message, violation.path, secrets);
  if (shown === REDACTED) return { ...violation, pointer, got: REDACTED };
  return typeof value === "string" && value !== shown
    ? { ...violation, pointer, got: shortValue(shown) }
    : { ...violation, pointer };
}

function violationSample(path: Path, message: unknown, text: string, form: FormCheck): Sample {
  const shown = shownAt(message, path, form.secrets);
  return {
    pointer: redactPointer(pointerOf(path)),
    value: shown === REDACTED ? REDACTED : cut(JSON.stringify(shown) ?? "", VALUE_SAMPLE),
    frame: sampleOf(text, message, form.secrets, FRAME_SAMPLE),
  };
}
