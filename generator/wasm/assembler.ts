/**
 * WebAssembly by function calls: instructions as nested lists, branches by label. It knows the instructions that recognisers need;
 * code-bytes.ts makes bytes of them. An assembler from npm costs `wireloom validate` a quarter of a second at each start (wabt 1.0.39: 110 ms to load, 125 ms for 600 kB of
 * text), and this one a few milliseconds. https://webassembly.github.io/spec/core/binary/instructions.html
 */

import { invariant } from "../diagnostics/diagnostic.js";
import { double, signed, signed32, unsigned } from "./encoding.js";

export type ValueType = "i32" | "i64" | "f64" | "v128";

/** Where a branch leads: behind a block, or to the start of a loop. */
export interface Label {
  readonly name: string;
}

export type Code = number | readonly Code[] | Structure;

export type Structure =
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
export const BRANCH_TABLE = 0x0e;
/** Branches to the label at the value's index, or to the last. */
export const branchTable = (value: Code, targets: readonly Label[]): Code => ({
  kind: "branch",
  opcode: BRANCH_TABLE,
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
