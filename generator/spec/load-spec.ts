/** Reads the committed schemas of a line back, closes and names them: the Spec that emitters read. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { invariant, type Report } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { readText } from "../host/read-text.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { parseJson } from "../text/parse-json.js";
import { closedSlots } from "../topic/pattern.js";
import { checkSchema } from "./check-schema.js";
import type { LineFile, TopicEntry } from "./line-file.js";
import { modulePathOf } from "./module-path.js";
import { nameTopics, pascalName } from "./names.js";
import type { SchemaFault } from "./read-value-type.js";
import { reportSchemaFaults } from "./report-faults.js";
import { type LinesAt, linesAt, NO_SOURCES, SOURCE_MAP, type SourceMap, toSourceMap } from "./source-map.js";
import type { EnumSpec, LineSpec, ReplySpec, Spec, TopicSpec } from "./spec.js";
import { partsOf, type Source, type ValueType } from "./value-type.js";

export function loadSpec(files: readonly LineFile[], root: string, report: Report): Spec {
  return { lines: files.flatMap((file) => loadLine(file, root, report)) };
}

function loadLine(file: LineFile, root: string, report: Report): LineSpec[] {
  const sources = readSourceMap(root, file.line, report);
  const loaded = file.topics.flatMap((entry) => {
    const modulePath = modulePathOf(entry, file);
    const schemaPath = `${file.line}/${modulePath}.schema.json`;
    const read = readSchema({
      root,
      path: schemaPath,
      linesAt: linesAt(sources, `${modulePath}.schema.json`),
      more: (schema) => formFaults(entry, schema),
      report,
    });
    return read ? [{ entry, modulePath, schemaPath, ...read }] : [];
  });
  const controlPath = `${file.line}/control.schema.json`;
  const readControl = readSchema({
    root,
    path: controlPath,
    linesAt: linesAt(sources, "control.schema.json"),
    more: (schema) => replyFaults(file, schema),
    report,
  });
  if (!readControl) return [];
  const { schema: control, source: controlSource, definitions: controlDefinitions } = readControl;
  const replies: ReplySpec[] = file.replies.map((reply) => ({
    reply,
    def: reply.name,
    type: typeIn(controlDefinitions, reply.name),
    typeName: pascalName(reply.name),
  }));
  const enums = collectEnums([...loaded.map(({ definitions }) => definitions), controlDefinitions]);
  const taken = [...replies.map(({ typeName }) => typeName), ...enums.map(({ name }) => name)];
  reportTwins(file, enums, report);
  const names = nameTopics(
    loaded.map(({ entry, schema }) => ({
      prefix: pascalName(file.connections[entry.connection]?.folder ?? ""),
      name: entry.name,
      forms: Object.values(schema["x-forms"]?.forms ?? {}).map(({ def }) => def),
      defs: Object.keys(schema.$defs ?? {}),
    })),
    taken,
  );
  const closed = closedSlots(file);
  const read = (text: string): TopicPattern => parsePattern(text, closed);
  const topics: TopicSpec[] = loaded.map(({ entry, modulePath, schemaPath, schema, source, definitions }, index) => {
    const named = names[index];
    const forms = Object.entries(schema["x-forms"]?.forms ?? {}).map(([name, { def, value }]) => ({
      name,
      def,
      type: typeIn(definitions, def),
      typeName: named?.typeNames[def] ?? pascalName(def),
      ...(value === undefined ? {} : { value }),
    }));
    const discriminator = schema["x-forms"]?.discriminator;
    return {
      line: file.line,
      connection: entry.connection,
      access: file.connections[entry.connection]?.access ?? "public",
      name: entry.name,
      description: entry.description,
      modulePath,
      patterns: entry.topics.map(read),
      subscribe: (entry.subscribe ?? entry.topics).map(read),
      schemaPath,
      schema,
      source,
      definitions,
      forms,
      ...(discriminator === undefined ? {} : { discriminator }),
      messageType: named?.messageType ?? "",
      validatorName: `validate${named?.baseName ?? ""}`,
      typeNames: named?.typeNames ?? {},
    };
  });
  return [
    {
      name: file.line,
      typeName: pascalName(file.line),
      file,
      filePath: `${file.line}/line.yaml`,
      topics,
      replies,
      enums,
      controlPath,
      control,
      controlSource,
      controlDefinitions,
    },
  ];
}

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
  const forms = Object.entries(schema["x-forms"]?.forms ?? {});
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

interface SchemaFile {
  readonly root: string;
  readonly path: string;
  readonly linesAt: LinesAt;
  /** What this schema has to say besides being one. */
  readonly more: (schema: JsonSchema) => readonly SchemaFault[];
  readonly report: Report;
}

function readSchema({ root, path, linesAt, more, report }: SchemaFile): ReadSchema | undefined {
  const fix = DERIVE;
  if (!existsSync(join(root, path))) {
    report.add({
      code: "config/missing-schema",
      severity: "error",
      message: "The schema does not exist.",
      file: path,
      fix,
    });
    return undefined;
  }
  const source = readText(join(root, path), { name: path, fix }, report);
  if (source === undefined) return undefined;
  let schema: unknown;
  try {
    schema = JSON.parse(source);
  } catch (error) {
    report.add({
      code: "config/json",
      severity: "error",
      message: `Not readable JSON: ${String(error)}`,
      file: path,
      fix,
    });
    return undefined;
  }
  const checked = checkSchema(schema, linesAt);
  const faults = [...checked.faults];
  if (faults.length === 0) faults.push(...more(schema as JsonSchema));
  reportSchemaFaults(faults, { file: path, source }, report);
  if (faults.length > 0) return undefined;
  const lines = linesAt("");
  return {
    schema: schema as JsonSchema,
    source: { ...(schema as JsonSchema)["x-source"], ...(lines && { lines }) },
    definitions: checked.definitions,
  };
}

/** Without a readable one, places of the documentation are told without their lines. */
function readSourceMap(root: string, line: string, report: Report): SourceMap {
  const path = `${line}/${SOURCE_MAP}`;
  if (!existsSync(join(root, path))) return NO_SOURCES;
  const source = readText(join(root, path), { name: path, fix: DERIVE }, report);
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
    const keyword = type.kind === "text" || type.kind === "number" ? type.enum : undefined;
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
