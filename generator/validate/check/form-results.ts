/** What the messages of a block come to, form by form. */

import type { Severity } from "../../diagnostics/diagnostic.js";
import type { ProvenForm } from "../proof/prover.js";
import type { FormCheck } from "./line-check.js";
import { addToStats, type FieldStats, type FormStats } from "./stats.js";

export interface FormResult {
  /** Number of the form in the table. */
  readonly form: number;
  messages: number;
  /** With an error. */
  invalid: number;
  /** With a warning and no error. */
  warned: number;
  bytes: number;
  /** A byte for each field, 1 if it was there. */
  readonly seen: Uint8Array;
  stats?: FieldStats[];
}

/** `worst`: of what is to be said of the message; undefined if nothing is. */
export function countMessage(result: FormResult, length: number, worst: Severity | undefined): void {
  result.messages += 1;
  result.bytes += length;
  if (worst === "error") result.invalid += 1;
  else if (worst === "warning") result.warned += 1;
}

/** Adds the messages that were proven from their bytes. */
export function countProven(result: FormResult, { messages, bytes, seen }: ProvenForm): void {
  result.messages += messages;
  result.bytes += bytes;
  addSeen(result, seen);
}

/** Marks the fields that were there in either. */
export function addSeen(result: Pick<FormResult, "seen">, seen: Uint8Array): void {
  for (let index = 0; index < seen.length; index += 1) if (seen[index] === 1) result.seen[index] = 1;
}

export interface FormResults {
  /** The result of the form whose check is about to mark what it sees. */
  of(form: FormCheck): FormResult;
  addStats(form: FormCheck, message: unknown): void;
  addProven(form: ProvenForm): void;
  /** Copies, and clears what the forms have seen for the next block. */
  take(): FormResult[];
}

export function createFormResults(): FormResults {
  const results = new Map<number, FormResult>();
  const statsOf = new Map<number, FormStats>();
  // Messages of one form follow each other: the last answer is looked at before the map.
  let lastForm: FormCheck | undefined;
  let lastResult: FormResult | undefined;
  const find = (form: number, seen: Uint8Array): FormResult => {
    const result = results.get(form) ?? { form, messages: 0, invalid: 0, warned: 0, bytes: 0, seen };
    results.set(form, result);
    return result;
  };
  return {
    of(form) {
      if (form !== lastForm || !lastResult) {
        lastForm = form;
        lastResult = find(form.entry.id, form.seen);
      }
      return lastResult;
    },
    addStats(form, message) {
      const stats = statsOf.get(form.entry.id) ?? new Map<string, FieldStats>();
      statsOf.set(form.entry.id, stats);
      addToStats(stats, message, form.secrets);
    },
    addProven: (proven) => countProven(find(proven.form, proven.seen), proven),
    take: () =>
      [...results.values()].flatMap((result) => {
        const seen = result.seen.slice();
        result.seen.fill(0);
        const stats = statsOf.get(result.form);
        // What turned out to be a request was no message of the form.
        return result.messages === 0 ? [] : [{ ...result, seen, ...(stats && { stats: [...stats.values()] }) }];
      }),
  };
}
