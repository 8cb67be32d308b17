/**
 * What is wrong with a run or with one of its inputs, and not with the traffic: inputs that were not read whole, and runs that checked
 * nothing. Every report format shows them, and neither a baseline nor --fail-on lets an error among them pass.
 */

import { counted } from "../../text/words.js";
import { nameOf } from "../check/line-choice.js";
import type { LineDecision } from "../decide-line.js";
import type { SourceResult } from "../run-result.js";
import type { ValidateReport } from "./validate-report.js";

export interface Problem {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: string;
  /** Absent: all inputs together. */
  readonly file?: string;
  readonly line?: number;
  readonly offset?: number;
}

export const NOTHING_CHECKED = "validate/nothing-checked";
/** Only the checks across messages have to remember topics. */
export const NOT_REMEMBERED = "validate/not-remembered";
export const AMBIGUOUS_LINE = "validate/ambiguous-line";

export function problemsOf({ captures, checked, nothingChecked }: ValidateReport): Problem[] {
  return [
    ...(nothingChecked === undefined
      ? []
      : [{ severity: "error", code: NOTHING_CHECKED, message: nothingChecked } as const]),
    ...captures.flatMap((capture): Problem[] => {
      const { file, frames, checked: own, damage, decisions } = capture;
      const ties = decisions.flatMap((decision) => tieOf(decision, file));
      const forgotten = unrememberedOf(capture);
      if (damage) return [{ severity: "error", file, ...damage }, ...ties, ...forgotten];
      // Where nothing was checked at all, it was said already.
      if (own > 0 || checked === 0) return [...ties, ...forgotten];
      const message = `None of its ${counted(frames, "frame")} was checked: none is a documented push or reply.`;
      return [{ severity: "warning", code: "validate/capture-not-checked", message, file }];
    }),
  ];
}

function unrememberedOf({ unremembered, file }: SourceResult): Problem[] {
  if (unremembered === undefined) return [];
  const count = counted(unremembered, "message");
  const message = `${count} could not be checked across messages: it has more topics and books at a time than are remembered.`;
  return [{ severity: "warning", code: NOT_REMEMBERED, message, file }];
}

function tieOf({ line, connection, url, alsoFits }: LineDecision, file: string): Problem[] {
  if (line === undefined || alsoFits.length === 0) return [];
  const name = nameOf({ line, ...(connection === undefined ? {} : { connection }) });
  const frames = url === undefined ? "The frames" : `The frames of ${url}`;
  const message = `${frames} fit ${[name, ...alsoFits].join(" and ")} alike; checked against ${name}.`;
  return [{ severity: "warning", code: AMBIGUOUS_LINE, message, file }];
}

/** Undefined if something was checked. */
export function whyNothingChecked({
  frames,
  sent,
  checked,
  partial,
}: Pick<ValidateReport, "frames" | "sent" | "checked" | "partial">): string | undefined {
  if (checked > 0) return undefined;
  if (partial) return "Nothing was checked: the run was interrupted before.";
  if (frames === 0) return "Nothing was checked: no frame was read.";
  if (frames === sent) return `Nothing was checked: ${counted(frames, "frame")}, all sent by the client.`;
  return `Nothing was checked: ${counted(frames, "frame")}, and none is a documented push or reply.`;
}
