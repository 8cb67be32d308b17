/** The result of a validation as one plain object: what `--format json` prints (schemas/validate-report.schema.json) and what the others show. */

import { createHash } from "node:crypto";
import { compareFindings, type Finding, type FindingKey, type Place } from "../check/findings.js";
import { type FieldStats, finishStats } from "../check/stats.js";
import { asInvalid } from "../check/timeline.js";
import { type FormEntry, type FormFacts, factsOf } from "../form-table.js";
import { cut } from "../redact/redact.js";
import type { RunResult, SourceResult } from "../run-result.js";
import type { BookTotal } from "../sequence/book-totals.js";
import { neverSeen } from "./never-seen.js";
import { whyNothingChecked } from "./problems.js";
import { helpUrl } from "./rules.js";
import type {
  BookRow,
  FindingPlace,
  FormCount,
  FormStatistics,
  ReportFinding,
  RevisionRow,
  ValidateReport,
} from "./validate-report.js";

const BOOK_LENGTH = 120;

/** What the documentation says of a form. */
export type FactsAt = (form: FormEntry) => FormFacts;

/** `known`: fingerprints of the findings that a baseline accepts. */
export function createReportData(run: RunResult, known: ReadonlySet<string>, withStats: boolean): ValidateReport {
  const factsAt = createFacts();
  const findings = findingRows(run, known, factsAt);
  const { topics, replies } = countRows(run);
  const messages = sumOf(topics);
  const checked = messages + sumOf(replies);
  const revisions = revisionRows(run);
  const nothingChecked = whyNothingChecked({ ...run, checked });
  return {
    version: 1,
    partial: run.partial,
    frames: run.frames,
    checked,
    ...(nothingChecked === undefined ? {} : { nothingChecked }),
    messages,
    sent: run.sent,
    bytes: run.bytes,
    seconds:
      run.firstTime === undefined || run.lastTime === undefined ? 0 : round((run.lastTime - run.firstTime) / 1e3),
    captures: run.sources,
    topics,
    replies,
    ...(revisions.length > 0 && { revisions }),
    books: run.books.map(bookRow),
    findings,
    ...acceptedRow(findings),
    unrouted: unroutedRows(findings),
    timeline: timelineOf(run),
    ...(withStats && { stats: statsRows(run, factsAt) }),
  };
}

function acceptedRow(findings: readonly ReportFinding[]): Pick<ValidateReport, "accepted"> {
  const known = findings.filter((finding) => finding.known);
  if (known.length === 0) return {};
  return { accepted: { causes: known.length, messages: known.reduce((sum, { count }) => sum + count, 0) } };
}

const bookRow = ({ connection, milliseconds, wholeMilliseconds, book, ...total }: BookTotal): BookRow => ({
  line: total.line,
  ...(connection === "" ? {} : { connection }),
  topic: total.topic,
  book: cut(book, BOOK_LENGTH),
  messages: total.messages,
  unread: total.unread,
  whole: total.whole,
  seconds: round(milliseconds / 1e3),
  wholeSeconds: round(wholeMilliseconds / 1e3),
});

/** They cost a walk over the form each, and many findings ask for the same. */
function createFacts(): FactsAt {
  const facts = new Map<number, FormFacts>();
  return (form) => {
    const found = facts.get(form.id) ?? factsOf(form);
    facts.set(form.id, found);
    return found;
  };
}

function findingRows(run: RunResult, known: ReadonlySet<string>, factsAt: FactsAt): ReportFinding[] {
  const byName = new Map(run.table.forms.map((form) => [formKey(nameOf(form)), form]));
  const messagesOf = new Map<string, number>();
  for (const { form, messages } of run.forms) {
    const entry = run.table.forms[form];
    const key = entry && formKey(nameOf(entry));
    if (key !== undefined) messagesOf.set(key, (messagesOf.get(key) ?? 0) + messages);
  }
  const findings = [...run.findings, ...neverSeen(run, factsAt)].sort(compareFindings);
  return findings.map(({ first, last, count, sample, spots, connection, ...key }: Finding): ReportFinding => {
    const name = { line: key.line, topic: key.topic, ...(connection === "" ? {} : { connection }), ...revisionOf(key) };
    const { form, pointer } = spots[0] ?? key;
    const entry = byName.get(formKey({ ...name, form }));
    const source = entry && factsAt(entry).source(pointer);
    const fingerprint = fingerprintOf({ ...key, connection });
    const help = helpUrl(key.code);
    const forms = [...new Set(spots.map((spot) => spot.form))];
    const messages = forms.reduce((sum, each) => sum + (messagesOf.get(formKey({ ...name, form: each })) ?? 0), 0);
    return {
      ...key,
      ...name,
      form,
      pointer,
      fingerprint,
      count,
      share: share(count, messages === 0 ? run.frames : messages),
      first: placeOf(first, run.sources),
      last: placeOf(last, run.sources),
      ...(spots.length > 1 && { places: spots.map((at) => ({ ...at, first: placeOf(at.first, run.sources) })) }),
      ...(sample && { sample }),
      ...(source && { source }),
      known: known.has(fingerprint),
      ...(help === undefined ? {} : { help }),
    };
  });
}

interface FormName {
  readonly line: string;
  readonly connection?: string;
  readonly topic: string;
  readonly revision?: string;
  readonly form: string;
}

const revisionOf = ({ revision }: Pick<FindingKey, "revision">): Pick<FormName, "revision"> =>
  revision === undefined ? {} : { revision };

