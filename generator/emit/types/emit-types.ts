/** Modules of types: one for each topic, and one for the replies of a line. */

import type { ts } from "ts-morph";
import { docComment, fileHeader } from "../../code/code.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import { loadLater } from "../../host/load-later.js";
import { typescript } from "../../host/typescript.js";
import { isIdentifierName } from "../../schema/identifier.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import type { ControlSpec, TopicSpec } from "../../spec/spec.js";
import type { ValueType } from "../../spec/value-type.js";
import { controlGuardNames, topicGuardNames } from "../guards/emit-guards.js";
import { controlTypeNames, controlValidatorNames, topicValidatorNames } from "../validators/validator-names.js";
import { docPlace } from "./doc-place.js";
import { lowerTypes } from "./lower-type.js";
import { printType } from "./print-type.js";
import { parseDeclarations } from "./reparse.js";
import { topicMembers, topicTypeName, topicTypeText } from "./topic-type.js";
import { typeDoc } from "./type-doc.js";

const compiler = loadLater<typeof import("json-schema-to-typescript")>("json-schema-to-typescript");

/** Where topics stand. */
export interface TopicPlace {
  readonly exchange: Pick<ExchangeFile, "repositories">;
  /** Pointer to what names the topic in its pushes. */
  readonly selector: string;
}

export async function emitTopicTypes(topic: TopicSpec, { exchange, selector }: TopicPlace): Promise<string> {
  const topicType = topicTypeName(topic);
  const { declarations, enums } = await compileDeclarations({
    definitions: topic.definitions,
    place: docPlace(exchange, topic.source),
    typeNames: new Map(Object.entries(topic.typeNames)),
    fallbacks: new Map(topic.forms.map(({ def }) => [def, topic.description])),
    topicMembers: topicMembers(topic, selector),
    topicType,
  });
  const alias = `${docComment(`Topic of ${topic.name}.`)}export type ${topicType} = ${topicTypeText(topic)};\n`;
  const forms = topic.forms.map(({ typeName }) => typeName).join(" | ");
  const union = `${docComment(topic.description)}export type ${topic.messageType} = ${forms};\n`;
  const fileName = topic.modulePath.split("/").at(-1);
  return renderModule({
    source: `schemas/${topic.schemaPath}`,
    enums,
    enumsPath: `${"../".repeat(topic.modulePath.split("/").length - 1) || "./"}enums.js`,
    checks: [...topicGuardNames(topic), ...topicValidatorNames(topic)],
    checksPath: `./${fileName}.check.js`,
    declarations: [alias, ...(topic.forms.length > 1 ? [union] : []), ...declarations],
  });
}

export async function emitControlTypes(line: ControlSpec): Promise<string> {
  const { declarations, enums } = await compileDeclarations({
    definitions: line.controlDefinitions,
    place: docPlace(line.exchange, line.controlSource),
    typeNames: controlTypeNames(line),
    fallbacks: new Map(line.replies.map(({ def, reply }) => [def, reply.description])),
  });
  return renderModule({
    source: `schemas/${line.controlPath}`,
    enums,
    enumsPath: "./enums.js",
    checks: [...controlGuardNames(line), ...controlValidatorNames(line)],
    checksPath: "./control.check.js",
    declarations,
  });
}

interface DeclarationInput {
  /** What becomes declarations. */
  readonly definitions: ReadonlyMap<string, ValueType>;
  /** Where the documentation describes them. */
  readonly place: string | undefined;
  readonly typeNames: ReadonlyMap<string, string>;
  /** Descriptions of definitions that have none. */
  readonly fallbacks: ReadonlyMap<string, string>;
  readonly topicMembers?: ReadonlySet<ValueType>;
  readonly topicType?: string;
}

async function compileDeclarations({ definitions, place, typeNames, fallbacks, ...topic }: DeclarationInput) {
  const typeNameOf = (def: string): string => {
    const name = typeNames.get(def);
    invariant(name !== undefined && isIdentifierName(name), `definition ${JSON.stringify(def)} has no usable name`);
    return name;
  };
  const lowered = lowerTypes({ roots: [...definitions.values()], typeNameOf, ...topic });
  const text = await compiler().compile(lowered.schema, "Root", {
    bannerComment: "",
    format: false,
    unknownAny: true,
    cwd: "/",
  });
  const types = readRootMembers(text);
  const declarations = [...definitions].map(([def, own], index) => {
    const type = types[index];
    invariant(type !== undefined, `definition ${JSON.stringify(def)} was not compiled`);
    const name = typeNameOf(def);
    const doc = docComment(typeDoc(own, { fallback: fallbacks.get(def), place }));
    const body = printType(type, { members: lowered.members, indent: "" });
    if (typescript.isTypeLiteralNode(type)) return `${doc}export interface ${name} ${body}\n`;
    return `${doc}export type ${name} = ${body};\n`;
  });
  return { declarations, enums: lowered.enums };
}

/** Types of the members of the one interface that json-schema-to-typescript wrote: nothing else may be in its output. */
function readRootMembers(text: string): ts.TypeNode[] {
  const [root, ...others] = parseDeclarations(text);
  invariant(
    root !== undefined && typescript.isInterfaceDeclaration(root) && others.length === 0,
    "types are not inline",
  );
  return root.members.map((member, index) => {
    invariant(typescript.isPropertySignature(member) && member.type !== undefined, "a compiled member is no property");
    invariant(member.name.getText() === `t${index}`, "compiled members are out of order");
    return member.type;
  });
}

interface ModuleInput {
  readonly source: string;
  readonly enums: readonly string[];
  readonly enumsPath: string;
  /** Validators and guards. */
  readonly checks: readonly string[];
  readonly checksPath: string;
  readonly declarations: readonly string[];
}

function renderModule({ source, enums, enumsPath, checks, checksPath, declarations }: ModuleInput): string {
  const imports = enums.length === 0 ? [] : [`import type ${nameList(enums)} from "${enumsPath}";\n`];
  const exports = checks.length === 0 ? "" : `export ${nameList(checks)} from "${checksPath}";\n`;
  const body = declarations.length + checks.length === 0 ? ["export {};\n"] : declarations;
  const text = [fileHeader(source) + imports.join(""), exports, ...body].filter((part) => part !== "").join("\n");
  parseDeclarations(text);
  return text;
}

/** `{ A, B }`, one name a line if that does not fit. */
function nameList(names: readonly string[]): string {
  const inline = `{ ${names.join(", ")} }`;
  return inline.length <= 80 ? inline : `{\n${names.map((name) => `  ${name},\n`).join("")}}`;
}
