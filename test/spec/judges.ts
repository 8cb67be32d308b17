/** Everything in the product that says whether a value is one of a type, made ready for all forms of a schema file at once. */

import { Ajv2020 } from "ajv/dist/2020.js";
import { transformSync } from "esbuild";
import { createRecogniserCode } from "../../generator/emit/recognisers/recogniser-code.js";
import { functionFor } from "../../generator/emit/recognisers/value-code.js";
import { emitSources } from "../../generator/emit/validators/emit-sources.js";
import { emitControlValidators } from "../../generator/emit/validators/emit-validators.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { escapePointer } from "../../generator/schema/pointer.js";
import { VOCABULARY } from "../../generator/schema/vocabulary.js";
import { indexFields } from "../../generator/spec/fields.js";
import type { LineSpec } from "../../generator/spec/spec.js";
import type { ValueType } from "../../generator/spec/value-type.js";
import { compileCleanCheck } from "../../generator/validate/check/clean-check.js";
import { explain, type Violation } from "../../generator/validate/check/explain.js";
import { createValueCheck } from "../../generator/value-check/value-check.js";
import { type Callee, call, get } from "../../generator/wasm/assembler.js";
import { addJsonCore } from "../../generator/wasm/json-core.js";
import { createModule } from "../../generator/wasm/module.js";
import { createValueCode } from "../../generator/wasm/value-code.js";
import { Unsupported, type ValueHooks } from "../../generator/wasm/value-hooks.js";
import * as decimal from "../../templates/runtime/decimal.js";
import * as jsonBytes from "../../templates/runtime/json-bytes.js";
import * as validator from "../../templates/runtime/validator.js";
import { PAGE, SLACK, USER } from "../../templates/runtime/wasm-memory.js";
import { type WebAssemblyApi, webAssembly } from "../../templates/runtime/webassembly.js";

/** A form that is judged: its schema, the file that references point into, and its normal form. */
export interface Form {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
  readonly type: ValueType;
}

/** Bytes are a value of the form; false: not, or the recogniser cannot tell. */
type Recognise = (bytes: Uint8Array) => boolean;

export interface Judges {
  /** Ajv as everybody may use it. */
  readonly oracle: (value: unknown) => boolean;
  /** As it is generated. */
  readonly validator: (value: unknown) => boolean;
  readonly guard: (value: unknown) => boolean;
  /** False: look closer. */
  readonly clean: (value: unknown) => boolean;
  readonly explain: (value: unknown, text: string) => readonly Violation[];
  readonly recognise: Recognise;
  readonly wasm: Recognise;
  /** With blanks between tokens; there is no such recogniser in JavaScript. */
  readonly wasmSpaced: Recognise;
  /** With hooks it proves that nothing is to be said about a value. Absent: hooks cannot do with the type. */
  readonly proof: Recognise | undefined;
  readonly proofSpaced: Recognise | undefined;
}

export function compileJudges(
  root: JsonSchema,
  definitions: ReadonlyMap<string, ValueType>,
  forms: readonly Form[],
): readonly Judges[] {
  const oracles = compileOracles(root, forms);
  const validators = compileValidators(definitions, forms);
  const scripts = compileScripts(forms);
  const wasm = compileWasm(forms);
  return forms.map(({ name, type }) => {
    const fields = indexFields(type);
    const seen = new Uint8Array(fields.fields.length);
    const clean = compileCleanCheck(type, fields);
    return {
      oracle: the(oracles, name),
      validator: the(validators, name),
      guard: the(scripts.guards, name),
      clean: (value) => clean(value, seen) >= 0,
      explain: (value, text) => explain(value, text, type, fields, seen),
      recognise: the(scripts.recognisers, name),
      wasm: the(wasm, `${name} dense`),
      wasmSpaced: the(wasm, `${name} spaced`),
      proof: wasm.get(`${name} dense proof`),
      proofSpaced: wasm.get(`${name} spaced proof`),
    };
  });
}

function the<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name);
  if (thing === undefined) throw new Error(`nothing was compiled for ${name}`);
  return thing;
}

type Check = (value: unknown) => boolean;

export function compileOracles(root: JsonSchema, forms: readonly Form[]): ReadonlyMap<string, Check> {
  // Of all errors: where Ajv stops at the first, it does not miss a member of which the name is empty.
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    ownProperties: true,
    allErrors: true,
    validateSchema: false,
  });
  ajv.addVocabulary([...VOCABULARY]);
  ajv.addFormat("decimal", decimal.isDecimal);
  ajv.addFormat("decimal-or-empty", decimal.isDecimalOrEmpty);
  ajv.addSchema(withReadableNames(root) as object);
  return new Map(
    forms.map(({ name }) => {
      const check = ajv.getSchema(`${root.$id}#/$defs/${encodeURIComponent(escapePointer(name))}`);
      if (!check) throw new Error(`Ajv has no ${name}`);
      return [name, (value) => check(value) === true];
    }),
  );
}

/** Ajv skips the member `__proto__` below `properties`; as a pattern it reads it. */
function withReadableNames(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withReadableNames);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, inner]) => [key, withReadableNames(inner)] as const);
  const own = Object.fromEntries(entries) as Record<string, unknown>;
  const { properties } = own;
  if (typeof properties !== "object" || properties === null || !Object.hasOwn(properties, "__proto__")) return own;
  const { ["__proto__"]: named, ...others } = Object.fromEntries(Object.entries(properties)) as Record<string, unknown>;
  return { ...own, properties: others, patternProperties: { "^__proto__$": named } };
}

