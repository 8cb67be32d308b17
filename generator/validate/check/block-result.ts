/** What the check of a block needs, and what it comes to: plain data, that travels between threads. */

import type { Damage } from "../../capture/damage.js";
import type { ReadOptions } from "../../capture/formats.js";
import type { Session } from "../../capture/session.js";
import type { Spec } from "../../spec/spec.js";
import type { EventLog } from "../events/event-log.js";
import type { Proofs } from "../proof/proof-module.js";
import type { SecretValues } from "../redact/secret-values.js";
import type { Finding } from "./findings.js";
import type { FormResult } from "./form-results.js";
import type { LineChoice } from "./line-choice.js";
import type { Timeline } from "./timeline.js";

/** The same for all blocks of a run. */
export interface CheckSetup {
  readonly spec: Spec;
  /** Bytes of the longest line that is read. */
  readonly maxLine: number;
  readonly stats: boolean;
  /** Levels of order books are needed. */
  readonly books: boolean;
  readonly read: ReadOptions;
}

/** What is known of a capture when one of its blocks is checked. */
export interface SourcePlan {
  readonly source: number;
  readonly format: string;
  /** By endpoint (endpoint.ts); undefined: no line knows its frames. One that is not there is not decided yet. */
  readonly choices: ReadonlyMap<string, LineChoice | undefined>;
  /** Of all endpoints that are not in `choices`; absent: none of them is decided yet. */
  readonly rest?: { readonly choice: LineChoice | undefined };
  /** By the name of a check (line-check.ts): how its messages are proven from their bytes. None: every frame is parsed. */
  readonly proofs: ReadonlyMap<string, Proofs>;
}

export interface BlockResult {
  /** A frame is of an endpoint that is not decided yet: nothing of what follows it was checked, and nothing of this result counts. */
  readonly isUndecided: boolean;
  /** What the records of the block say about later ones, besides what was known before. */
  readonly session: Session;
  /** Lines that began in the block. */
  readonly lines: number;
  readonly frames: number;
  readonly bytes: number;
  readonly sent: number;
  /** Records that are no frames: answers to HTTP requests, pages. */
  readonly others: number;
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
