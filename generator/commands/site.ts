/** `wireloom site`: the spec as pages for people, which work from disk. */

import { join } from "node:path";
import { reportDefects } from "../derive/defect-report.js";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { exists, readTree } from "../host/folders.js";
import type { OutputTree } from "../host/output-tree.js";
import { OWN_ROOT } from "../host/own-folders.js";
import type { TreeChange } from "../host/tree-change.js";
import { writeTree } from "../host/write-tree.js";
import type { SiteInput } from "../site/site-input.js";
import { type DocsRecord, readDocsRecord } from "../spec/docs-record.js";
import { loadSpec } from "../spec/load-spec.js";
import { pageUrl, splitPage } from "../spec/page-path.js";
import type { Spec } from "../spec/spec.js";
import { DEFECTS_FILE, readDefectRows, readSources } from "./defect-files.js";
import { readDialogues } from "./dialogue-files.js";
import { readLineFiles } from "./line-files.js";
import { type CommandContext, OWN_TEMPLATES } from "./options.js";
import { specFolder } from "./spec-folder.js";

export interface SiteOptions extends CommandContext {
  /** Folder of the site. */
  readonly out: string;
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** Names of the lines; default: all. */
  readonly lines?: readonly string[];
  /** Replace files in the folder that wireloom did not write, or that were edited. */
  readonly force?: boolean;
}

export interface SiteResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
  readonly bytes: number;
  readonly changes: readonly TreeChange[];
}

export async function site({ out, progress, signal, ...options }: SiteOptions): Promise<SiteResult> {
  const report = createReport();
  const tree = await makeSite(options, progress, report);
  if (!tree) return { diagnostics: report.diagnostics, files: 0, bytes: 0, changes: [] };
  signal?.throwIfAborted();
  progress?.(`write ${out}`);
  const changes = await writeTree(
    tree,
    { root: out, force: options.force === true, ...(signal && { signal }) },
    report,
  );
  return {
    diagnostics: report.diagnostics,
    files: report.failed ? 0 : tree.size,
    bytes: [...tree.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    changes,
  };
}

/** Undefined if the options or the spec were wrong. */
async function makeSite(
  options: Pick<SiteOptions, "schemas" | "lines">,
  progress: CommandContext["progress"],
  report: Report,
): Promise<OutputTree | undefined> {
  const root = specFolder(options.schemas);
  const spec = loadSpec(readLineFiles(root, options.lines, report), root, report);
  const templates = readTree(OWN_TEMPLATES, report, (path) => /^(?:runtime|site)\/.+\.(?:ts|css)$/.test(path));
  const record = readDocsRecord(root, report);
  const facts = record && readFacts(spec, root, record, report);
  if (report.failed || !facts) return undefined;
  // Loaded late: the TypeScript compiler and esbuild are part of them.
  const [{ lineScript }, { pageAssets }, { typesByTopic }, { buildSite }] = await Promise.all([
    import("../site/line-script.js"),
    import("../site/scripts.js"),
    import("../site/topic-types.js"),
    import("../site/site.js"),
  ]);
  const assets = new Map(await pageAssets(templates, OWN_ROOT));
  for (const line of spec.lines) {
    progress?.(`validators of ${line.name}`);
    assets.set(`check-${line.name}.js`, await lineScript(line, templates, OWN_ROOT));
  }
  progress?.("types");
  const types = await typesByTopic(spec);
  progress?.("pages");
  return buildSite({ spec, assets, typesOf: (topic) => types.get(topic) ?? "", ...facts });
}

/** What stands beside the schemas. A spec folder of one's own may have none of it. */
function readFacts(
  { exchange, lines }: Spec,
  root: string,
  record: DocsRecord,
  report: Report,
): Pick<SiteInput, "dialoguesOf" | "defectsOf" | "urlOf"> {
  const rows = exists(join(root, DEFECTS_FILE)) ? (readDefectRows(root, report) ?? []) : [];
  const dialogues = new Map(lines.map(({ name }) => [name, readDialogues(root, name, report)]));
  const sources = new Map(lines.map(({ name }) => [name, readSources(join(root, name))]));
  const revisionOf = (page: string): string | undefined => {
    const { repository } = splitPage(page);
    return Object.hasOwn(record, repository) ? record[repository]?.revision : undefined;
  };
  return {
    dialoguesOf: ({ name }) => dialogues.get(name) ?? { $schema: "", line: name, replies: [], pushes: [] },
    defectsOf: ({ name }, topic) =>
      reportDefects(
        rows.filter((row) => row.productLine === name && (topic === undefined || row.topic === topic.name)),
        { exchange, revisionOf, linesOf: ({ id }) => sources.get(name)?.defects[id] },
      ),
    urlOf(page, line) {
      const url = pageUrl(exchange, page, revisionOf(page));
      return url === undefined || line === undefined ? url : `${url}?plain=1#L${line}`;
    },
  };
}
