/** One product line: from its pages to its schemas and defects. A list of stages, no files. */

import { type Diagnostic, type Report, topicReport } from "../diagnostics/diagnostic.js";
import { runAnew } from "../diagnostics/recall.js";
import type { DocPage } from "../docs/page.js";
import type { JsonSchema, SourceLines } from "../schema/json-schema.js";
import { checkSchema } from "../spec/check-schema.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";
import { modulePathOf } from "../spec/module-path.js";
import { reportSchemaFaults } from "../spec/report-faults.js";
import type { ValueType } from "../spec/value-type.js";
import { controlSchema, type ReplyExample } from "./control.js";
import { type Coverage, checkCoverage } from "./coverage.js";
import type { Defect } from "./defect.js";
import type { UnlistedValue } from "./defects/context.js";
import { findDefects } from "./defects/index.js";
import { type EnumSection, readEnumPage } from "./enums.js";
import type { Glossary } from "./glossary.js";
import type { TopicMatch } from "./match-rows.js";
import { orderSchema } from "./order-schema.js";
import { applyOverlay, type Overlay } from "./overlay.js";
import { enumPageReader, type LineSources, readLine, readPage } from "./read-line.js";
import { linesIn, takeLines } from "./take-lines.js";
import type { Undescribed } from "./to-schema/topic-draft.js";
import { topicSchema } from "./to-schema/topic-schema.js";
import { contradictionsIn } from "./unlisted-values.js";

export interface DerivedLine {
  /** By path below the line's folder: `trade.schema.json`. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** Lines of the pages, by schema and pointer. */
  readonly lines: ReadonlyMap<string, Readonly<Record<string, SourceLines>>>;
  readonly topics: readonly DerivedTopic[];
  readonly control: DerivedControl;
  readonly defects: readonly Defect[];
  readonly coverage: readonly Coverage[];
  readonly examples: number;
  readonly messages: number;
}

type Definitions = ReadonlyMap<string, ValueType>;

/** What was made, to be held against what it was made from. */
interface Made {
  /** By form or reply, before any overlay; empty if the schema has faults. */
  readonly definitions: Definitions;
  /** The same with the overlay. */
  readonly corrected: Definitions;
}

/** A topic that the pages show. */
export interface DerivedTopic extends Made {
  /** Below its line: `trade`, `v1/trade`. */
  readonly path: string;
  readonly match: TopicMatch;
}

/** What the server sends besides pushes. */
export interface DerivedControl extends Made {
  readonly examples: readonly ReplyExample[];
}

/** What is wrong with one topic is an error of that topic, and of no other. */
export function deriveLine(sources: LineSources, report: Report): DerivedLine {
  const { exchange, file, glossary, docText, recall = runAnew } = sources;
  const evidence = readLine(sources, report);
  const { pages, readings, topics } = evidence;
  const enumPages = enumPagesOf(file).flatMap(({ path, locale }) =>
    readPage(path, enumPageReader(path), locale, sources, report),
  );
  const enums = recall(readEnums, file.line, [exchange, enumPages], report);
  const undescribed: Undescribed[] = [];
  const unlisted: UnlistedValue[] = [];
  const schemas = new Map<string, JsonSchema>();
  const lines = new Map<string, Readonly<Record<string, SourceLines>>>();
  const derived: DerivedTopic[] = [];
  const reportOf = (path: string): Report => topicReport(report, `${file.line}/${path}`);
  const keep = (path: string, made: MadeSchema): void => {
    schemas.set(`${path}.schema.json`, made.schema);
    lines.set(`${path}.schema.json`, made.lines);
  };
  for (const match of topics) {
    const path = modulePathOf(match.evidence.entry, file);
    const overlay = sources.overlays.get(path);
    const inputs = [match, exchange, file, glossary, enums, docText, overlay] as const;
    const made = recall(deriveTopic, path, inputs, reportOf(path));
    keep(path, made);
    derived.push(made.topic);
    undescribed.push(...made.undescribed);
    unlisted.push(...made.unlisted);
    // The topic is as good as its page: it is derived, and somebody has to look.
    for (const contradiction of made.contradictions) report.add(contradiction);
  }
  const shown: ReplyExample[] = [];
  const own = reportOf("control");
  const built = controlSchema({ file, pages, readings, glossary, undescribed, shown }, own);
  const control = finish("control", built, file, sources.overlays.get("control"), own);
  keep("control", control);
  const paths = new Set(["control", ...file.topics.map((entry) => modulePathOf(entry, file))]);
  for (const [path, overlay] of sources.overlays) if (!paths.has(path)) reportUnusedOverlay(path, overlay, report);
  reportUndescribed(undescribed, report);
  return {
    schemas,
    lines,
    topics: derived,
    control: { ...control.made, examples: shown },
    defects: findDefects({ exchange, file, pages, readings, topics, glossary, unlisted, recall, report }),
    coverage: pages.map((page) => checkCoverage(page, file, evidence, report)),
    examples: topics.reduce((sum, { evidence }) => sum + evidence.examples.length, 0),
    messages: topics.reduce((sum, { forms }) => sum + forms.size, 0),
  };
}