/** Runs a generated module, TypeScript and imports of the runtime included. */
function run(code: string, runtime: Readonly<Record<string, object>>): Record<string, unknown> {
  const { code: script } = transformSync(code, { loader: "ts", format: "cjs", target: "es2022" });
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const load = (path: string): object => the(new Map(Object.entries(runtime)), path.split("/").at(-1) ?? path);
  new Function("module", "require", script)(module, load);
  return module.exports;
}

/** Generated as the replies of a line are: one module with a validator for each. */
function compileValidators(
  controlDefinitions: ReadonlyMap<string, ValueType>,
  forms: readonly Form[],
): ReadonlyMap<string, Check> {
  const replies = forms.map(({ name, type }, index) => ({ def: name, type, typeName: `T${index}` }));
  const control = { control: {}, controlSource: {}, controlDefinitions, controlPath: "toy/control" };
  const line = { name: "toy", topics: [], replies, ...control };
  const sources = run(emitSources(line as unknown as LineSpec), {});
  const code = emitControlValidators(line as unknown as LineSpec);
  const exports = run(code, { "decimal.js": decimal, "validator.js": validator, "sources.js": sources });
  return new Map(
    forms.map(({ name }, index) => {
      const validate = exports[`validateT${index}`] as validator.Validator<unknown>;
      return [name, (value) => validate(value).valid];
    }),
  );
}

/** Guards and recognisers, as one script. */
function compileScripts(forms: readonly Form[]): {
  readonly guards: ReadonlyMap<string, Check>;
  readonly recognisers: ReadonlyMap<string, Recognise>;
} {
  const guard = createValueCheck();
  const guards = forms.map(({ type }, index) => {
    return `export function guard${index}(value) { return ${guard.check(type, "value")}; }\n`;
  });
  const code = createRecogniserCode();
  const recognisers = forms.map(({ type }, index) => `export const prove${index} = ${functionFor(code, type)};\n`);
  const imports = (used: Iterable<string>, path: string): string =>
    `import { ${[...used].join(", ")} } from "${path}";\n`;
  const exports = run(
    [
      imports(guard.used, "decimal.js"),
      imports(code.used, "json-bytes.js"),
      ...guard.functions,
      ...code.functions,
      ...guards,
      ...recognisers,
    ].join(""),
    { "decimal.js": decimal, "json-bytes.js": jsonBytes },
  );
  return {
    guards: new Map(forms.map(({ name }, index) => [name, exports[`guard${index}`] as Check])),
    recognisers: new Map(forms.map(({ name }, index) => [name, scan(exports[`prove${index}`] as Prove)])),
  };
}

type Prove = (bytes: Uint8Array, view: DataView, position: number) => number;

/** As recognise.ts calls it. */
function scan(prove: Prove): Recognise {
  const source = jsonBytes.createSource();
  return (message) => {
    jsonBytes.prepare(source, message, 0, message.length);
    const { bytes, view, start, end } = source;
    try {
      return prove(bytes, view, start) === end;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  };
}

const NO_HOOKS: Omit<ValueHooks, "inPlace"> = {
  mark: () => [],
  isRead: () => false,
  capture: () => undefined,
  span: () => undefined,
  flag: () => undefined,
  chosen: () => [],
  list: () => undefined,
};

const DATA = Math.ceil(USER / PAGE) * PAGE;
const DATA_BYTES = PAGE;

function compileWasm(forms: readonly Form[]): ReadonlyMap<string, Recognise> {
  const module = createModule();
  module.importMemory("wireloom", "memory", (DATA + DATA_BYTES) / PAGE);
  const core = addJsonCore(module, { lineFeeds: true });
  const names: string[] = [];
  const add = (name: string, prove: Callee): void => {
    const own = module.function(name, ["i32"], ["i32"], name);
    own.body(call(prove, get(own.arguments[0])));
    names.push(name);
  };
  for (const spaced of [false, true]) {
    const variant = spaced ? "spaced" : "dense";
    const code = createValueCode({ module, core, spaced, known: new Map() });
    for (const [index, { name, type }] of forms.entries()) {
      add(`${name} ${variant}`, code(type));
      const hooks = { ...NO_HOOKS, inPlace: index % 2 === 0 };
      try {
        const proof = createValueCode({ module, core, spaced, known: new Map(), hooks });
        add(`${name} ${variant} proof`, proof(type));
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
      }
    }
  }
  const api = webAssembly as WebAssemblyApi;
  const memory = new api.Memory({ initial: (DATA + DATA_BYTES) / PAGE });
  const bytes = new Uint8Array(memory.buffer);
  const { exports } = new api.Instance(new api.Module(module.build()), { wireloom: { memory } });
  return new Map(
    names.map((name) => {
      const prove = exports[name] as (address: number) => number;
      return [name, scanWasm(bytes, prove, name.includes("spaced"))];
    }),
  );
}

function scanWasm(memory: Uint8Array, prove: (address: number) => number, spaced: boolean): Recognise {
  return (message) => {
    if (message.length > DATA_BYTES - SLACK) throw new Error("the message is longer than the memory");
    memory.set(message, DATA);
    const end = DATA + message.length;
    // No value goes on behind a zero.
    memory[end] = 0;
    if (!spaced) return prove(DATA) === end;
    const found = prove(skipBlanks(memory, DATA));
    return found >= 0 && skipBlanks(memory, found) === end;
  };
}

const BLANKS: readonly (number | undefined)[] = [0x20, 0x09, 0x0a, 0x0d];

function skipBlanks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (BLANKS.includes(bytes[at])) at += 1;
  return at;
}
