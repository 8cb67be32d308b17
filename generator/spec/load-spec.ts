/** Reads the committed schemas of a line back, closes and names them: the Spec that emitters read. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { readText } from "../host/read-text.js";
import { checkSchema, type SchemaFault } from "../schema/check-schema.js";
import type { EnumKeyword, JsonSchema } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { reportSchemaFaults } from "../schema/report-faults.js";
import { defAt } from "../schema/resolve.js";
import { isKnownSchema } from "./known-schemas.js";
import type { LineFile, TopicEntry } from "./line-file.js";
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
    const schema = readSchema(root, schemaPath, (each) => formFaults(entry, each), report);
    return schema ? [{ entry, modulePath, schemaPath, schema }] : [];
  });
  const controlPath = `${file.line}/control.schema.json`;
  const control = readSchema(root, controlPath, (each) => replyFaults(file, each), report);
  if (!control) return [];
  const replies: ReplySpec[] = file.replies.map((reply) => ({
    reply,
    def: reply.name,
    typeName: pascalName(reply.name),
  }));
  const enums = collectEnums([...loaded.map(({ schema }) => schema), control]);
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

/** What a topic's schema has to say of its forms. */
function formFaults(entry: TopicEntry, schema: JsonSchema): SchemaFault[] {
  const forms = Object.entries(schema["x-forms"]?.forms ?? {});
  const faults: SchemaFault[] = [];
  const add = (pointer: string, message: string, fix = DERIVE): void => {
    faults.push({ pointer: `/x-forms${pointer}`, message, fix });
  };
  if (forms.length === 0) add("", "The schema has no form.");
  for (const [name, { def, value }] of forms) {
    const place = `/forms/${escapePointer(name)}`;
    if (!FORM_NAMES.includes(name)) add(place, `${JSON.stringify(name)} is no form.`, suggest(name, FORM_NAMES));
    if (!defAt(schema, def)) {
      const fix = suggest(def, Object.keys(schema.$defs ?? {}));
      add(`${place}/def`, `There is no definition ${JSON.stringify(def)}.`, fix);
    }
    if (forms.length > 1 && value === undefined) add(place, "The form has no value of the discriminator.");
    if (forms.some(([other, { value: same }]) => other !== name && same !== undefined && same === value))
      add(`${place}/value`, `Another form has the value ${JSON.stringify(value)} too.`);
  }
  if (forms.length > 1 && schema["x-forms"]?.discriminator === undefined)
    add("", "Several forms need a `discriminator` that tells them apart.");
  if (entry.records?.snapshot !== undefined && !forms.some(([name]) => name === "snapshot"))
    add("/forms", 'There is no form "snapshot", which line.yaml names below `records`.');
  return faults;
}

const FORM_NAMES = ["push", "snapshot", "delta"];
const DERIVE = "Run `wireloom derive`.";

const replyFaults = (file: LineFile, control: JsonSchema): SchemaFault[] =>
  file.replies
    .filter(({ name }) => !defAt(control, name))
    .map(({ name }) => ({ pointer: "/$defs", message: `There is no definition of the reply "${name}".`, fix: DERIVE }));

/** Enums and replies are types of one package. */
function reportTwins(file: LineFile, enums: readonly EnumKeyword[], report: Report): void {
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

/** `more`: what this schema has to say besides being one. */
function readSchema(
  root: string,
  path: string,
  more: (schema: JsonSchema) => readonly SchemaFault[],
  report: Report,
): JsonSchema | undefined {
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
  const faults = isKnownSchema(source) ? [] : checkSchema(schema);
  if (faults.length === 0) faults.push(...more(schema as JsonSchema));
  reportSchemaFaults(faults, { file: path, source }, report);
  return faults.length > 0 ? undefined : (schema as JsonSchema);
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
