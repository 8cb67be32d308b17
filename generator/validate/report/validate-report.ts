/** What `--format json` prints, and what the other formats show: schemas/validate-report.schema.json says the same of the JSON. */

import type { Finding, FindingSpot } from "../check/findings.js";
import type { FindingSource } from "../form-table.js";
import type { SourceResult } from "../run-result.js";

export interface ValidateReport {
  /** Version of this shape. */
  readonly version: 1;
  /** True if it was interrupted: what follows covers what was read. */
  readonly partial: boolean;
  /** Everything that came or went over a socket. */
  readonly frames: number;
  /** Pushes among them. */
  readonly messages: number;
  /** Frames that the client sent. */
  readonly sent: number;
  /** Bytes of all frames. */
  readonly bytes: number;
  /** From the first frame to the last; 0 where the captures hold no times. */
  readonly seconds: number;
  /** Frames that were checked against a documented form: pushes and replies. */
  readonly checked: number;
  /** Why none was; absent if one was. */
  readonly nothingChecked?: string;
  /** Every input, read or not. */
  readonly captures: readonly SourceResult[];
  readonly topics: readonly FormCount[];
  readonly replies: readonly FormCount[];
  /** Former revisions of topics that judged messages of their time; absent: none did. */
  readonly revisions?: readonly RevisionRow[];
  /** Order books, in the order in which they came first. */
  readonly books: readonly BookRow[];
  readonly findings: readonly ReportFinding[];
  /** What the baseline accepts; absent if nothing. */
  readonly accepted?: Accepted;
  readonly unrouted: readonly { readonly reason: string; readonly count: number; readonly first: FindingPlace }[];
  readonly timeline: {
    /** Seconds of one step. */
    readonly stepSeconds: number;
    readonly steps: readonly {
      /** ISO 8601. */
      readonly time: string;
      readonly counts: readonly {
        readonly line: string;
        readonly topic: string;
        readonly messages: number;
        readonly invalid: number;
      }[];
    }[];
  };
  readonly stats?: readonly FormStatistics[];
}

/** Findings that are known. A message with two of them counts twice. */
export interface Accepted {
  readonly causes: number;
  readonly messages: number;
}

export interface FormCount {
  readonly line: string;
  /** As in findings. */
  readonly connection?: string;
  readonly topic: string;
  /** When the schema that judged them began to be true, ISO 8601; absent: it is today's. */
  readonly revision?: string;
  readonly form: string;
  readonly messages: number;
  /** With an error. */
  readonly invalid: number;
  /** With a warning and no error. */
  readonly warned: number;
  /** Of all of them. */
  readonly bytes: number;
}

/** A topic as the documentation had it for a time. */
export interface RevisionRow {
  readonly line: string;
  /** As in findings. */
  readonly connection?: string;
  readonly topic: string;
  /** Of the documentation. */
  readonly commit: string;
  /** ISO 8601; `until`: the first moment at which it was not true any more. */
  readonly from: string;
  readonly until: string;
  /** That were judged by it. */
  readonly messages: number;
}

/** One order book, as a reader would keep it. */
export interface BookRow {
  readonly line: string;
  /** As in findings. */
  readonly connection?: string;
  readonly topic: string;
  /** As its messages name it; empty: all that are not listed by themselves. */
  readonly book: string;
  readonly messages: number;
  /** Messages of which nobody knows what they did to the book. */
  readonly unread: number;
  /** Messages behind which it was whole: nothing contradicted it since it came as a whole. */
  readonly whole: number;
  /** From its first message to its last, and how much of it the book was whole; 0 where the captures hold no times. */
  readonly seconds: number;
  readonly wholeSeconds: number;
}

export interface FindingPlace {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Of the record's first byte, in the decompressed capture. */
  readonly offset: number;
  /** ISO 8601, where the capture has it. */
  readonly time?: string;
}

export interface ReportFinding extends Omit<Finding<FindingPlace>, "connection" | "spots"> {
  /** Where topics of one name have messages of their own on several connections; else absent. */
  readonly connection?: string;
  /** Where it came first. */
  readonly form: string;
  readonly pointer: string;
  /** All places of the topic's messages that have it; absent if there is no other. */
  readonly places?: readonly FindingSpot<FindingPlace>[];
  /** The same in every run. */
  readonly fingerprint: string;
  /** Of the messages of its form, or of all frames. */
  readonly share: number;
  /** The documentation, or the person's correction, behind the rule. */
  readonly source?: FindingSource;
  /** Accepted by the baseline. */
  readonly known: boolean;
  /** URL of the page that says what the code means. */
  readonly help?: string;
}

export interface FormStatistics {
  readonly line: string;
  /** As in findings. */
  readonly connection?: string;
  readonly topic: string;
  /** As in counts of forms. */
  readonly revision?: string;
  readonly form: string;
  readonly messages: number;
  readonly fields: readonly {
    readonly pointer: string;
    readonly present: number;
    readonly of: number;
    readonly kinds: Readonly<Record<string, number>>;
    readonly min?: number;
    readonly max?: number;
    /** Value as JSON and times, most frequent first; absent where there are many, and of secrets. */
    readonly values?: readonly { readonly value: string; readonly count: number }[];
    /** Whether the documentation has it. */
    readonly documented: boolean;
  }[];
}
