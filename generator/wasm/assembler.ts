/**
 * WebAssembly by function calls: instructions as nested lists, branches by label, the module's binary form. It knows the instructions that recognisers
 * need. An assembler from npm costs `wireloom validate` a quarter of a second at each start (wabt 1.0.39: 110 ms to load, 125 ms for 600 kB of
 * text), and this one a few milliseconds. https://webassembly.github.io/spec/core/binary/
 */

import { invariant } from "../diagnostics/diagnostic.js";

export type ValueType = "i32" | "i64" | "f64" | "v128";

/** Where a branch leads: behind a block, or to the start of a loop. */
export interface Label {
  readonly name: string;
}

export type Code = number | readonly Code[] | Structure;

type Structure =
  | { readonly kind: "block" | "loop"; readonly label: Label; readonly body: Code }
  | { readonly kind: "if"; readonly condition: Code; readonly then: Code; readonly otherwise: Code | undefined }
  | { readonly kind: "branch"; readonly opcode: number; readonly before: Code; readonly targets: readonly Label[] };

export interface Local {
  readonly index: number;
  readonly type: ValueType;
}

export interface Global {
  readonly index: number;
}

/** A function that code can call. */
export interface Callee {
  readonly index: number;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

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

const TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const byte = rest % 128;
    rest = Math.floor(rest / 128);
    if (rest === 0) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

function signed(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    if ((rest === 0n && (byte & 0x40) === 0) || (rest === -1n && (byte & 0x40) !== 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

function signed32(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; ) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

function double(value: number): number[] {
  return [...new Uint8Array(new Float64Array([value]).buffer)];
}

const op =
  (...opcode: number[]) =>
  (...operands: Code[]): Code => [...operands, ...opcode];
/** Loads and stores: the address, then a constant that is added to it. */
const load =
  (...opcode: number[]) =>
  (address: Code, offset = 0): Code => [address, ...opcode, 0, ...unsigned(offset)];
const store =
  (opcode: number) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, opcode, 0, ...unsigned(offset)];
const vector = (opcode: number): ((...operands: Code[]) => Code) => op(0xfd, ...unsigned(opcode));

export const get = ({ index }: Local): Code => [0x20, ...unsigned(index)];
export const set = ({ index }: Local, value: Code): Code => [value, 0x21, ...unsigned(index)];
/** Sets, and leaves the value. */
export const tee = ({ index }: Local, value: Code): Code => [value, 0x22, ...unsigned(index)];
export const getGlobal = ({ index }: Global): Code => [0x23, ...unsigned(index)];
export const setGlobal = ({ index }: Global, value: Code): Code => [value, 0x24, ...unsigned(index)];
export const call = ({ index, parameters }: Callee, ...operands: Code[]): Code => {
  invariant(operands.length === parameters.length, "a call has as many operands as its function has parameters");
  return [...operands, 0x10, ...unsigned(index)];
};
export const ret = (value: Code): Code => [value, 0x0f];
export const unreachable: Code = 0x00;

export const label = (name: string): Label => ({ name });
export const block = (target: Label, ...body: Code[]): Code => ({ kind: "block", label: target, body });
export const loop = (target: Label, ...body: Code[]): Code => ({ kind: "loop", label: target, body });
export const when = (condition: Code, then: Code, otherwise?: Code): Code => ({
  kind: "if",
  condition,
  then,
  otherwise,
});
export const branch = (target: Label): Code => ({ kind: "branch", opcode: 0x0c, before: [], targets: [target] });
export const branchIf = (target: Label, condition: Code): Code => ({
  kind: "branch",
  opcode: 0x0d,
  before: condition,
  targets: [target],
});
/** Branches to the label at the value's index, or to the last. */
export const branchTable = (value: Code, targets: readonly Label[]): Code => ({
  kind: "branch",
  opcode: 0x0e,
  before: value,
  targets,
});

export const i32 = {
  const: (value: number): Code => [0x41, ...signed32(value)],
  load: load(0x28),
  load8: load(0x2d),
  store: store(0x36),
  store8: store(0x3a),
  eqz: op(0x45),
  eq: op(0x46),
  ne: op(0x47),
  ltS: op(0x48),
  ltU: op(0x49),
  gtS: op(0x4a),
  gtU: op(0x4b),
  leS: op(0x4c),
  geS: op(0x4e),
  geU: op(0x4f),
  ctz: op(0x68),
  add: op(0x6a),
  sub: op(0x6b),
  and: op(0x71),
  or: op(0x72),
  shl: op(0x74),
  shrU: op(0x76),
  wrap: op(0xa7),
} as const;

export const i64 = {
  const: (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))],
  load: load(0x29),
  eq: op(0x51),
  gtU: op(0x56),
  ctz: op(0x7a),
  add: op(0x7c),
  sub: op(0x7d),
  mul: op(0x7e),
  and: op(0x83),
  or: op(0x84),
  xor: op(0x85),
  shl: op(0x86),
  shrU: op(0x88),
  extendU: op(0xad),
} as const;

export const f64 = {
  const: (value: number): Code => [0x44, ...double(value)],
  load: load(0x2b),
  store: store(0x39),
  eq: op(0x61),
  neg: op(0x9a),
  add: op(0xa0),
  div: op(0xa3),
  fromI32: op(0xb7),
  fromI64: op(0xb9),
} as const;

/** Sixteen bytes at a time. */
export const i8x16 = {
  load: load(0xfd, 0),
  const: (byte: number): Code => [0xfd, ...unsigned(12), ...new Array<number>(16).fill(byte)],
  eq: vector(35),
  ltS: vector(37),
  or: vector(80),
  bitmask: vector(100),
} as const;

/** Bytes that grow. */
interface Writer {
  byte(value: number): void;
  bytes(values: ArrayLike<number>): void;
  /** How many there are, then these. */
  sized(values: Uint8Array): void;
  take(): Uint8Array<ArrayBuffer>;
}

function createWriter(): Writer {
  let buffer = new Uint8Array(1024);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + more));
    larger.set(buffer);
    buffer = larger;
  };
  const bytes: Writer["bytes"] = (values) => {
    reserve(values.length);
    buffer.set(values, length);
    length += values.length;
  };
  return {
    bytes,
    byte(value) {
      if (length === buffer.length) reserve(1);
      buffer[length] = value;
      length += 1;
    },
    sized(values) {
      bytes(unsigned(values.length));
      bytes(values);
    },
    take: () => buffer.slice(0, length),
  };
}

