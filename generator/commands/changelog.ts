/** `wireloom changelog`: a release of the generated package from what has changed since a revision, and the package with it. */

import { join } from "node:path";
import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { diffSpecs, type SpecDiff } from "../diff/diff.js";
import { releaseOf } from "../diff/release.js";
import { bumpedVersion } from "../diff/version.js";
import { openOutput } from "../host/output-file.js";
import { RELEASES_FILE, type Release, versionOf } from "../spec/releases.js";
import { generate } from "./generate.js";
import type { CommandContext } from "./options.js";
import type { PackageOptions } from "./package-spec.js";
import { specFolder } from "./spec-folder.js";
import { openRevision } from "./spec-revision.js";

export interface ChangelogOptions extends CommandContext, PackageOptions {
  /** The revision of the release before, as `diff` takes it; default: HEAD. */
  readonly before?: string;
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** Folder of the package; default: `generated` in the working directory. */
  readonly out?: string;
  /** Of the release, `2026-11-22`; default: today, UTC. */
  readonly date?: string;
}

export interface ChangelogResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly diff?: SpecDiff;
  /** Absent where nothing has changed. */
  readonly release?: Release;
}

/** Run again it makes the same release: what stands above those of `before` is replaced. */
export async function changelog(options: ChangelogOptions): Promise<ChangelogResult> {
  const report = createReport();
  const schemas = specFolder(options.schemas);
  const older = options.before ?? "HEAD";
  const before = await openRevision(older, options, report);
  const after = before && (await openRevision(schemas, options, report));
  if (!before || !after) return { diagnostics: report.diagnostics };
  const since = after.releases.length - before.releases.length;
  if (since > 1 || since < 0) {
    report.add({
      code: "usage/other-releases",
      severity: "error",
      message: `${schemas} has ${after.releases.length} releases, ${older} has ${before.releases.length}: this is not the one after.`,
      file: join(schemas, RELEASES_FILE),
      fix: "Name the revision of the last release.",
    });
    return { diagnostics: report.diagnostics };
  }
  const diff = diffSpecs(before, after);
  const former = versionOf(before.releases);
  const version = bumpedVersion(former, diff.bump);
  if (diff.bump === "none") return { diagnostics: report.diagnostics, diff };
  if (version === undefined) {
    report.add({
      code: "config/releases",
      severity: "error",
      message: `The version ${JSON.stringify(former)} cannot be raised.`,
      file: join(older, RELEASES_FILE),
      fix: "A version has three numbers: 1.4.0.",
    });
    return { diagnostics: report.diagnostics, diff };
  }
  const made = releaseOf(diff, version, options.date ?? new Date().toISOString().slice(0, 10));
  // What people have written to the release stays.
  const notes = since === 1 ? after.releases[0]?.notes : undefined;
  const release: Release = notes === undefined ? made : { ...made, notes };
  const releases = [release, ...before.releases];
  const output = openOutput(join(schemas, RELEASES_FILE), report);
  output?.write(`${JSON.stringify({ releases }, null, 2)}\n`, report);
  if (report.failed) return { diagnostics: report.diagnostics, diff };
  const { diagnostics } = await generate({ ...options, schemas });
  return { diagnostics: [...report.diagnostics, ...diagnostics], diff, release };
}
