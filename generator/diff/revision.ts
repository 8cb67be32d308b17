/** What is compared: a spec, and what is known beside it. */

import type { DefectRow } from "../derive/defect-rows.js";
import type { Json } from "../schema/json-schema.js";
import type { Release } from "../spec/releases.js";
import type { DefectLines } from "../spec/source-map.js";
import type { Spec, TopicSpec } from "../spec/spec.js";

export interface SpecRevision {
  /** As the user named it. */
  readonly name: string;
  readonly spec: Spec;
  /** Of the generated package, the newest first. */
  readonly releases: readonly Release[];
  readonly defects: readonly DefectRow[];
  /** Topics that the pages no longer gave a schema for, as `futures/trade`: nothing is known of their defects. */
  readonly underived: readonly string[];
  /** Lines of the pages, by product line and id of the defect. */
  readonly defectLines: Readonly<Record<string, Readonly<Record<string, DefectLines>>>>;
  /** Known where the spec was derived for the comparison: overlays that change nothing any more, by product line. */
  readonly staleOverlays?: readonly StaleOverlay[];
  /** Known where the pages are at hand. */
  readonly examples?: ReadonlyMap<TopicSpec, readonly Json[]>;
}

export interface StaleOverlay {
  readonly productLine: string;
  /** The file, and what it says of itself. */
  readonly file: string;
  readonly message: string;
}
