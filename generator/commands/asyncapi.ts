/** `wireloom asyncapi`: the spec as an AsyncAPI document, for tools that read those. */

import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { type AsyncApiVersion, asyncApiDocument } from "../emit/asyncapi/document.js";
import { loadSpec } from "../spec/load-spec.js";
import { readReleases, versionOf } from "../spec/releases.js";
import { readDocumentedMessages } from "./documented-messages.js";
import { readLineFiles } from "./line-files.js";
import type { CommandContext } from "./options.js";
import { specFolder } from "./spec-folder.js";

export interface AsyncApiOptions extends CommandContext {
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** Names of the lines; default: all. */
  readonly lines?: readonly string[];
  /** Checkouts of the documentation: then messages have the examples that it shows. */
  readonly docs?: string;
  /** Of the AsyncAPI specification. Default 3.0.0. */
  readonly version?: AsyncApiVersion;
}

export interface AsyncApiResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent if the options or the spec were wrong. */
  readonly document?: object;
}

export async function asyncapi(options: AsyncApiOptions = {}): Promise<AsyncApiResult> {
  const report = createReport();
  const schemas = specFolder(options.schemas);
  const spec = loadSpec(readLineFiles(schemas, options.lines, report), schemas, report);
  const releases = readReleases(schemas, report);
  const { diagnostics } = report;
  if (report.failed) return { diagnostics };
  const examples = options.docs === undefined ? undefined : readDocumentedMessages(spec, options.docs, report);
  if (report.failed) return { diagnostics };
  const document = asyncApiDocument(spec, {
    version: options.version ?? "3.0.0",
    packageVersion: versionOf(releases ?? []),
    ...(examples && { examples }),
  });
  return { diagnostics, document };
}
