/** What the package is made of besides templates: apart, because it is loaded only where something of it has changed. */

import type { Report } from "../diagnostics/diagnostic.js";
import { loadSpec } from "../spec/load-spec.js";
import { type Release, readReleases } from "../spec/releases.js";
import type { Spec } from "../spec/spec.js";
import { readLineFiles } from "./line-files.js";

interface PackageSpec {
  readonly spec: Spec;
  /** The newest first. */
  readonly releases: readonly Release[];
}

export const readPackageSpec = (schemas: string, report: Report): PackageSpec => ({
  spec: loadSpec(readLineFiles(schemas, undefined, report), schemas, report),
  releases: readReleases(schemas, report) ?? [],
});
