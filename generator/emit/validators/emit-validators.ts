/** Validators of a line, compiled ahead of time: one module per topic, one for the replies. */

import { _ } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { JsonSchema } from "../../schema/json-schema.js";
import { VOCABULARY } from "../../schema/vocabulary.js";
import type { LineSpec, OutputTree, TopicSpec } from "../../spec/spec.js";
import { fileHeader, literal, propertyKey } from "../code.js";
import { FORMATS_MODULE, toEsm } from "./esm-imports.js";
import { provenanceOf } from "./provenance.js";
import { formValidatorName } from "./validator-names.js";

export function emitValidators(line: LineSpec): OutputTree {
  const tree = new Map<string, string>();
  for (const topic of line.topics) {
    tree.set(`src/${line.name}/${topic.modulePath}.validate.ts`, emitTopicValidators(topic));
  }
  tree.set(`src/${line.name}/control.validate.ts`, emitControlValidators(line));
  return tree;
}

function emitTopicValidators(topic: TopicSpec): string {
  const several = topic.forms.length > 1;
  const depth = topic.modulePath.split("/").length;
  const forms = topic.forms.map(({ def, typeName }) => ({
    def,
    typeName,
    name: several ? formValidatorName(typeName) : topic.validatorName,
  }));
  return renderModule({
    source: `schemas/${topic.schemaPath}`,
    schema: topic.schema,
    validators: forms,
    typesPath: `./${topic.modulePath.split("/").at(-1)}.js`,
    runtimePath: `${"../".repeat(depth)}runtime`,
    ...(several && { dispatch: dispatchText(topic), dispatchType: topic.messageType }),
  });
}

function dispatchText(topic: TopicSpec): string {
  invariant(topic.discriminator !== undefined, `${topic.schemaPath} has several forms and no discriminator`);
  const forms = topic.forms.map(
    ({ name, value, typeName }) => `    ${propertyKey(value ?? name)}: ${formValidatorName(typeName)},\n`,
  );
  return (
    `export const ${topic.validatorName}: Validator<${topic.messageType}> = /* @__PURE__ */ createFormsValidator({\n` +
    `  discriminator: ${literal(topic.discriminator)},\n  forms: {\n${forms.join("")}  },\n  provenance: provenance0,\n});\n`
  );
}

function emitControlValidators(line: LineSpec): string {
  return renderModule({
    source: `schemas/${line.controlPath}`,
    schema: line.control,
    validators: line.replies.map(({ def, typeName }) => ({ def, typeName, name: formValidatorName(typeName) })),
    typesPath: "./control.js",
    runtimePath: "../runtime",
  });
}

interface ModuleInput {
  readonly source: string;
  readonly schema: JsonSchema;
  readonly validators: readonly { readonly def: string; readonly typeName: string; readonly name: string }[];
  readonly typesPath: string;
  readonly runtimePath: string;
  readonly dispatch?: string;
  readonly dispatchType?: string;
}

function renderModule(module: ModuleInput): string {
  const { validators, schema, dispatch, dispatchType } = module;
  // `@ts-nocheck` has to be in the file's first comments. Biome and others skip what is in the header by its words.
  const header = `${fileHeader(module.source)}// @ts-nocheck\n`;
  if (validators.length === 0) return `${header}export {};\n`;
  const { code, formats, checks } = toEsm(
    compileChecks(
      schema,
      validators.map(({ def }) => def),
    ),
  );
  const types = [...validators.map(({ typeName }) => typeName), ...(dispatchType === undefined ? [] : [dispatchType])];
  const creators = dispatch === undefined ? "createValidator" : "createFormsValidator, createValidator";
  return [
    header,
    formats.length > 0 ? `import { ${formats.join(", ")} } from "${module.runtimePath}/decimal.js";\n` : "",
    `import { ${creators}, type Validator } from "${module.runtimePath}/validator.js";\n`,
    `import type { ${types.sort().join(", ")} } from "${module.typesPath}";\n\n`,
    ...validators.map(({ def, name, typeName }, index) => {
      const provenance = literal(provenanceOf(schema.$defs?.[def] ?? {}, schema));
      return (
        `const provenance${index} = ${provenance};\n` +
        `export const ${name}: Validator<${typeName}> = /* @__PURE__ */ createValidator(${checks.get(`check${index}`)}, provenance${index});\n`
      );
    }),
    dispatch ?? "",
    `\n${code}`,
  ].join("");
}

