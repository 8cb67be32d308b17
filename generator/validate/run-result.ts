/** What a run over captures comes to. */

import type { Damage } from "../capture/damage.js";
import type { LineDecision } from "./decide-line.js";
import type { FormTable } from "./form-table.js";
import type { BookTotal } from "./sequence/book-totals.js";
import type { Totals } from "./totals.js";

export interface SourceResult {
  readonly file: string;
  /** Empty where it could not be told. */
  readonly format: string;
  readonly compression: string;
  readonly lines: number;
  readonly frames: number;
  /** Records that are no frames: answers to HTTP requests, pages. */
  readonly others: number;
  /** Frames that were checked against a documented form. */
  readonly checked: number;
  /** Messages among them that were not checked across messages, because of more topics than there is room to remember; absent: none. */
  readonly unremembered?: number;
  readonly decisions: readonly LineDecision[];
  /** Why the capture was not read, or not to its end. */
  readonly damage?: Damage;
}

export interface RunResult extends Omit<Totals, "secrets"> {
  readonly table: FormTable;
  /** Every input, in the order of reading. */
  readonly sources: readonly SourceResult[];
  readonly books: readonly BookTotal[];
  /** Stopped before the end. */
  readonly partial: boolean;
}
