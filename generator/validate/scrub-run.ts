/**
 * Takes the values that were secret anywhere out of the result of a run, before anything is made of it: reports,
 * fingerprints, baselines and proposals all begin here. Parts of a capture are checked apart, so nobody knows these
 * values earlier.
 */

import { type Finding, type FindingSpot, type Place, type Sample, textOf } from "./check/findings.js";
import type { FieldStats, FormStats } from "./check/stats.js";
import { showsValue } from "./check/value-words.js";
import type { FormTable } from "./form-table.js";
import { documentedWords } from "./redact/documented-words.js";
import { redactPointer } from "./redact/redact.js";
import { redactText } from "./redact/redact-text.js";
import { createScrub, type Scrub } from "./redact/scrub.js";
import type { SecretValues } from "./redact/secret-values.js";
import type { RunResult } from "./run-result.js";

export function scrubOf({ credentials, accounts }: SecretValues, table: FormTable): Scrub {
  const secrets = new Set([...credentials, ...accounts]);
  return secrets.size === 0 ? (text) => text : createScrub(secrets, documentedWords(table));
}

export function scrubRun(run: RunResult, scrub: Scrub): RunResult {
  return {
    ...run,
    sources: run.sources.map((source) => ({
      ...source,
      decisions: source.decisions.map((decision) =>
        // An endpoint by which the line was known is the documentation's own.
        decision.url === undefined || decision.by === "endpoint" ? decision : { ...decision, url: scrub(decision.url) },
      ),
    })),
    forms: run.forms.map((form) => ({ ...form, stats: scrubStats(form.stats, scrub) })),
    findings: scrubFindings(run.findings, scrub),
    books: run.books.map((total) => ({ ...total, book: scrub(redactText(total.book)) })),
  };
}

/** Findings that were told apart by a secret alone are one. */
function scrubFindings(findings: readonly Finding[], scrub: Scrub): Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of findings) {
    const clean = scrubFinding(finding, scrub);
    const key = textOf(clean);
    const other = known.get(key);
    known.set(key, other ? joined(other, clean) : clean);
  }
  return [...known.values()];
}

const scrubFinding = (finding: Finding, scrub: Scrub): Finding => ({
  ...finding,
  pointer: scrub(finding.pointer),
  // Words of ours are not the capture's.
  got: showsValue(finding.got) ? scrub(finding.got) : finding.got,
  ...(finding.sample && { sample: scrubSample(finding.sample, scrub) }),
  spots: finding.spots.map((spot) => ({ ...spot, pointer: scrub(spot.pointer) })),
});

const scrubSample = ({ pointer, value, frame }: Sample, scrub: Scrub): Sample => ({
  pointer: scrub(pointer),
  value: scrub(value),
  frame: scrub(frame),
});

function joined(a: Finding, b: Finding): Finding {
  const [first, other] = isBefore(b.first, a.first) ? [b, a] : [a, b];
  return {
    ...first,
    count: a.count + b.count,
    last: isBefore(first.last, other.last) ? other.last : first.last,
    spots: joinedSpots([...first.spots, ...other.spots]),
  };
}

function joinedSpots(spots: readonly FindingSpot[]): FindingSpot[] {
  const joined = new Map<string, FindingSpot>();
  for (const spot of spots) {
    const key = `${spot.form} ${spot.pointer}`;
    const known = joined.get(key);
    const first = known && isBefore(known.first, spot.first) ? known.first : spot.first;
    joined.set(key, { ...spot, count: (known?.count ?? 0) + spot.count, first });
  }
  return [...joined.values()];
}

const isBefore = (a: Place, b: Place): boolean =>
  a.source - b.source < 0 || (a.source === b.source && a.offset < b.offset);

/** A field whose name is secret is left out; one with a secret value has no values. */
function scrubStats(stats: FormStats, scrub: Scrub): FormStats {
  return new Map(
    [...stats].flatMap(([pointer, field]) =>
      scrub(redactPointer(pointer)) === pointer ? [[pointer, scrubField(field, scrub)] as const] : [],
    ),
  );
}

function scrubField(field: FieldStats, scrub: Scrub): FieldStats {
  const { values, min, max, ...rest } = field;
  const isShown = (text: string): boolean => scrub(redactText(text)) === text;
  const isRange = [min, max].every((limit) => limit === undefined || isShown(String(limit)));
  return {
    ...rest,
    ...(isRange && min !== undefined && max !== undefined && { min, max }),
    ...(values !== undefined && Object.keys(values).every(isShown) && { values }),
  };
}
