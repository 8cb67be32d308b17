/**
 * `<topic>.check.ts`, `control.check.ts`: validators, compiled ahead of time, and guards. One module for both: whoever
 * imports the line loads every one of them, and a bundler takes validators and guards apart anyway.
 */

import { _ } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { fileHeader, literal, propertyKey } from "../../code/code.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import { referenceTo } from "../../schema/reference.js";
import { VOCABULARY } from "../../schema/vocabulary.js";
import { provenanceOf } from "../../spec/provenance.js";
import type { ControlSpec, TopicSpec } from "../../spec/spec.js";
import type { ValueType } from "../../spec/value-type.js";
import { emitGuards } from "../guards/emit-guards.js";
import { ajvDefinitions, hasInheritedName } from "./ajv-schema.js";
import { FORMATS_MODULE, toEsm } from "./esm-imports.js";
import { formValidatorName } from "./validator-names.js";

export function emitTopicValidators(topic: TopicSpec): string {
  const several = topic.forms.length > 1;
  const depth = topic.modulePath.split("/").length;
  const forms = topic.forms.map(({ def, type, typeName }) => ({
    def,
    type,
    typeName,
    name: several ? formValidatorName(typeName) : topic.validatorName,
  }));
  return renderModule({
    source: `schemas/${topic.schemaPath}`,
    definitions: topic.definitions,
    page: topic.source.page ?? "",
    validators: forms,
    typesPath: `./${topic.modulePath.split("/").at(-1)}.js`,
    sourcesPath: `${"../".repeat(depth - 1) || "./"}sources.js`,
    runtimePath: `${"../".repeat(depth)}runtime`,
    ...(several && { dispatch: dispatchText(topic), union: topic.messageType }),
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

export function emitControlValidators(line: ControlSpec): string {
  return renderModule({
    source: `schemas/${line.controlPath}`,
    definitions: line.controlDefinitions,
    page: line.controlSource.page ?? "",
    validators: line.replies.map(({ def, type, typeName }) => ({
      def,
      type,
      typeName,
      name: formValidatorName(typeName),
    })),
    typesPath: "./control.js",
    sourcesPath: "./sources.js",
    runtimePath: "../runtime",
  });
}

interface ModuleInput {
  readonly source: string;
  readonly definitions: ReadonlyMap<string, ValueType>;
  /** Of what names no other. */
  readonly page: string;
  readonly validators: readonly {
    readonly def: string;
    readonly type: ValueType;
    readonly typeName: string;
    readonly name: string;
  }[];
  readonly typesPath: string;
  readonly sourcesPath: string;
  readonly runtimePath: string;
  /** The validator of all types together, and that type. */
  readonly dispatch?: string;
  readonly union?: string;
}

function renderModule(module: ModuleInput): string {
  const { validators, definitions, page, dispatch, union } = module;
  // `@ts-nocheck` has to be in the file's first comments. Biome and others skip what is in the header by its words.
  const header = `${fileHeader(module.source)}// @ts-nocheck\n`;
  if (validators.length === 0) return `${header}export {};\n`;
  const { code, formats, checks } = toEsm(
    compileChecks(
      definitions,
      validators.map(({ def }) => def),
    ),
  );
  const types = [...validators.map(({ typeName }) => typeName), ...(union === undefined ? [] : [union])];
  const guards = emitGuards(validators, union);
  const used = [...new Set([...formats, ...guards.formats])].sort();
  const creators = dispatch === undefined ? "createValidator" : "createFormsValidator, createValidator";
  return [
    header,
    used.length > 0 ? `import { ${used.join(", ")} } from "${module.runtimePath}/decimal.js";\n` : "",
    `import { ${creators}, type Validator } from "${module.runtimePath}/validator.js";\n`,
    `import * as lines from "${module.sourcesPath}";\n`,
    `import type { ${types.sort().join(", ")} } from "${module.typesPath}";\n\n`,
    ...validators.map(({ type, name, typeName }, index) => {
      const { notes } = provenanceOf(type, page);
      const noted = notes === undefined ? "" : `, notes: ${literal(notes)}`;
      return (
        `const provenance${index} = { page: ${literal(page)}, lines: lines.${typeName}${noted} };\n` +
        `export const ${name}: Validator<${typeName}> = /* @__PURE__ */ createValidator(${checks.get(`check${index}`)}, provenance${index});\n`
      );
    }),
    dispatch ?? "",
    `\n${code}\n${guards.code}`,
  ].join("");
}

const SCHEMA_ID = "urn:wireloom:module";

/** Source of `check0`, `check1`, …, one for each definition. */
function compileChecks(definitions: ReadonlyMap<string, ValueType>, defs: readonly string[]): string {
  // A new instance for each module: one that is shared numbers its functions through, so that a new topic would change the
  // files of all later ones. Without the metaschema it costs at most a millisecond. host/schema-check.ts has that check.
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    // check-schema.ts knows that required members are described, also those that Ajv has to find by a pattern.
    strictRequired: false,
    ownProperties: [...definitions.values()].some(hasInheritedName),
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
  ajv.addSchema({ $id: SCHEMA_ID, $defs: ajvDefinitions(definitions) });
  const refs = Object.fromEntries(defs.map((def, index) => [`check${index}`, `${SCHEMA_ID}${referenceTo(def)}`]));
  return standalone.default(ajv, refs);
}