/** Nested lists as bytes. `labels`: those that surround the code; the same again afterwards. */
function write(code: Code, labels: Label[], out: Writer): void {
  if (typeof code === "number") {
    out.byte(code);
    return;
  }
  if (Array.isArray(code)) {
    for (let index = 0; index < code.length; index += 1) {
      const part = code[index] as Code;
      if (typeof part === "number") out.byte(part);
      else write(part, labels, out);
    }
    return;
  }
  const structure = code as Structure;
  const NO_RESULT = 0x40;
  const END = 0x0b;
  if (structure.kind === "branch") {
    write(structure.before, labels, out);
    out.byte(structure.opcode);
    if (structure.opcode === 0x0e) out.bytes(unsigned(structure.targets.length - 1));
    for (const target of structure.targets) {
      const at = labels.lastIndexOf(target);
      invariant(at >= 0, `a branch leads out of ${target.name}`);
      out.bytes(unsigned(labels.length - 1 - at));
    }
  } else if (structure.kind === "if") {
    write(structure.condition, labels, out);
    out.bytes([0x04, NO_RESULT]);
    labels.push(UNNAMED);
    write(structure.then, labels, out);
    if (structure.otherwise !== undefined) {
      out.byte(0x05);
      write(structure.otherwise, labels, out);
    }
    labels.pop();
    out.byte(END);
  } else {
    out.bytes([structure.kind === "block" ? 0x02 : 0x03, NO_RESULT]);
    labels.push(structure.label);
    write(structure.body, labels, out);
    labels.pop();
    out.byte(END);
  }
}

/** No branch leads to the end of an `if`. */
const UNNAMED = label("if");

const bytesOf = (...code: Code[]): Uint8Array<ArrayBuffer> => {
  const out = createWriter();
  write(code, [], out);
  return out.take();
};

