/** All that the site is made of. */

import type { ReportedPage } from "../derive/defect-report.js";
import type { OutputTree } from "../host/output-tree.js";
import type { Dialogues } from "../spec/dialogues.js";
import type { LineSpec, Spec, TopicSpec } from "../spec/spec.js";

export interface SiteInput {
  readonly spec: Spec;
  readonly dialoguesOf: (line: LineSpec) => Dialogues;
  /** Of the line, or of one of its topics. */
  readonly defectsOf: (line: LineSpec, topic?: TopicSpec) => readonly ReportedPage[];
  /** Where people read a page, at the revision that the spec is of; undefined where nobody knows. */
  readonly urlOf: (page: string, line?: number) => string | undefined;
  /** The TypeScript module of a topic. */
  readonly typesOf: (topic: TopicSpec) => string;
  /** Scripts and styles, by path. */
  readonly assets: OutputTree;
}
