/** The files of one line that derive writes: its schemas, and where the pages say it. */

import { join } from "node:path";
import type { DerivedLine } from "../derive/derive-line.js";
import { createReport } from "../diagnostics/diagnostic.js";
import type { OutputTree } from "../host/output-tree.js";
import { readText } from "../host/read-text.js";
import { stableJson } from "../schema/stable-json.js";
import { type DefectLines, NO_SOURCES, SOURCE_MAP, type SourceMap, toSourceMap } from "../spec/source-map.js";
import { parseJson } from "../text/parse-json.js";
import { schemaPath, type TopicResult } from "./topic-results.js";

interface LineFiles {
  /** The spec folder. */
  readonly root: string;
  readonly line: string;
  /** Topics of the line. */
  readonly statuses: readonly TopicResult[];
  /** By id of the defect. */
  readonly defects: Readonly<Record<string, DefectLines>>;
}

/** By path below the spec folder. A schema that stays keeps its lines of the pages, and is marked. */
export function renderLine({ schemas, lines }: DerivedLine, { root, line, statuses, defects }: LineFiles): OutputTree {
  const files = new Map<string, string>();
  const sources = new Map<string, SourceMap["schemas"][string]>();
  const nameOf = (topic: TopicResult): string => schemaPath(topic).slice(line.length + 1);
  const derived = new Set(statuses.filter(({ status }) => status === "derived").map(nameOf));
  for (const [name, schema] of schemas) {
    if (!derived.has(name)) continue;
    files.set(`${line}/${name}`, stableJson(schema));
    sources.set(name, lines.get(name) ?? {});
  }
  const underived = statuses.flatMap(({ topic, status }) => (status === "derived" ? [] : [[topic, status]]));
  const stale = statuses.filter(({ status }) => status === "stale").map(nameOf);
  const former = stale.length > 0 ? formerSources(root, line) : NO_SOURCES;
  for (const name of stale) sources.set(name, former.schemas[name] ?? {});
  const map: SourceMap = {
    schemas: Object.fromEntries(sources),
    defects,
    ...(underived.length > 0 && { underived: Object.fromEntries(underived) }),
  };
  return files.set(`${line}/${SOURCE_MAP}`, stableJson(map));
}

/** Without one that can be read, messages about a stale schema name no lines. */
function formerSources(root: string, line: string): SourceMap {
  const name = join(root, line, SOURCE_MAP);
  const text = readText(name, { name, fix: "" }, createReport());
  return (text !== undefined && toSourceMap(parseJson(text))) || NO_SOURCES;
}