const SCHEMA_ID = "urn:wireloom:module";

/** Source of `check0`, `check1`, …, one for each definition. */
function compileChecks(schema: JsonSchema, defs: readonly string[]): string {
  // A new instance for each module: one that is shared numbers its functions through, so that a new topic would change the
  // files of all later ones. Without the metaschema it costs at most a millisecond. host/schema-check.ts has that check.
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    ownProperties: hasInheritedName(schema),
    messages: false,
    allErrors: false,
    meta: false,
    validateSchema: false,
    code: { source: true, esm: true, lines: true, formats: _`require(${FORMATS_MODULE})` },
  });
  // The 2020 class forces both on. The dialect has neither keyword, and their bookkeeping is 6 % of the code.
  Object.assign(ajv.opts, { unevaluated: false, dynamicRef: false });
  ajv.addVocabulary([...VOCABULARY]);
  for (const format of ["decimal", "decimal-or-empty"]) ajv.addFormat(format, () => true);
  const $defs = Object.fromEntries(Object.entries(schema.$defs ?? {}).map(([key, def]) => [key, validationPart(def)]));
  ajv.addSchema({ $id: SCHEMA_ID, $defs });
  const refs = Object.fromEntries(
    defs.map((def, index) => [
      `check${index}`,
      `${SCHEMA_ID}#/$defs/${encodeURIComponent(def.replaceAll("~", "~0").replaceAll("/", "~1"))}`,
    ]),
  );
  return standalone.default(ajv, refs);
}

/**
 * Without `ownProperties`, `{}` has "constructor" and "toString". With it each member costs a call of `hasOwnProperty`: 4.4 to 5
 * times a hand-written check on order books, against 1.25 times without. No parsed JSON inherits any other name, so only
 * schemas that mention one of these pay.
 */
function hasInheritedName(schema: JsonSchema | false | undefined): boolean {
  if (!schema) return false;
  const names = [...Object.keys(schema.properties ?? {}), ...(schema.required ?? [])];
  if (names.some((name) => name in Object.prototype)) return true;
  return [
    schema.items,
    ...(schema.prefixItems ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
    ...Object.values(schema.properties ?? {}),
    ...Object.values(schema.$defs ?? {}),
  ].some(hasInheritedName);
}

/** Only what decides validity: the rest would end up in the module. */
function validationPart(schema: JsonSchema): JsonSchema {
  const {
    type,
    const: constant,
    format,
    required,
    minItems,
    maxItems,
    items,
    prefixItems,
    oneOf,
    anyOf,
    $ref,
  } = schema;
  if ($ref !== undefined) return { $ref };
  return {
    ...(type !== undefined && { type }),
    ...(constant !== undefined && { const: constant }),
    ...(format !== undefined && { format }),
    ...(required !== undefined && { required }),
    ...(minItems !== undefined && { minItems }),
    ...(maxItems !== undefined && { maxItems }),
    ...(items !== undefined && { items: items === false ? false : validationPart(items) }),
    ...(prefixItems !== undefined && { prefixItems: prefixItems.map(validationPart) }),
    ...(oneOf !== undefined && { oneOf: oneOf.map(validationPart) }),
    ...(anyOf !== undefined && { anyOf: anyOf.map(validationPart) }),
    ...(schema.properties !== undefined && validationProperties(schema.properties)),
  };
}

/** Ajv skips a member of the name `__proto__`. Found by a pattern it is a member as any other. */
function validationProperties(properties: Readonly<Record<string, JsonSchema>>): object {
  const parts = new Map(Object.entries(properties).map(([name, property]) => [name, validationPart(property)]));
  const odd = parts.get("__proto__");
  parts.delete("__proto__");
  return { properties: Object.fromEntries(parts), ...(odd && { patternProperties: { "^__proto__$": odd } }) };
}
