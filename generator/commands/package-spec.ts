/** What the package is made of: apart, because it is loaded only where something of it has changed. */

import type { Report } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { exists, readTree } from "../host/folders.js";
import { isObject } from "../schema/is-object.js";
import { loadSpec } from "../spec/load-spec.js";
import { type Release, readReleases } from "../spec/releases.js";
import type { Spec } from "../spec/spec.js";
import { readLineFiles } from "./line-files.js";
import { OWN_TEMPLATES } from "./options.js";

/** What a project has otherwise than the spec and the generator have it. */
export interface PackageOptions {
  /** Name of the package; default: that of exchange.yaml. */
  readonly package?: string;
  /** A folder whose files take the places of the generator's templates of the same names. */
  readonly templates?: string;
  /** Gives the spec that the package is generated from: with fewer topics, say. Nothing is kept from run to run then. */
  readonly transform?: (spec: Spec) => Spec;
}

interface PackageSpec {
  readonly spec: Spec;
  /** The newest first. */
  readonly releases: readonly Release[];
  /** Texts by path below templates/. */
  readonly templates: ReadonlyMap<string, string>;
}

export function readPackageSpec(schemas: string, options: PackageOptions, report: Report): PackageSpec {
  const spec = loadSpec(readLineFiles(schemas, undefined, report), schemas, report);
  const releases = readReleases(schemas, report) ?? [];
  const templates = readTemplates(options.templates, report);
  return { spec: report.failed ? spec : asWanted(spec, options, report), releases, templates };
}

function readTemplates(folder: string | undefined, report: Report): ReadonlyMap<string, string> {
  const templates = readTree(OWN_TEMPLATES, report);
  if (folder === undefined) return templates;
  const fault = (message: string, file: string, fix: string): void =>
    report.add({ code: "config/templates", severity: "error", message, file, fix });
  if (!exists(folder)) fault("The folder of templates does not exist.", folder, "Name one, or leave the setting out.");
  const others = readTree(folder, report);
  for (const path of others.keys())
    if (!templates.has(path)) fault("No template has this name.", path, suggest(path, [...templates.keys()]));
  return new Map([...templates, ...others]);
}

/** https://docs.npmjs.com/cli/configuring-npm/package-json#name */
const PACKAGE_NAME = /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;

function asWanted(spec: Spec, { package: name, transform }: PackageOptions, report: Report): Spec {
  const fault = (message: string, fix: string): void =>
    report.add({ code: "config/package", severity: "error", message, fix });
  if (name !== undefined && !PACKAGE_NAME.test(name))
    fault(`${JSON.stringify(name)} is no name of an npm package.`, "Write one: my-package, @scope/my-package.");
  const named = name === undefined ? spec : withName(spec, name);
  try {
    const wanted = transform === undefined ? named : transform(named);
    if (isObject(wanted) && isObject(wanted.exchange) && Array.isArray(wanted.lines)) return wanted;
    fault("`transform` gives no spec.", "Return the one that it is given, changed: { ...spec, lines: … }.");
  } catch (error) {
    fault(`\`transform\` failed: ${String(error).split("\n")[0]}`, "Correct it in the config file.");
  }
  return spec;
}

function withName(spec: Spec, name: string): Spec {
  const exchange = { ...spec.exchange, package: name };
  return { ...spec, exchange, lines: spec.lines.map((line) => ({ ...line, exchange })) };
}
