/** What the defect rules look at: one line with its pages and topics, all read. */

import type { Report } from "../../diagnostics/diagnostic.js";
import type { Recall } from "../../diagnostics/recall.js";
import type { DocPage, Fence } from "../../docs/page.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import type { LineFile } from "../../spec/line-file.js";
import type { FenceReading } from "../evidence.js";
import type { Glossary } from "../glossary.js";
import type { TopicMatch } from "../match-rows.js";

export interface DefectContext extends TopicContext {
  readonly pages: readonly DocPage[];
  readonly readings: ReadonlyMap<Fence, FenceReading>;
  readonly topics: readonly TopicMatch[];
  readonly recall: Recall;
  readonly report: Report;
}

/** What the rules for rows and members look at besides the topic that has them. */
export interface TopicContext {
  readonly exchange: ExchangeFile;
  readonly file: LineFile;
  readonly glossary: Glossary;
  /** Example values that the documented values of their field lack. */
  readonly unlisted: readonly UnlistedValue[];
}

export interface UnlistedValue {
  readonly page: string;
  readonly topic: string;
  /** The first form whose examples show it. */
  readonly form: string;
  readonly field: string;
  readonly value: string | number;
  readonly line: number;
  readonly documented: readonly (string | number)[];
  /** Where the documented ones begin: `page:line`. */
  readonly documentedAt: string;
}

/** The topic in whose section a line of a page stands; empty outside of all. */
export function topicAt(context: DefectContext, page: DocPage, line: number): string {
  for (const { evidence } of context.topics) {
    if (evidence.page !== page || evidence.heading.line > line) continue;
    const next = page.blocks.find(
      (block) =>
        block.kind === "heading" && block.line > evidence.heading.line && block.level <= evidence.heading.level,
    );
    if (next === undefined || line < next.line) return evidence.entry.name;
  }
  return "";
}