interface MadeSchema {
  readonly schema: JsonSchema;
  readonly lines: Readonly<Record<string, SourceLines>>;
}

interface MadeTopic extends MadeSchema {
  readonly topic: DerivedTopic;
  readonly undescribed: readonly Undescribed[];
  readonly unlisted: readonly UnlistedValue[];
  /** Of `unlisted`, what no overlay has answered. */
  readonly contradictions: readonly Diagnostic[];
}

function deriveTopic(
  match: TopicMatch,
  exchange: ExchangeFile,
  file: LineFile,
  glossary: Glossary,
  enums: readonly EnumSection[],
  docText: boolean,
  overlay: Overlay | undefined,
  report: Report,
): MadeTopic {
  const { line } = file;
  const path = modulePathOf(match.evidence.entry, file);
  const undescribed: Undescribed[] = [];
  const unlisted: UnlistedValue[] = [];
  const built = topicSchema(match, { exchange, line, path, glossary, enums, docText, undescribed, unlisted });
  const { made, ...schema } = finish(path, built, file, overlay, report);
  const answers = { schema: built, finished: schema.schema, overlay, overlayPath: `${line}/${path}.overlay.yaml` };
  return {
    ...schema,
    topic: { path, match, ...made },
    contradictions: contradictionsIn(unlisted, answers, match.evidence.page, report),
    undescribed: undescribed.map(({ key, ...place }) => ({ key: `${line}/${path}/${key}`, ...place })),
    unlisted,
  };
}

function finish(
  path: string,
  built: JsonSchema,
  { line }: LineFile,
  overlay: Overlay | undefined,
  report: Report,
): MadeSchema & { readonly made: Made } {
  const { schema, lines } = takeLines(built);
  const finished = orderSchema(overlay ? applyOverlay(schema, overlay, report) : schema);
  const { faults, definitions } = checkSchema(schema);
  // An overlay answers for what it writes.
  if (!overlay) reportSchemaFaults(faults, { file: `${line}/${path}.schema.json` }, report);
  return {
    schema: finished,
    lines: linesIn(finished, lines),
    made: { definitions, corrected: overlay ? checkSchema(finished).definitions : definitions },
  };
}

/** Each once: most pages of a line name the same. */
function enumPagesOf({ pages }: LineFile): readonly { readonly path: string; readonly locale: string | undefined }[] {
  const named = pages.flatMap(({ enums = [], locale }) => enums.map((path) => ({ path, locale })));
  return [...new Map(named.map((each) => [`${each.path} ${each.locale}`, each])).values()];
}

const readEnums = (exchange: ExchangeFile, pages: readonly DocPage[]): EnumSection[] =>
  pages.flatMap((page) => readEnumPage(page, exchange.enums));

function reportUnusedOverlay(path: string, { file }: Overlay, report: Report): void {
  report.add({
    code: "config/stale-overlay",
    severity: "error",
    message: `The overlay belongs to no schema: the line has no topic "${path}".`,
    file,
    line: 1,
    column: 1,
    fix: "Remove it, or name it after a topic.",
  });
}

function reportUndescribed(members: readonly Undescribed[], report: Report): void {
  for (const { key, page, line } of members) {
    report.add({
      code: "derive/no-description",
      severity: "warning",
      message: `The glossary has no words for "${key}".`,
      file: page.path,
      line,
      column: 1,
      excerpt: page.lines[line - 1] ?? "",
      fix: `Add "${key}" or the bare name below \`fields\` in glossary.yaml.`,
    });
  }
}
