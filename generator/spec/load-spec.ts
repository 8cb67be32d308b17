/** Reads the committed schemas of a line back, closes and names them: the Spec that emitters read. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { invariant, type Report } from "../diagnostics/diagnostic.js";
import { readText } from "../host/read-text.js";
import type { EnumKeyword, JsonSchema } from "../schema/json-schema.js";
import { closedSlots } from "../topic/pattern.js";
import { checkSchema } from "./check-schema.js";
import type { LineFile } from "./line-file.js";
import { modulePathOf } from "./module-path.js";
import { nameTopics, pascalName } from "./names.js";
import type { LineSpec, ReplySpec, Spec, TopicSpec } from "./spec.js";
import { partsOf, type ValueType } from "./value-type.js";

export function loadSpec(files: readonly LineFile[], root: string, report: Report): Spec {
  return { lines: files.flatMap((file) => loadLine(file, root, report)) };
}

function loadLine(file: LineFile, root: string, report: Report): LineSpec[] {
  const loaded = file.topics.flatMap((entry) => {
    const modulePath = modulePathOf(entry, file);
    const schemaPath = `${file.line}/${modulePath}.schema.json`;
    const read = readSchema(root, schemaPath, report);
    return read ? [{ entry, modulePath, schemaPath, ...read }] : [];
  });
  const controlPath = `${file.line}/control.schema.json`;
  const readControl = readSchema(root, controlPath, report);
  if (!readControl) return [];
  const { schema: control, definitions: controlDefinitions } = readControl;
  const replies: ReplySpec[] = file.replies.flatMap((reply) => {
    const type = controlDefinitions.get(reply.name);
    return type ? [{ reply, def: reply.name, type, typeName: pascalName(reply.name) }] : [];
  });
  const enums = collectEnums([...loaded.map(({ definitions }) => definitions), controlDefinitions]);
  const taken = [...replies.map(({ typeName }) => typeName), ...enums.map(({ name }) => name)];
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
  const topics: TopicSpec[] = loaded.map(({ entry, modulePath, schemaPath, schema, definitions }, index) => {
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
      controlDefinitions,
    },
  ];
}

/** The topic with another schema, as an overlay makes it. The faults of a schema go to the report, and the topic stays as it is. */
export function withSchema(topic: TopicSpec, schema: JsonSchema, file: string, report: Report): TopicSpec {
  const definitions = typesOf(schema, file, report);
  if (!definitions) return topic;
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
  readonly definitions: ReadonlyMap<string, ValueType>;
}

function typesOf(schema: unknown, file: string, report: Report): ReadonlyMap<string, ValueType> | undefined {
  const { faults, definitions } = checkSchema(schema);
  for (const { pointer, message, fix } of faults)
    report.add({
      code: "config/schema",
      severity: "error",
      message: `At ${pointer || "the root"}: ${message}`,
      file,
      fix: `${fix} Schemas are written by \`wireloom derive\`: correct its sources, or write an overlay.`,
    });
  return faults.length > 0 ? undefined : definitions;
}

function readSchema(root: string, path: string, report: Report): ReadSchema | undefined {
  const fix = "Run `wireloom derive`.";
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
  try {
    const schema = JSON.parse(source) as JsonSchema;
    const definitions = typesOf(schema, path, report);
    return definitions && { schema, definitions };
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
}

/** One enum per name: values of all places, in the order in which they come. */
function collectEnums(files: readonly ReadonlyMap<string, ValueType>[]): EnumKeyword[] {
  const found = new Map<string, EnumKeyword>();
  const visit = (type: ValueType): void => {
    const keyword = type.kind === "text" || type.kind === "number" ? type.enum : undefined;
    if (keyword) {
      const known = found.get(keyword.name)?.values ?? [];
      const fresh = keyword.values.filter(({ value }) => !known.some((other) => other.value === value));
      found.set(keyword.name, { name: keyword.name, values: [...known, ...fresh] });
    }
    // What is referred to is looked at where it is defined.
    for (const part of partsOf(type)) if (part.type.definition === undefined) visit(part.type);
  };
  for (const definitions of files) for (const type of definitions.values()) visit(type);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
