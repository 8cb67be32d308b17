/** What is decided of a capture before its blocks are checked: its product lines, and how their messages are proven. */

import type { CaptureFormat, ReadOptions } from "../capture/formats.js";
import { headBlock, type OpenCapture } from "../capture/open-capture.js";
import type { Report } from "../diagnostics/diagnostic.js";
import type { Spec } from "../spec/spec.js";
import type { SourcePlan } from "./check/block-check.js";
import { createLineChecks } from "./check/line-check.js";
import { type LineChoice, nameOf } from "./check/line-choice.js";
import { decideLine, type LineDecision, sampleFrames } from "./decide-line.js";
import type { FormTable } from "./form-table.js";
import { compileProofs, type Proofs } from "./proof/proof-module.js";

export interface PlanSetup {
  readonly spec: Spec;
  readonly table: FormTable;
  /** `--line` */
  readonly line?: LineChoice;
  readonly maxLine: number;
  readonly read: ReadOptions;
  readonly books: boolean;
  /** Prove messages from their bytes. */
  readonly fast: boolean;
}

export type PlanSource = (
  capture: OpenCapture,
  format: CaptureFormat,
  source: number,
) => { readonly plan: SourcePlan; readonly decisions: readonly LineDecision[] };

/** Proofs are compiled once for all captures. */
export function createPlanner(setup: PlanSetup, report: Report): PlanSource {
  const { spec, table, books, read } = setup;
  const checkOf = createLineChecks(spec.lines, table, false);
  const compiled = new Map<string, Proofs>();
  const proofsOf = (choices: readonly (LineChoice | undefined)[], spaced: boolean): Record<string, Proofs> => {
    const proofs: Record<string, Proofs> = {};
    for (const choice of setup.fast ? choices : []) {
      const line = choice && spec.lines.find(({ name }) => name === choice.line);
      if (!line) continue;
      const key = `${nameOf(choice)} ${spaced}`;
      const known = compiled.get(key) ?? compileProofs({ line, connection: choice.connection, table, books, spaced });
      compiled.set(key, known);
      proofs[nameOf(choice)] = known;
    }
    return proofs;
  };

  return (capture, format, source) => {
    const { bytes, session } = headBlock(capture, setup.maxLine);
    const frames = sampleFrames(bytes, format, session, read);
    const decisions: LineDecision[] = [];
    const byUrl: Record<string, LineChoice | undefined> = {};
    let choice: LineChoice | undefined;
    const decide = (url: string, texts: readonly string[]): LineChoice | undefined => {
      const { choice: decided, decision } = decideLine(url, texts, {
        lines: spec.lines,
        checkOf,
        ...(setup.line ? { option: setup.line } : {}),
      });
      decisions.push(decision);
      if (decision.alsoFits.length > 0 && decided)
        report.add({
          code: "validate/ambiguous-line",
          severity: "info",
          message: `The frames fit ${[nameOf(decided), ...decision.alsoFits].join(" and ")} alike; checked against ${nameOf(decided)}.`,
          file: capture.source.name,
          fix: "Say which with --line.",
        });
      return decided;
    };
    for (const [url, texts] of frames) if (url !== "") byUrl[url] = decide(url, texts);
    // Connections whose URL comes later in the file are judged with the first ones.
    const rest = frames.get("");
    if ((rest !== undefined && rest.length > 0) || frames.size === 0) choice = decide("", rest ?? []);
    else choice = Object.values(byUrl).find((each) => each !== undefined);
    const spaced = [...frames.values()].some((texts) => texts.some(isSpaced));
    const proofs = proofsOf([choice, ...Object.values(byUrl)], spaced);
    return { plan: { source, format: format.name, choice, byUrl, proofs }, decisions };
  };
}

/** Blanks between tokens, as far as a look at one frame tells; text may hold the same. */
const isSpaced = (text: string): boolean => /^\s*[[{]\s|[:,]\s/.test(text);
