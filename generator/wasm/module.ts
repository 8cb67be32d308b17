/** The binary form of a module of WebAssembly. https://webassembly.github.io/spec/core/binary/modules.html */

import { invariant } from "../diagnostics/diagnostic.js";
import { type Callee, type Code, f64, type Global, i32, i64, type Local, type ValueType } from "./assembler.js";
import { bytesOf, END, writeCode } from "./code-bytes.js";
import { createWriter, encodedName, unsigned, vectorOf } from "./encoding.js";

/** A local for each of the types. */
type LocalsOf<Types extends readonly ValueType[]> = { readonly [Index in keyof Types]: Local };

export interface FunctionBuilder<Parameters extends readonly ValueType[] = readonly ValueType[]> extends Callee {
  readonly arguments: LocalsOf<Parameters>;
  local(type: ValueType): Local;
  locals<const Types extends readonly ValueType[]>(...types: Types): LocalsOf<Types>;
  body(...code: Code[]): void;
}

export interface ModuleBuilder {
  /** Imports come before functions. */
  importFunction(module: string, name: string, parameters: readonly ValueType[], results: readonly ValueType[]): Callee;
  importMemory(module: string, name: string, pages: number): void;
  global(type: "i32" | "i64" | "f64", exported?: string): Global;
  function<const Parameters extends readonly ValueType[]>(
    name: string,
    parameters: Parameters,
    results: readonly ValueType[],
    exported?: string,
  ): FunctionBuilder<Parameters>;
  /** Bytes that are in memory from the start. */
  data(address: number, bytes: Uint8Array): void;
  build(): Uint8Array<ArrayBuffer>;
}

/** Entries of the sections, in the order of their indexes. */
interface Sections {
  /** Each type of a function once. */
  readonly types: Map<string, Uint8Array>;
  /** Functions first: an index is one of all functions, and those that are imported have the lowest. */
  readonly importedFunctions: Uint8Array[];
  readonly importedMemories: Uint8Array[];
  readonly functions: FunctionEntry[];
  readonly globals: Uint8Array[];
  readonly exports: Uint8Array[];
  readonly data: Uint8Array[];
}

interface FunctionEntry {
  readonly name: string;
  /** Index of its type. */
  readonly type: number;
  readonly locals: ValueType[];
  code: Code | undefined;
}

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const SECTION = { custom: 0, type: 1, import: 2, function: 3, global: 6, export: 7, code: 10, data: 11 } as const;
/** What is imported or exported. */
const KIND = { function: 0x00, memory: 0x02, global: 0x03 } as const;
const TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };
const FUNCTION_TYPE = 0x60;
const MUTABLE = 0x01;
const NO_MAXIMUM = 0x00;

export function createModule(): ModuleBuilder {
  const sections: Sections = {
    types: new Map(),
    importedFunctions: [],
    importedMemories: [],
    functions: [],
    globals: [],
    exports: [],
    data: [],
  };
  return {
    importFunction: (module, field, parameters, results) =>
      importFunction(sections, module, field, parameters, results),
    importMemory(module, field, pages) {
      const limits = [NO_MAXIMUM, ...unsigned(pages)];
      sections.importedMemories.push(bytesOf(encodedName(module), encodedName(field), KIND.memory, limits));
    },
    global: (type, exported) => addGlobal(sections, type, exported),
    function: (own, parameters, results, exported) => addFunction(sections, own, parameters, results, exported),
    data(address, bytes) {
      sections.data.push(bytesOf(0x00, i32.const(address), END, unsigned(bytes.length), [...bytes]));
    },
    build: () => buildModule(sections),
  };
}

/** Index of the type. */
function typeOf({ types }: Sections, parameters: readonly ValueType[], results: readonly ValueType[]): number {
  const listed = (each: readonly ValueType[]): Code => [...unsigned(each.length), ...each.map((type) => TYPES[type])];
  const bytes = bytesOf(FUNCTION_TYPE, listed(parameters), listed(results));
  const key = bytes.join();
  if (!types.has(key)) types.set(key, bytes);
  return [...types.keys()].indexOf(key);
}