export function createModule(): ModuleBuilder {
  const types = new Map<string, number>();
  const imports: Uint8Array[] = [];
  const globals: Uint8Array[] = [];
  const exports: Uint8Array[] = [];
  const segments: Uint8Array[] = [];
  const functions: { name: string; type: number; locals: ValueType[]; code: Code | undefined }[] = [];
  let imported = 0;

  const typeOf = (parameters: readonly ValueType[], results: readonly ValueType[]): number => {
    const listed = (each: readonly ValueType[]): Code => [...unsigned(each.length), ...each.map((type) => TYPES[type])];
    const key = bytesOf(0x60, listed(parameters), listed(results)).join();
    const index = types.get(key) ?? types.size;
    types.set(key, index);
    return index;
  };

  return {
    importFunction(module, name, parameters, results) {
      invariant(functions.length === 0, "imports come before functions");
      imports.push(bytesOf(text(module), text(name), 0x00, unsigned(typeOf(parameters, results))));
      imported += 1;
      return { index: imported - 1, parameters, results };
    },
    importMemory(module, name, pages) {
      imports.push(bytesOf(text(module), text(name), 0x02, 0x00, unsigned(pages)));
    },
    global(type, exported) {
      const zero: Code = type === "f64" ? f64.const(0) : type === "i64" ? i64.const(0n) : i32.const(0);
      const index = globals.push(bytesOf(TYPES[type], 0x01, zero, 0x0b)) - 1;
      if (exported !== undefined) exports.push(bytesOf(text(exported), 0x03, unsigned(index)));
      return { index };
    },
    function(name, parameters, results, exported) {
      const own = {
        name,
        type: typeOf(parameters, results),
        locals: [] as ValueType[],
        code: undefined as Code | undefined,
      };
      const index = imported + functions.push(own) - 1;
      if (exported !== undefined) exports.push(bytesOf(text(exported), 0x00, unsigned(index)));
      const local = (type: ValueType): Local => ({ index: parameters.length + own.locals.push(type) - 1, type });
      return {
        index,
        parameters,
        results,
        arguments: parameters.map((type, at) => ({ index: at, type })) as LocalsOf<typeof parameters>,
        local,
        locals: (...types) => types.map(local) as LocalsOf<typeof types>,
        body(...code) {
          invariant(own.code === undefined, `function ${name} has a body`);
          own.code = code;
        },
      };
    },
    data(address, bytes) {
      segments.push(bytesOf(0x00, i32.const(address), 0x0b, unsigned(bytes.length), [...bytes]));
    },
    build() {
      const bodies = functions.map(({ name, locals, code }) => {
        invariant(code !== undefined, `function ${name} has no body`);
        const out = createWriter();
        out.bytes(unsigned(locals.length));
        for (const type of locals) out.bytes([1, TYPES[type]]);
        write(code, [], out);
        out.byte(0x0b);
        const body = createWriter();
        body.sized(out.take());
        return body.take();
      });
      const out = createWriter();
      const section = (id: number, items: readonly Uint8Array[]): void => {
        if (items.length === 0) return;
        out.byte(id);
        out.sized(listOf(items));
      };
      out.bytes([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
      section(
        1,
        [...types.keys()].map((key) => Uint8Array.from(key.split(","), Number)),
      );
      section(2, imports);
      section(
        3,
        functions.map(({ type }) => bytesOf(unsigned(type))),
      );
      section(6, globals);
      section(7, exports);
      section(10, bodies);
      section(11, segments);
      // Names of functions: what a disassembler and a profile show.
      const names = createWriter();
      names.bytes([...text("name"), 0x01]);
      names.sized(listOf(functions.map(({ name }, index) => bytesOf(unsigned(imported + index), text(name)))));
      out.byte(0x00);
      out.sized(names.take());
      return out.take();
    },
  };
}

const text = (value: string): number[] => {
  const bytes = [...Buffer.from(value)];
  return [...unsigned(bytes.length), ...bytes];
};
/** How many there are, then one after the other. */
function listOf(items: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = createWriter();
  out.bytes(unsigned(items.length));
  for (const item of items) out.bytes(item);
  return out.take();
}
