/** Types of a line: one module per topic, one for the replies, one for the enums. */

import { compile } from "json-schema-to-typescript";
import { type ImportDeclarationStructure, Project, type StatementStructures, StructureKind, ts } from "ts-morph";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { JsonSchema } from "../../schema/json-schema.js";
import type { LineSpec, OutputTree, TopicSpec } from "../../spec/spec.js";
import { docComment, fileHeader, isIdentifierName, typeKey } from "../code.js";
import { controlTypeNames, controlValidatorNames, topicValidatorNames } from "../validators/validator-names.js";
import { emitEnums } from "./emit-enums.js";
import { type LoweredMember, type LowerOptions, lowerSchema } from "./lower-schema.js";
import { schemaDoc } from "./schema-doc.js";
import { topicMembers, topicTypeName, topicTypeText } from "./topic-type.js";

export async function emitTypes(line: LineSpec): Promise<OutputTree> {
  const project = createProject();
  const tree = new Map<string, string>();
  for (const topic of line.topics) {
    tree.set(`src/${line.name}/${topic.modulePath}.ts`, await emitTopicModule(project, line, topic));
  }
  tree.set(`src/${line.name}/control.ts`, await emitControlModule(project, line));
  tree.set(`src/${line.name}/enums.ts`, emitEnums(line));
  return tree;
}

let shared: Project | undefined;

/** One per run: it holds no state between modules, and its start-up costs more than a module. */
function createProject(): Project {
  shared ??= new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: "  " as never },
  });
  return shared;
}

async function emitTopicModule(project: Project, line: LineSpec, topic: TopicSpec): Promise<string> {
  const defs = Object.entries(topic.schema.$defs ?? {});
  const topicType = topicTypeName(topic);
  const members = topicMembers(line, topic);
  const typeNames = new Map(Object.entries(topic.typeNames));
  const { declarations, enums } = await compileDeclarations(project, {
    defs,
    root: topic.schema,
    typeNames,
    topicMembers: members,
    topicType,
  });
  const union = topic.forms.length > 1 ? [unionDeclaration(topic)] : [];
  const topicAlias: StatementStructures = {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name: topicType,
    type: topicTypeText(line, topic),
    leadingTrivia: docComment(`Topic of ${topic.name}.`),
  };
  return renderModule(project, {
    source: `schemas/${topic.schemaPath}`,
    enums,
    enumsPath: `${"../".repeat(topic.modulePath.split("/").length - 1) || "./"}enums.js`,
    declarations: [topicAlias, ...union, ...declarations],
    validators: topicValidatorNames(topic),
    validatorsPath: `./${topic.modulePath.split("/").at(-1)}.validate.js`,
  });
}

async function emitControlModule(project: Project, line: LineSpec): Promise<string> {
  const { declarations, enums } = await compileDeclarations(project, {
    defs: Object.entries(line.control.$defs ?? {}),
    root: line.control,
    typeNames: controlTypeNames(line),
  });
  return renderModule(project, {
    source: `schemas/${line.controlPath}`,
    enums,
    enumsPath: "./enums.js",
    declarations,
    validators: controlValidatorNames(line),
    validatorsPath: "./control.validate.js",
  });
}

interface DeclarationInput {
  readonly defs: readonly (readonly [string, JsonSchema])[];
  /** Holds the page of every source. */
  readonly root: JsonSchema;
  readonly typeNames: ReadonlyMap<string, string>;
  readonly topicMembers?: ReadonlySet<JsonSchema>;
  readonly topicType?: string;
}

async function compileDeclarations(project: Project, input: DeclarationInput) {
  const typeNameOf = (def: string): string => {
    const name = input.typeNames.get(def);
    invariant(name !== undefined && isIdentifierName(name), `definition ${JSON.stringify(def)} has no usable name`);
    return name;
  };
  const options: LowerOptions = {
    roots: input.defs.map(([, schema]) => schema),
    typeNameOf,
    ...(input.topicMembers && { topicMembers: input.topicMembers }),
    ...(input.topicType !== undefined && { topicType: input.topicType }),
  };
  const lowered = lowerSchema(options);
  const text = await compile(lowered.schema, "Root", { bannerComment: "", format: false, unknownAny: true, cwd: "/" });
  const types = readRootMembers(project, text);
  const declarations = input.defs.map(([def, schema], index): StatementStructures => {
    const type = types.get(`t${index}`);
    invariant(type !== undefined, `definition ${JSON.stringify(def)} was not compiled`);
    const body = printType(type, { members: lowered.members, root: input.root, indent: "" });
    const declaration = {
      isExported: true,
      name: typeNameOf(def),
      leadingTrivia: docComment(schemaDoc(schema, input.root)),
    };
    if (!ts.isTypeLiteralNode(type)) return { kind: StructureKind.TypeAlias, ...declaration, type: body };
    const properties = type.members.map((member) => {
      const { name, optional, doc, node } = readMember(member, lowered.members, input.root);
      return {
        name,
        hasQuestionToken: optional,
        leadingTrivia: docComment(doc),
        type: printType(node, { members: lowered.members, root: input.root, indent: "" }),
      };
    });
    return { kind: StructureKind.Interface, ...declaration, properties };
  });
  return { declarations, enums: lowered.enums };
}

