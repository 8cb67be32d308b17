/** What the results of all blocks add up to. */

import type { BlockResult } from "./check/block-result.js";
import type { Finding, FindingCollector, Place } from "./check/findings.js";
import { addSeen, type FormResult } from "./check/form-results.js";
import { type FormStats, mergeStats } from "./check/stats.js";
import { createTimeline, mergeTimeline, type Timeline } from "./check/timeline.js";
import { createSecretCollector, type SecretValues } from "./redact/secret-values.js";

export type FormTotal = Omit<FormResult, "stats"> & { readonly stats: FormStats };

export interface Totals {
  /** By form, in the order of the table; only forms that were seen. */
  readonly forms: readonly FormTotal[];
  readonly frames: number;
  readonly sent: number;
  readonly bytes: number;
  /** Milliseconds since 1970 of the first and last frame, over all captures. */
  readonly firstTime: number | undefined;
  readonly lastTime: number | undefined;
  readonly findings: readonly Finding[];
  readonly timeline: Timeline;
  /** Values that were secret anywhere. */
  readonly secrets: SecretValues;
}

export interface TotalsCollector {
  /** `lines`: those of the capture before the block. Tells how many frames the block has that were checked against a form. */
  add(result: BlockResult, source: number, lines: number): number;
  /** Frames that were checked against a form so far. */
  readonly checked: number;
  take(): Totals;
}

export function createTotals(collector: FindingCollector): TotalsCollector {
  const timeline = createTimeline();
  const secrets = createSecretCollector();
  const forms = new Map<number, FormTotal>();
  const total = { frames: 0, sent: 0, bytes: 0 };
  let checked = 0;
  let firstTime: number | undefined;
  let lastTime: number | undefined;

  return {
    get checked() {
      return checked;
    },
    add(result, source, lines) {
      total.frames += result.frames;
      total.sent += result.sent;
      total.bytes += result.bytes;
      if (result.firstTime !== undefined) firstTime = Math.min(firstTime ?? result.firstTime, result.firstTime);
      if (result.lastTime !== undefined) lastTime = Math.max(lastTime ?? result.lastTime, result.lastTime);
      const shift = (place: Place): Place => (result.placed ? place : { ...place, source, line: place.line + lines });
      collector.merge(result.findings, shift);
      secrets.merge(result.secrets);
      mergeTimeline(timeline, result.timeline);
      for (const form of result.forms) addForm(forms, form);
      const messages = result.forms.reduce((sum, form) => sum + form.messages, 0);
      checked += messages;
      return messages;
    },
    take: () => ({
      forms: [...forms.values()].sort((a, b) => a.form - b.form),
      ...total,
      firstTime,
      lastTime,
      findings: collector.take(),
      timeline,
      secrets: secrets.take(),
    }),
  };
}

function addForm(forms: Map<number, FormTotal>, { stats, ...form }: FormResult): void {
  const total = forms.get(form.form);
  if (total) {
    total.messages += form.messages;
    total.invalid += form.invalid;
    total.warned += form.warned;
    total.bytes += form.bytes;
    addSeen(total, form.seen);
    if (stats) mergeStats(total.stats, stats);
    return;
  }
  const first: FormTotal = { ...form, stats: new Map() };
  forms.set(form.form, first);
  if (stats) mergeStats(first.stats, stats);
}
