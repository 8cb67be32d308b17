/** Reads the committed schemas of a line back, closes and names them: the Spec that emitters read. */

import { type ClosedSlots, parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { invariant, type Report } from "../diagnostics/diagnostic.js";
import { type Recall, runAnew } from "../diagnostics/recall.js";
import { suggest } from "../diagnostics/suggest.js";
import { folderTexts, type TextSource } from "../host/text-source.js";
import { MANIFEST, parseManifest } from "../host/tree-manifest.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { parseJson } from "../text/parse-json.js";
import { closedSlots } from "../topic/pattern.js";
import { isByConnection } from "./by-connection.js";
import { type CheckedSchema, checkSchema } from "./check-schema.js";
import { type ExchangeFile, NO_EXCHANGE, readExchangeFile } from "./exchange-file.js";
import { connectionsOf, type LineFile, type TopicEntry } from "./line-file.js";
import { folderOf, modulePathOf } from "./module-path.js";
import { nameTopics, pascalName, type TopicNames } from "./names.js";
import type { SchemaFault } from "./read-value-type.js";
import { reportSchemaFaults } from "./report-faults.js";
import {
  linesAt,
  linesOf,
  NO_SOURCES,
  type SchemaLines,
  SOURCE_MAP,
  type SourceMap,
  toSourceMap,
} from "./source-map.js";
import type { EnumSpec, LineSpec, ReplySpec, Spec, TopicSpec } from "./spec.js";
import { overlapping, REVISIONS, readRevision, topicOfRevision } from "./topic-revisions.js";
import { partsOf, type Source, type ValueType } from "./value-type.js";

export function loadSpec(files: readonly LineFile[], root: string, report: Report): Spec {
  // Where no line could be read, that has been told.
  const exchange = files.length === 0 ? NO_EXCHANGE : readExchangeFile(root, report);
  return specOf(files, exchange, { texts: folderTexts(root) }, report);
}

/** What a spec is read from. */
export interface SpecTexts {
  /** Of the spec folder. */
  readonly texts: TextSource;
  /** By line, where they are at hand; others are read. */
  readonly sourceMaps?: ReadonlyMap<string, SourceMap>;
  /** For who reads one spec after the other. */
  readonly recall?: Recall;
}

export const specOf = (files: readonly LineFile[], exchange: ExchangeFile, from: SpecTexts, report: Report): Spec => ({
  exchange,
  lines: files.flatMap((file) => loadLine(file, exchange, from, report)),
});

function loadLine(whole: LineFile, exchange: ExchangeFile, from: SpecTexts, report: Report): LineSpec[] {
  const { texts, sourceMaps, recall = runAnew } = from;
  const sources = sourceMaps?.get(whole.line) ?? readSourceMap(texts, whole.line, report);
  const folder: LineFolder = { texts, line: whole.line, sources, recall, fix: DERIVE, report };
  const file = withoutLeftOut(whole, sources, report);
  const loaded = file.topics.flatMap((entry) => loadTopic(entry, file, folder));
  const control = readSchema(folder, "control.schema.json", (schema) => replyFaults(file, schema));
  if (!control) return [];
  const replies: ReplySpec[] = file.replies.map((reply) => ({
    reply,
    def: reply.name,
    type: typeIn(control.definitions, reply.name),
    typeName: pascalName(reply.name),
  }));
  const enums = collectEnums([...loaded.map(({ definitions }) => definitions), control.definitions]);
  reportTwins(file, enums, report);
  const names = namesOf(loaded, file, [...replies, ...enums.map(({ name }) => ({ typeName: name }))]);
  const closed = closedSlots(file);
  const topics = loaded.map((topic, index) => topicSpec(topic, names[index], file, closed));
  return [
    {
      name: file.line,
      typeName: pascalName(file.line),
      exchange,
      file,
      filePath: `${file.line}/line.yaml`,
      topics,
      revisions: loadRevisions(whole, folder, closed),
      byConnection: isByConnection(file),
      replies,
      enums,
      controlPath: `${file.line}/control.schema.json`,
      control: control.schema,
      controlSource: control.source,
      controlDefinitions: control.definitions,
    },
  ];
}

/** Topics that derive could make no schema for are told, and the spec goes without those that never had one. */
function withoutLeftOut(file: LineFile, { underived = {} }: SourceMap, report: Report): LineFile {
  const rows = Object.entries(underived);
  for (const [path, status] of rows)
    report.add({
      code: status === "stale" ? "config/stale-schema" : "config/left-out-topic",
      severity: "warning",
      message:
        status === "stale"
          ? "The last run of derive could not make this schema anew: it may not be what the pages say."
          : `The last run of derive could not make a schema of "${path}": the spec goes without it.`,
      file: `${file.line}/${path}.schema.json`,
      fix: DERIVE,
    });
  const leftOut = new Set(rows.filter(([, status]) => status === "left-out").map(([path]) => path));
  if (leftOut.size === 0) return file;
  return { ...file, topics: file.topics.filter((entry) => !leftOut.has(modulePathOf(entry, file))) };
}

interface LoadedTopic extends ReadSchema {
  readonly entry: TopicEntry;
  readonly modulePath: string;
  readonly schemaPath: string;
}

function loadTopic(entry: TopicEntry, file: LineFile, folder: LineFolder): LoadedTopic[] {
  const modulePath = modulePathOf(entry, file);
  const read = readSchema(folder, `${modulePath}.schema.json`, (schema) => formFaults(entry, schema));
  return read ? [{ entry, modulePath, schemaPath: `${file.line}/${modulePath}.schema.json`, ...read }] : [];
}

/** All that the manifest of their folder lists, the oldest of a topic first. */
function loadRevisions(file: LineFile, folder: LineFolder, closed: ClosedSlots): TopicSpec[] {
  const { texts, line, report } = folder;
  const manifest = `${line}/${REVISIONS}/${MANIFEST}`;
  if (!texts.has(manifest)) return [];
  const source = texts.read(manifest, { name: manifest, fix: KEEP }, report);
  if (source === undefined) return [];
  const fail = (path: string, message: string, fix = KEEP): void =>
    report.add({ code: "config/revision", severity: "error", message, file: path, fix });
  const listed = parseManifest(source);
  if (!listed) fail(manifest, "The file does not list revisions.");
  const loaded: TopicSpec[] = [];
  for (const path of listed?.keys() ?? []) {
    const [schemaPath, modulePath = ""] = [`${line}/${REVISIONS}/${path}`, topicOfRevision(path)];
    const entry = file.topics.find((each) => modulePathOf(each, file) === modulePath);
    if (!entry) {
      fail(schemaPath, `The line has no topic "${modulePath}" any more.`, `${KEEP} Or name the topic in line.yaml.`);
      continue;
    }
    const read = readSchema({ ...folder, fix: KEEP }, `${REVISIONS}/${path}`, (schema) => [
      ...formFaults(entry, schema),
      ...readRevision(schema).faults,
    ]);
    const { revision } = read ? readRevision(read.schema) : {};
    if (!read || !revision) continue;
    const topic = { ...topicSpec({ entry, modulePath, schemaPath, ...read }, undefined, file, closed), revision };
    const other = overlapping(topic, loaded);
    if (other) fail(schemaPath, `It was true at the same time as ${other.schemaPath}.`);
    else loaded.push(topic);
  }
  return loaded;
}

const KEEP = `Run \`${COMMAND_LINE} history --keep\`.`;

/** `others`: types of the line that its topics must not be called like. */
const namesOf = (
  topics: readonly LoadedTopic[],
  file: LineFile,
  others: readonly { readonly typeName: string }[],
): TopicNames[] =>
  nameTopics(
    topics.map(({ entry, schema }) => ({
      prefix: pascalName(folderOf(entry, file) ?? ""),
      name: entry.name,
      forms: formsOf(schema).map(([, { def }]) => def),
      defs: Object.keys(schema.$defs ?? {}),
    })),
    others.map(({ typeName }) => typeName),
  );

function topicSpec(
  { entry, modulePath, schemaPath, schema, source, definitions }: LoadedTopic,
  names: TopicNames | undefined,
  { line, connections }: LineFile,
  closed: ClosedSlots,
): TopicSpec {
  const read = (text: string): TopicPattern => parsePattern(text, closed);
  const discriminator = schema["x-forms"]?.discriminator;
  const [main = "", ...others] = connectionsOf(entry);
  return {
    line,
    connections: [main, ...others],
    access: connections[main]?.access ?? "public",
    name: entry.name,
    description: entry.description,
    modulePath,
    patterns: entry.topics.map(read),
    subscribe: (entry.subscribe ?? entry.topics).map(read),
    schemaPath,
    schema,
    source,
    definitions,
    forms: formsOf(schema).map(([name, { def, value }]) => ({
      name,
      def,
      type: typeIn(definitions, def),
      typeName: names?.typeNames[def] ?? pascalName(def),
      ...(value === undefined ? {} : { value }),
    })),
    ...(discriminator === undefined ? {} : { discriminator }),
    messageType: names?.messageType ?? "",
    validatorName: `validate${names?.baseName ?? ""}`,
    typeNames: names?.typeNames ?? {},
  };
}

const formsOf = (schema: JsonSchema) => Object.entries(schema["x-forms"]?.forms ?? {});

/** The topic with another schema of the dialect, as an overlay makes it. */
export function withSchema(topic: TopicSpec, schema: JsonSchema): TopicSpec {
  const { definitions } = checkSchema(schema);
  const forms = topic.forms.map((form) => ({ ...form, type: typeIn(definitions, form.def) }));
  return { ...topic, schema, definitions, forms };
}

const typeIn = (definitions: ReadonlyMap<string, ValueType>, name: string): ValueType => {
  const type = definitions.get(name);
  invariant(type, `a checked schema has no definition ${JSON.stringify(name)}`);
  return type;
};

interface ReadSchema {
  readonly schema: JsonSchema;
  readonly source: Source;
  readonly definitions: ReadonlyMap<string, ValueType>;
}

/** What a topic's schema has to say of its forms. */
function formFaults(entry: TopicEntry, schema: JsonSchema): SchemaFault[] {
  const forms = formsOf(schema);
  const faults: SchemaFault[] = [];
  const add = (pointer: string, message: string, fix = DERIVE): void => {
    faults.push({ pointer: `/x-forms${pointer}`, message, fix });
  };
  if (forms.length === 0) add("", "The schema has no form.");
  for (const [name, { value }] of forms) {
    const place = `/forms/${escapePointer(name)}`;
    if (!FORM_NAMES.includes(name)) add(place, `${JSON.stringify(name)} is no form.`, suggest(name, FORM_NAMES));
    if (forms.length > 1 && value === undefined) add(place, "The form has no value of the discriminator.");
    if (forms.some(([other, { value: same }]) => other !== name && same !== undefined && same === value))
      add(`${place}/value`, `Another form has the value ${JSON.stringify(value)} too.`);
  }
  if (entry.records?.snapshot !== undefined && !forms.some(([name]) => name === "snapshot"))
    add("/forms", 'There is no form "snapshot", which line.yaml names below `records`.');
  return faults;
}

const FORM_NAMES = ["push", "snapshot", "delta"];
const DERIVE = `Run \`${COMMAND_LINE} derive\`.`;

const replyFaults = (file: LineFile, control: JsonSchema): SchemaFault[] =>
  file.replies
    .filter(({ name }) => !Object.hasOwn(control.$defs ?? {}, name))
    .map(({ name }) => ({ pointer: "/$defs", message: `There is no definition of the reply "${name}".`, fix: DERIVE }));

/** Enums and replies are types of one package. */
function reportTwins(file: LineFile, enums: readonly EnumSpec[], report: Report): void {
  const lowerCase = new Set(enums.map(({ name }) => name.toLowerCase()));
  const taken = [...file.replies.map(({ name }) => name), `${file.line}-client`];
  for (const name of taken.filter((each) => lowerCase.has(pascalName(each).toLowerCase()))) {
    report.add({
      code: "config/line-file",
      severity: "error",
      message: `An enum of the schemas is called ${pascalName(name)}, as the type of "${name}" is.`,
      file: `${file.line}/line.yaml`,
      fix: "Rename the reply, or give the enum another name by an overlay.",
    });
  }
}

/** Where the schemas of a line stand. */
interface LineFolder {
  /** Of the spec folder. */
  readonly texts: TextSource;
  readonly line: string;
  readonly sources: SourceMap;
  readonly recall: Recall;
  /** What to do where a schema cannot be read. */
  readonly fix: string;
  readonly report: Report;
}

/** `more`: what this schema has to say besides being one. */
function readSchema(
  { texts, line, sources, recall, fix, report }: LineFolder,
  file: string,
  more: (schema: JsonSchema) => readonly SchemaFault[],
): ReadSchema | undefined {
  const path = `${line}/${file}`;
  if (!texts.has(path)) {
    report.add({
      code: "config/missing-schema",
      severity: "error",
      message: "The schema does not exist.",
      file: path,
      fix,
    });
    return undefined;
  }
  const source = texts.read(path, { name: path, fix }, report);
  if (source === undefined) return undefined;
  const lines = linesOf(sources, file);
  const parsed = recall(parseSchema, path, [source, lines], report);
  if ("error" in parsed) {
    report.add({
      code: "config/json",
      severity: "error",
      message: `Not readable JSON: ${parsed.error}`,
      file: path,
      fix,
    });
    return undefined;
  }
  const { schema, checked } = parsed;
  const faults = [...checked.faults];
  if (faults.length === 0) faults.push(...more(schema));
  reportSchemaFaults(faults, { file: path, source }, report);
  if (faults.length > 0) return undefined;
  const rootLines = linesAt(lines)("");
  return {
    schema,
    source: { ...schema["x-source"], ...(rootLines && { lines: rootLines }) },
    definitions: checked.definitions,
  };
}

interface ParsedSchema {
  /** As checked: what it says it is only without faults. */
  readonly schema: JsonSchema;
  readonly checked: CheckedSchema;
}

function parseSchema(source: string, lines: SchemaLines | undefined): ParsedSchema | { readonly error: string } {
  let schema: JsonSchema;
  try {
    schema = JSON.parse(source) as JsonSchema;
  } catch (error) {
    return { error: String(error) };
  }
  return { schema, checked: checkSchema(schema, linesAt(lines)) };
}

/** Without a readable one, places of the documentation are told without their lines. */
function readSourceMap(texts: TextSource, line: string, report: Report): SourceMap {
  const path = `${line}/${SOURCE_MAP}`;
  if (!texts.has(path)) return NO_SOURCES;
  const source = texts.read(path, { name: path, fix: DERIVE }, report);
  const map = source === undefined ? undefined : toSourceMap(parseJson(source));
  if (source !== undefined && map === undefined)
    report.add({
      code: "config/source-map",
      severity: "warning",
      message: "The file does not say where the schemas' claims stand: messages name pages without lines.",
      file: path,
      fix: DERIVE,
    });
  return map ?? NO_SOURCES;
}

/** One enum per name: values of all places, in the order in which they come. */
function collectEnums(files: readonly ReadonlyMap<string, ValueType>[]): EnumSpec[] {
  const found = new Map<string, EnumSpec>();
  const visit = (type: ValueType): void => {
    const keyword = "enum" in type ? type.enum : undefined;
    if (keyword) {
      const before = found.get(keyword.name);
      found.set(keyword.name, {
        name: keyword.name,
        values: [...new Set([...(before?.values ?? []), ...keyword.values])],
        pages: [...new Set([...(before?.pages ?? []), ...type.sources.flatMap(pagesOfValues)])],
      });
    }
    // What is referred to is looked at where it is defined.
    for (const part of partsOf(type)) if (part.type.definition === undefined) visit(part.type);
  };
  for (const definitions of files) for (const type of definitions.values()) visit(type);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `docs/page.md:12`: the line goes, the page stays. */
const pagesOfValues = ({ lines }: Source): string[] =>
  Object.values(lines?.values ?? {}).map((place) => place.replace(/:\d+$/, ""));