/** The members of the one interface that json-schema-to-typescript wrote: nothing else may be in its output. */
function readRootMembers(project: Project, text: string): Map<string, ts.TypeNode> {
  const file = project.createSourceFile("compiled.ts", text, { overwrite: true }).compilerNode;
  const [root, ...others] = file.statements;
  invariant(
    root !== undefined && ts.isInterfaceDeclaration(root) && others.length === 0,
    "types were not compiled inline",
  );
  return new Map(
    root.members.map((member) => {
      invariant(ts.isPropertySignature(member) && member.type !== undefined, "a compiled member is no property");
      return [member.name.getText(file), member.type];
    }),
  );
}

interface PrintContext {
  readonly members: readonly LoweredMember[];
  readonly root: JsonSchema;
  readonly indent: string;
}

/** Text of a compiled type: aliases replaced by wire names, each with its comment, nested literals indented. */
function printType(type: ts.TypeNode, context: PrintContext): string {
  const print = (node: ts.TypeNode): string => printType(node, context);
  if (ts.isTypeLiteralNode(type)) {
    const inner = { ...context, indent: `${context.indent}  ` };
    const lines = type.members.map((member) => {
      const { name, optional, doc, node } = readMember(member, context.members, context.root);
      return `${docComment(doc, inner.indent)}${inner.indent}${name}${optional ? "?" : ""}: ${printType(node, inner)};\n`;
    });
    return `{\n${lines.join("")}${context.indent}}`;
  }
  if (ts.isArrayTypeNode(type)) return `${printElement(type.elementType, context)}[]`;
  if (ts.isParenthesizedTypeNode(type)) return print(type.type);
  if (ts.isUnionTypeNode(type)) return type.types.map(print).join(" | ");
  if (ts.isTupleTypeNode(type)) return `[${type.elements.map(print).join(", ")}]`;
  return type.getText();
}

function printElement(type: ts.TypeNode, context: PrintContext): string {
  const inner = ts.isParenthesizedTypeNode(type) ? type.type : type;
  return ts.isUnionTypeNode(inner) ? `(${printType(inner, context)})` : printType(inner, context);
}

function readMember(member: ts.TypeElement, members: readonly LoweredMember[], root: JsonSchema) {
  invariant(ts.isPropertySignature(member) && member.type !== undefined, "a compiled member is no property");
  const original = members[Number(member.name.getText().slice(1))];
  invariant(original !== undefined, "a compiled member has no original");
  return {
    name: typeKey(original.name),
    optional: member.questionToken !== undefined,
    doc: schemaDoc(original.schema, root),
    node: member.type,
  };
}

function unionDeclaration(topic: TopicSpec): StatementStructures {
  return {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name: topic.messageType,
    type: topic.forms.map(({ typeName }) => typeName).join(" | "),
    leadingTrivia: docComment(topic.description),
  };
}

interface ModuleInput {
  readonly source: string;
  readonly enums: readonly string[];
  readonly enumsPath: string;
  readonly declarations: readonly StatementStructures[];
  readonly validators: readonly string[];
  readonly validatorsPath: string;
}

function renderModule(project: Project, module: ModuleInput): string {
  const imports: ImportDeclarationStructure[] =
    module.enums.length === 0
      ? []
      : [
          {
            kind: StructureKind.ImportDeclaration,
            isTypeOnly: true,
            namedImports: [...module.enums],
            moduleSpecifier: module.enumsPath,
          },
        ];
  const exports: StatementStructures[] =
    module.validators.length === 0
      ? []
      : [
          {
            kind: StructureKind.ExportDeclaration,
            namedExports: [...module.validators],
            moduleSpecifier: module.validatorsPath,
          },
        ];
  const file = project.createSourceFile(
    "module.ts",
    { statements: [fileHeader(module.source), ...imports, ...exports, ...module.declarations] },
    { overwrite: true },
  );
  return file.getFullText();
}
