/** What the results of all blocks add up to. */

import type { BlockResult, FormResult } from "./check/block-check.js";
import type { Finding, FindingCollector, Place } from "./check/findings.js";
import { type FormStats, mergeStats } from "./check/stats.js";
import { createTimeline, mergeTimeline, type Timeline } from "./check/timeline.js";
import { createSecretCollector, type SecretValues } from "./redact/secret-values.js";

export interface Totals {
  /** By form, in the order of the table; only forms that were seen. */
  readonly forms: readonly (Omit<FormResult, "stats"> & { readonly stats: FormStats })[];
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
  const forms = new Map<number, Totals["forms"][number]>();
  const total = { frames: 0, sent: 0, bytes: 0 };
  let checked = 0;
  let firstTime: number | undefined;
  let lastTime: number | undefined;

  const addForm = ({ stats, ...form }: FormResult): void => {
    const known = forms.get(form.form);
    const all = known ?? { ...form, stats: new Map() };
    if (known) {
      known.messages += form.messages;
      known.invalid += form.invalid;
      known.warned += form.warned;
      known.bytes += form.bytes;
      for (const [index, byte] of form.seen.entries()) if (byte !== 0) known.seen[index] = 1;
    } else forms.set(form.form, all);
    if (stats) mergeStats(all.stats, stats);
  };
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
      for (const form of result.forms) addForm(form);
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
