/** Code as bytes: lists one after the other, structures between their opcodes, labels as numbers. */

import { invariant } from "../diagnostics/diagnostic.js";
import { BRANCH_TABLE, type Code, type Label, label, type Structure } from "./assembler.js";
import { createWriter, unsigned, type Writer } from "./encoding.js";

export const END = 0x0b;
const NO_RESULT = 0x40;
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const ELSE = 0x05;

export function bytesOf(...code: Code[]): Uint8Array<ArrayBuffer> {
  const out = createWriter();
  writeCode(code, out);
  return out.take();
}

export const writeCode = (code: Code, out: Writer): void => write(code, [], out);

/** `labels`: those that surround the code; the same again afterwards. */
function write(code: Code, labels: Label[], out: Writer): void {
  if (typeof code === "number") out.byte(code);
  else if (isStructure(code)) writeStructure(code, labels, out);
  else for (const part of code) write(part, labels, out);
}

const isStructure = (code: Exclude<Code, number>): code is Structure => !Array.isArray(code);

/** No branch leads to the end of an `if`. */
const UNNAMED = label("if");

function writeStructure(structure: Structure, labels: Label[], out: Writer): void {
  switch (structure.kind) {
    case "branch":
      write(structure.before, labels, out);
      out.byte(structure.opcode);
      if (structure.opcode === BRANCH_TABLE) out.bytes(unsigned(structure.targets.length - 1));
      for (const target of structure.targets) out.bytes(unsigned(depthOf(target, labels)));
      return;
    case "if":
      write(structure.condition, labels, out);
      out.bytes([IF, NO_RESULT]);
      labels.push(UNNAMED);
      write(structure.then, labels, out);
      if (structure.otherwise !== undefined) {
        out.byte(ELSE);
        write(structure.otherwise, labels, out);
      }
      labels.pop();
      out.byte(END);
      return;
    case "block":
    case "loop":
      out.bytes([structure.kind === "block" ? BLOCK : LOOP, NO_RESULT]);
      labels.push(structure.label);
      write(structure.body, labels, out);
      labels.pop();
      out.byte(END);
  }
}

/** How many of the surrounding structures a branch leaves before it gets to its target. */
function depthOf(target: Label, labels: readonly Label[]): number {
  const at = labels.lastIndexOf(target);
  invariant(at >= 0, `a branch leads out of ${target.name}`);
  return labels.length - 1 - at;
}