function addExport({ exports }: Sections, exported: string | undefined, kind: number, index: number): void {
  if (exported !== undefined) exports.push(bytesOf(encodedName(exported), kind, unsigned(index)));
}

function importFunction(
  sections: Sections,
  module: string,
  field: string,
  parameters: readonly ValueType[],
  results: readonly ValueType[],
): Callee {
  invariant(sections.functions.length === 0, "imports come before functions");
  const type = unsigned(typeOf(sections, parameters, results));
  const index =
    sections.importedFunctions.push(bytesOf(encodedName(module), encodedName(field), KIND.function, type)) - 1;
  return { index, parameters, results };
}

function addGlobal(sections: Sections, type: "i32" | "i64" | "f64", exported: string | undefined): Global {
  const zero = { i32: i32.const(0), i64: i64.const(0n), f64: f64.const(0) };
  const index = sections.globals.push(bytesOf(TYPES[type], MUTABLE, zero[type], END)) - 1;
  addExport(sections, exported, KIND.global, index);
  return { index };
}

function addFunction<const Parameters extends readonly ValueType[]>(
  sections: Sections,
  name: string,
  parameters: Parameters,
  results: readonly ValueType[],
  exported: string | undefined,
): FunctionBuilder<Parameters> {
  const entry: FunctionEntry = { name, type: typeOf(sections, parameters, results), locals: [], code: undefined };
  const index = sections.importedFunctions.length + sections.functions.push(entry) - 1;
  addExport(sections, exported, KIND.function, index);
  const local = (type: ValueType): Local => ({ index: parameters.length + entry.locals.push(type) - 1, type });
  return {
    index,
    parameters,
    results,
    arguments: parameters.map((type, at) => ({ index: at, type })) as LocalsOf<Parameters>,
    local,
    locals: (...types) => types.map(local) as LocalsOf<typeof types>,
    body(...code) {
      invariant(entry.code === undefined, `function ${name} has a body`);
      entry.code = code;
    },
  };
}

function buildModule(sections: Sections): Uint8Array<ArrayBuffer> {
  const { types, importedFunctions, importedMemories, functions, globals, exports, data } = sections;
  const out = createWriter();
  const section = (id: number, items: readonly Uint8Array[]): void => {
    if (items.length === 0) return;
    out.byte(id);
    out.sized(vectorOf(items));
  };
  out.bytes(MAGIC_AND_VERSION);
  section(SECTION.type, [...types.values()]);
  section(SECTION.import, [...importedFunctions, ...importedMemories]);
  section(
    SECTION.function,
    functions.map(({ type }) => bytesOf(unsigned(type))),
  );
  section(SECTION.global, globals);
  section(SECTION.export, exports);
  section(SECTION.code, functions.map(bodyOf));
  section(SECTION.data, data);
  out.byte(SECTION.custom);
  out.sized(namesOf(sections));
  return out.take();
}

/** Locals, each in a group of its own, and code, behind the number of their bytes. */
function bodyOf({ name, locals, code }: FunctionEntry): Uint8Array {
  invariant(code !== undefined, `function ${name} has no body`);
  const out = createWriter();
  out.bytes(unsigned(locals.length));
  for (const type of locals) out.bytes([1, TYPES[type]]);
  writeCode(code, out);
  out.byte(END);
  const body = createWriter();
  body.sized(out.take());
  return body.take();
}

/** Names of functions: what a disassembler and a profile show. */
function namesOf({ importedFunctions, functions }: Sections): Uint8Array {
  const FUNCTION_NAMES = 0x01;
  const entries = functions.map((each, index) =>
    bytesOf(unsigned(importedFunctions.length + index), encodedName(each.name)),
  );
  const out = createWriter();
  out.bytes([...encodedName("name"), FUNCTION_NAMES]);
  out.sized(vectorOf(entries));
  return out.take();
}
