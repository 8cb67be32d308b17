/** Reads the committed schemas of a line back, closes and names them: the Spec that emitters read. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { COMMAND_LINE } from "../command-line.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { readText } from "../host/read-text.js";
import type { EnumKeyword, JsonSchema } from "../schema/json-schema.js";
import type { LineFile } from "./line-file.js";
import { modulePathOf } from "./module-path.js";
import { nameTopics, pascalName } from "./names.js";
import type { LineSpec, ReplySpec, Spec, TopicSpec } from "./spec.js";

export function loadSpec(files: readonly LineFile[], root: string, report: Report): Spec {
  return { lines: files.flatMap((file) => loadLine(file, root, report)) };
}

function loadLine(file: LineFile, root: string, report: Report): LineSpec[] {
  const loaded = file.topics.flatMap((entry) => {
    const modulePath = modulePathOf(entry, file);
    const schemaPath = `${file.line}/${modulePath}.schema.json`;
    const schema = readSchema(root, schemaPath, report);
    return schema ? [{ entry, modulePath, schemaPath, schema }] : [];
  });
  const controlPath = `${file.line}/control.schema.json`;
  const control = readSchema(root, controlPath, report);
  if (!control) return [];
  const replies: ReplySpec[] = file.replies.flatMap((reply) =>
    control.$defs && Object.hasOwn(control.$defs, reply.name)
      ? [{ reply, def: reply.name, typeName: pascalName(reply.name) }]
      : [],
  );
  const enums = collectEnums([...loaded.map(({ schema }) => schema), control]);
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
  const topics: TopicSpec[] = loaded.map(({ entry, modulePath, schemaPath, schema }, index) => {
    const named = names[index];
    const forms = Object.entries(schema["x-forms"]?.forms ?? {}).map(([name, { def, value }]) => ({
      name,
      def,
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
      topics: entry.topics,
      schemaPath,
      schema,
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
    },
  ];
}

function readSchema(root: string, path: string, report: Report): JsonSchema | undefined {
  const fix = `Run \`${COMMAND_LINE} derive\`.`;
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
    return JSON.parse(source) as JsonSchema;
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
function collectEnums(schemas: readonly JsonSchema[]): EnumKeyword[] {
  const found = new Map<string, EnumKeyword>();
  const visit = (schema: JsonSchema | false | undefined): void => {
    if (!schema) return;
    const keyword = schema["x-enum"];
    if (keyword) {
      const known = found.get(keyword.name)?.values ?? [];
      const fresh = keyword.values.filter(({ value }) => !known.some((other) => other.value === value));
      found.set(keyword.name, { name: keyword.name, values: [...known, ...fresh] });
    }
    const inner = [
      ...Object.values(schema.$defs ?? {}),
      ...Object.values(schema.properties ?? {}),
      ...(schema.prefixItems ?? []),
      ...(schema.oneOf ?? []),
      ...(schema.anyOf ?? []),
    ];
    for (const each of [...inner, schema.items]) visit(each);
  };
  for (const schema of schemas) visit(schema);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