/** Topics of one name that have the same messages on several connections are one topic of a report. */
const nameOf = ({ line, qualifier, topic, revision, form }: FormEntry): FormName => ({
  line: line.name,
  ...(qualifier === "" ? {} : { connection: qualifier }),
  topic,
  ...(revision !== undefined && { revision }),
  form,
});
const formKey = ({ line, connection = "", topic, revision = "", form }: FormName): string =>
  `${line}\n${connection}\n${topic}\n${revision}\n${form}`;

/** Without the severity: who accepts a finding accepts it as whatever it counts. */
function fingerprintOf({ code, line, connection, topic, revision, ...key }: FindingKey): string {
  const where = connection === "" ? line : `${line}/${connection}`;
  const what = revision === undefined ? topic : `${topic} ${revision}`;
  const text = [code, where, what, key.form, key.pointer, key.keyword, key.expected, key.got].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

const share = (count: number, of: number): number => (of === 0 ? 1 : round(Math.min(count / of, 1)));
const round = (value: number): number => Number(value.toPrecision(6));

function placeOf({ source, line, offset, time }: Place, sources: readonly SourceResult[]): FindingPlace {
  const file = sources[source]?.file ?? "";
  return { file, line, offset, ...(time === undefined ? {} : { time: isoTime(time) }) };
}

/** A capture may hold any number as its time. */
function isoTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

function countRows({ forms, table }: RunResult): { readonly topics: FormCount[]; readonly replies: FormCount[] } {
  const topics = new Map<string, FormCount>();
  const replies = new Map<string, FormCount>();
  for (const { form, messages, invalid, warned, bytes } of forms) {
    const entry = table.forms[form];
    if (!entry) continue;
    const name = nameOf(entry);
    const rows = entry.push ? topics : replies;
    const other = rows.get(formKey(name)) ?? { messages: 0, invalid: 0, warned: 0, bytes: 0 };
    rows.set(formKey(name), {
      ...name,
      messages: other.messages + messages,
      invalid: other.invalid + invalid,
      warned: other.warned + warned,
      bytes: other.bytes + bytes,
    });
  }
  return { topics: [...topics.values()], replies: [...replies.values()] };
}

/** Former revisions of topics that messages were judged by, each once. */
function revisionRows({ forms, table }: RunResult): RevisionRow[] {
  const rows = new Map<string, RevisionRow>();
  for (const { form, messages } of forms) {
    const entry = table.forms[form];
    const revision = entry?.push?.topic.revision;
    if (!entry || !revision) continue;
    const { line, connection, topic } = nameOf(entry);
    const { commit, from, until } = revision;
    const key = formKey({ ...nameOf(entry), form: "" });
    rows.set(key, {
      line,
      ...(connection === undefined ? {} : { connection }),
      topic,
      commit,
      from: isoTime(from),
      until: isoTime(until),
      messages: messages + (rows.get(key)?.messages ?? 0),
    });
  }
  return [...rows.values()];
}

const sumOf = (counts: readonly FormCount[]): number => counts.reduce((sum, { messages }) => sum + messages, 0);

function unroutedRows(findings: readonly ReportFinding[]): ValidateReport["unrouted"] {
  const reasons = new Map<string, { reason: string; count: number; first: FindingPlace }>();
  for (const { code, count, first } of findings) {
    if (!code.startsWith("unrouted/")) continue;
    const reason = code.slice("unrouted/".length);
    const row = reasons.get(reason);
    if (row) row.count += count;
    else reasons.set(reason, { reason, count, first });
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count);
}

function timelineOf({ timeline, table }: RunResult): ValidateReport["timeline"] {
  const steps = [...timeline.steps].sort(([a], [b]) => a - b);
  return {
    stepSeconds: timeline.width / 1e3,
    steps: steps.map(([index, forms]) => {
      const counts = new Map<string, { line: string; topic: string; messages: number; invalid: number }>();
      for (const [form, count] of forms) {
        const entry = table.forms[form < 0 ? asInvalid(form) : form];
        if (!entry?.push) continue;
        const key = `${entry.line.name}\n${entry.topic}`;
        const row = counts.get(key) ?? { line: entry.line.name, topic: entry.topic, messages: 0, invalid: 0 };
        counts.set(key, row);
        row.messages += count;
        if (form < 0) row.invalid += count;
      }
      return { time: isoTime(index * timeline.width), counts: [...counts.values()] };
    }),
  };
}

function statsRows(run: RunResult, factsAt: FactsAt): FormStatistics[] {
  return run.forms.flatMap(({ form, messages, stats }): FormStatistics[] => {
    const entry = run.table.forms[form];
    if (!entry) return [];
    const { byPointer } = factsAt(entry).fields;
    const fields = finishStats(stats, messages)
      .filter(({ pointer }) => pointer !== "")
      .map((field: FieldStats) => ({
        pointer: field.pointer,
        present: field.present,
        of: field.of,
        kinds: field.kinds,
        ...(field.min === undefined ? {} : { min: field.min }),
        ...(field.max === undefined ? {} : { max: field.max }),
        ...(field.values === undefined ? {} : { values: valueRows(field.values) }),
        documented: byPointer.has(field.pointer),
      }));
    return [{ ...nameOf(entry), messages, fields }];
  });
}

function valueRows(values: Readonly<Record<string, number>>): { value: string; count: number }[] {
  const rows = Object.entries(values).map(([value, count]) => ({ value, count }));
  return rows.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
