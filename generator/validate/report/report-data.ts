/** The result of a validation as one plain object: what `--format json` prints (schemas/validate-report.schema.json) and what the others show. */

import { createHash } from "node:crypto";
import type { Severity } from "../check/explain.js";
import { type Cause, compareFindings, type Place, type Tally } from "../check/findings.js";
import { type FieldStats, finishStats } from "../check/stats.js";
import { type FormEntry, type FormFacts, factsOf } from "../form-table.js";
import type { RunResult, SourceResult } from "../run-result.js";
import { whyNothingChecked } from "./problems.js";
import type { Finding, FindingPlace, FormCount, FormStatistics, ValidateReport } from "./validate-report.js";

/** Fewer messages say nothing about a field that did not come. */
const NEVER_SEEN_MESSAGES = 100;

export function createReportData(run: RunResult, known: ReadonlySet<string>, withStats: boolean): ValidateReport {
  const facts = new Map<number, FormFacts>();
  const factsAt = (form: FormEntry): FormFacts => {
    const found = facts.get(form.id) ?? factsOf(form);
    facts.set(form.id, found);
    return found;
  };
  const byName = new Map(run.table.forms.map((form) => [`${form.line.name}\n${form.topic}\n${form.form}`, form]));
  const messagesOf = new Map<string, number>();
  for (const { form, messages } of run.forms) {
    const entry = run.table.forms[form];
    if (entry) messagesOf.set(`${entry.line.name}\n${entry.topic}\n${entry.form}`, messages);
  }
  const tallies = [...run.findings, ...neverSeen(run, factsAt)].sort(compareFindings);
  const findings = tallies.map((tally): Finding => {
    const { first, last, count, sample, ...cause } = tally;
    const key = `${cause.line}\n${cause.topic}\n${cause.form}`;
    const form = byName.get(key);
    const source = form && factsAt(form).source(cause.pointer);
    const print = fingerprintOf(cause);
    return {
      ...cause,
      fingerprint: print,
      count,
      share: share(count, messagesOf.get(key) ?? run.frames),
      first: placeOf(first, run.sources),
      last: placeOf(last, run.sources),
      ...(sample && { sample }),
      ...(source && { source }),
      known: known.has(print),
    };
  });
  const counts = run.forms.flatMap(({ form, messages, invalid, warned }) => {
    const entry = run.table.forms[form];
    if (!entry) return [];
    const row: FormCount = { line: entry.line.name, topic: entry.topic, form: entry.form, messages, invalid, warned };
    return [{ row, push: entry.push !== undefined }];
  });
  const topics = counts.filter(({ push }) => push).map(({ row }) => row);
  const checked = counts.reduce((sum, { row }) => sum + row.messages, 0);
  const nothingChecked = whyNothingChecked({ ...run, checked });
  return {
    version: 1,
    partial: run.partial,
    frames: run.frames,
    checked,
    ...(nothingChecked === undefined ? {} : { nothingChecked }),
    messages: topics.reduce((sum, { messages }) => sum + messages, 0),
    sent: run.sent,
    bytes: run.bytes,
    seconds:
      run.firstTime === undefined || run.lastTime === undefined ? 0 : round((run.lastTime - run.firstTime) / 1e3),
    captures: run.sources,
    topics,
    replies: counts.filter(({ push }) => !push).map(({ row }) => row),
    findings,
    unrouted: unroutedOf(findings),
    timeline: timelineOf(run),
    ...(withStats && { stats: statsOf(run, factsAt) }),
  };
}

export function fingerprintOf({ code, line, topic, form, pointer, keyword, expected, got }: Cause): string {
  const text = [code, line, topic, form, pointer, keyword, expected, got].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

export const severityCount = (findings: readonly Finding[], severity: Severity): number =>
  findings.filter((finding) => finding.severity === severity && !finding.known).length;

const share = (count: number, of: number): number => (of === 0 ? 1 : round(Math.min(count / of, 1)));
const round = (value: number): number => Number(value.toPrecision(6));

function placeOf({ source, line, offset, time }: Place, sources: readonly SourceResult[]): FindingPlace {
  const file = sources[source]?.file ?? "";
  return { file, line, offset, ...(time === undefined ? {} : { time: isoTime(time) }) };
}

/** A capture may hold any number as its time. */
export function isoTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

function neverSeen(run: RunResult, factsAt: (form: FormEntry) => FormFacts): Tally[] {
  const source = run.sources.findIndex(({ checked }) => checked > 0);
  return run.forms.flatMap(({ form, messages, seen }): Tally[] => {
    const entry = run.table.forms[form];
    if (!entry?.push || messages < NEVER_SEEN_MESSAGES) return [];
    const { fields } = factsAt(entry).fields;
    const wasThere = (index: number): boolean => {
      const field = fields[index];
      if (!field) return true;
      return field.required ? wasThere(field.parent) : seen[index] === 1;
    };
    return fields.flatMap((field): Tally[] => {
      const { presence, condition } = field.type;
      // What a delta leaves out, and what comes under a condition, was not promised.
      if (field.required || field.pointer.endsWith("/*") || presence === "delta" || condition !== undefined) return [];
      if (presence === "conditional" || seen[field.index] === 1 || !wasThere(field.parent)) return [];
      const place: Place = { source, line: 1, offset: 0 };
      return [
        {
          code: "field-never-seen",
          severity: "warning",
          line: entry.line.name,
          topic: entry.topic,
          form: entry.form,
          pointer: field.pointer,
          keyword: "properties",
          expected: "the documented field at least once",
          got: "nothing",
          count: messages,
          first: place,
          last: place,
        },
      ];
    });
  });
}

function unroutedOf(findings: readonly Finding[]): ValidateReport["unrouted"] {
  const reasons = new Map<string, { reason: string; count: number; first: FindingPlace }>();
  for (const { code, count, first } of findings) {
    if (!code.startsWith("unrouted/")) continue;
    const reason = code.slice("unrouted/".length);
    const known = reasons.get(reason);
    if (known) known.count += count;
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
        const entry = table.forms[form < 0 ? -1 - form : form];
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

function statsOf(run: RunResult, factsAt: (form: FormEntry) => FormFacts): FormStatistics[] {
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
        ...(field.values === undefined ? {} : { values: valuesOf(field.values) }),
        documented: byPointer.has(field.pointer),
      }));
    return [{ line: entry.line.name, topic: entry.topic, form: entry.form, messages, fields }];
  });
}

function valuesOf(values: Readonly<Record<string, number>>): { value: string; count: number }[] {
  const rows = Object.entries(values).map(([value, count]) => ({ value, count }));
  return rows.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
