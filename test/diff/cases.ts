/** The cases of rules: a file each, of two revisions and all that is said of them. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { SpecRevision, StaleOverlay } from "../../generator/diff/revision.js";
import type { Json } from "../../generator/schema/json-schema.js";
import type { Level } from "../../generator/spec/level.js";
import { filesOf, type Patch, patched, revisionOf } from "./revisions.js";

export interface Case {
  readonly about: string;
  /** Of the made-up lines. */
  readonly before?: Patch;
  /** Of `before`. */
  readonly after?: Patch;
  /** What is known where pages are at hand: overlays, and examples by topic. */
  readonly stale?: Readonly<Record<"before" | "after", readonly StaleOverlay[]>>;
  readonly examples?: Readonly<Record<"before" | "after", Readonly<Record<string, readonly Json[]>>>>;
  /** All changes, in any order. */
  readonly forward: readonly Expected[];
  readonly backward: readonly Expected[];
}

export interface Expected {
  readonly level: Level;
  readonly rule: string;
  readonly at: string;
  readonly member?: string;
  readonly change?: string;
}

const FOLDER = join(import.meta.dirname, "cases");

/** `member-removed`, `member-removed--send`: a rule, and which case of it. */
export const CASES = readdirSync(FOLDER).map((file) => ({
  name: file.replace(/\.yaml$/, ""),
  rule: file.replace(/(?:--\w+)?\.yaml$/, ""),
  ...(parse(readFileSync(join(FOLDER, file), "utf8")) as Case),
}));

const revisionsOfCase = new Map<Case, readonly [SpecRevision, SpecRevision]>();

/** Read once. */
export function revisionsIn(one: Case): readonly [before: SpecRevision, after: SpecRevision] {
  const revisions = revisionsOfCase.get(one) ?? readRevisions(one);
  revisionsOfCase.set(one, revisions);
  return revisions;
}

function readRevisions({ before = {}, after = {}, stale, examples }: Case): readonly [SpecRevision, SpecRevision] {
  const paths = [before, after].flatMap((patch) => Object.keys(patch));
  const beside = [...(stale ? [...stale.before, ...stale.after].map(({ file }) => file) : []), ...paths];
  const base = filesOf(new Set(["zero", "mart", ...beside.map((path) => path.split("/")[0] ?? "")]));
  const older = patched(base, before);
  const read = (files: ReadonlyMap<string, string>, side: "before" | "after"): SpecRevision => {
    const revision = revisionOf(files);
    const topics = revision.spec.lines.flatMap((line) => line.topics);
    return {
      ...revision,
      ...(stale && { staleOverlays: stale[side] }),
      ...(examples && {
        examples: new Map(
          topics.map((topic) => [topic, examples[side][`${topic.line}/${topic.modulePath}`] ?? []] as const),
        ),
      }),
    };
  };
  return [read(older, "before"), read(patched(older, after), "after")];
}
