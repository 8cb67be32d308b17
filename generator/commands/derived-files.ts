/** The files that derive writes: the schemas of each line, where the pages say it, and the defects of all lines. */

import { join } from "node:path";
import { type DefectRow, toRows } from "../derive/defect-rows.js";
import { defectsPage } from "../derive/defects-page.js";
import type { DerivedLine } from "../derive/derive-line.js";
import { documentedDialogues } from "../derive/dialogues/dialogues.js";
import type { OutputTree } from "../host/output-tree.js";
import { stableJson } from "../schema/stable-json.js";
import { DIALOGUES_FILE } from "../spec/dialogues.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";
import { NO_SOURCES, SOURCE_MAP, type SourceMap } from "../spec/source-map.js";
import { DEFECTS_FILE, readSources } from "./defect-files.js";
import { schemaPath, type TopicResult } from "./topic-results.js";

interface Surroundings {
  /** The spec folder with the former schemas. */
  readonly root: string;
  readonly exchange: ExchangeFile;
  readonly files: readonly LineFile[];
  readonly topics: readonly TopicResult[];
  /** Defects of lines that are not derived now. */
  readonly kept: readonly DefectRow[];
}

/** By path below the spec folder. */
export function renderDerived(
  derived: ReadonlyMap<string, DerivedLine>,
  { root, exchange, files: lineFiles, topics, kept }: Surroundings,
): OutputTree {
  const files = new Map<string, string>();
  const rows = [...kept];
  for (const [line, result] of derived) {
    const { rows: own, lines } = toRows(line, result.defects);
    rows.push(...own);
    const statuses = topics.filter((topic) => topic.line === line);
    const schemas = derivedSchemas(result, statuses);
    for (const [name, schema] of schemas) files.set(`${line}/${name}`, stableJson(schema));
    const placed = { ...formerLines(join(root, line), statuses), ...linesOf(schemas.keys(), result) };
    const underived = statuses.flatMap(({ topic, status }) => (status === "derived" ? [] : [[topic, status]]));
    const sources: SourceMap = {
      schemas: placed,
      defects: lines,
      ...(underived.length > 0 && { underived: Object.fromEntries(underived) }),
    };
    files.set(`${line}/${SOURCE_MAP}`, stableJson(sources));
    const file = lineFiles.find((each) => each.line === line);
    const isDerived = (path: string): boolean => schemas.has(`${path}.schema.json`);
    if (file)
      files.set(`${line}/${DIALOGUES_FILE}`, stableJson(documentedDialogues({ exchange, file }, result, isDerived)));
  }
  const sorted = sortRows(rows);
  return files.set(DEFECTS_FILE, stableJson(sorted)).set("DEFECTS.md", defectsPage(sorted));
}

const nameOf = (topic: TopicResult): string => schemaPath(topic).slice(topic.line.length + 1);

function derivedSchemas({ schemas }: DerivedLine, topics: readonly TopicResult[]): DerivedLine["schemas"] {
  const names = new Set(topics.filter(({ status }) => status === "derived").map(nameOf));
  return new Map([...schemas].filter(([name]) => names.has(name)));
}

const linesOf = (names: Iterable<string>, { lines }: DerivedLine): SourceMap["schemas"] =>
  Object.fromEntries([...names].map((name) => [name, lines.get(name) ?? {}]));

/** Lines of the pages that stood behind the schemas which stay. */
function formerLines(folder: string, topics: readonly TopicResult[]): SourceMap["schemas"] {
  const stale = topics.filter(({ status }) => status === "stale").map(nameOf);
  const { schemas } = stale.length > 0 ? readSources(folder) : NO_SOURCES;
  return Object.fromEntries(stale.map((name) => [name, schemas[name] ?? {}]));
}

/** By line of business, then along the page. */
const sortRows = (rows: readonly DefectRow[]): DefectRow[] =>
  rows.toSorted((a, b) => (a.productLine < b.productLine ? -1 : a.productLine > b.productLine ? 1 : 0));
