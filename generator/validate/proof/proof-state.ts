/** What a frame has shown so far, in globals of the module. */

import type { Global } from "../../wasm/assembler.js";
import type { ModuleBuilder } from "../../wasm/module.js";

export interface ProofState {
  /** Address behind the last event. */
  readonly eventEnd: Global;
  /** Address behind the last level of the frame at hand. */
  readonly level: Global;
  /** Number of the last list of levels in it. */
  readonly list: Global;
  readonly side: Global;
  readonly price: Global;
  readonly size: Global;
  /** Of a level that is a list: its last number, and how many came before. */
  readonly number: Global;
  readonly position: Global;
  readonly sequence: Global;
  /** The snapshot from which the sequence counts. */
  readonly base: Global;
  /** Where the text is that tells books of one topic apart, and its entry; 0: the book has none. */
  readonly instanceStart: Global;
  readonly instanceEnd: Global;
  readonly instance: Global;
  /** 1: the message says that it has the whole book. */
  readonly whole: Global;
  /** Address of the record of the form that was proven, and of the topic's entry. */
  readonly form: Global;
  readonly entry: Global;
  /** Bytes of the journal that are in use. */
  readonly journal: Global;
  readonly time: Global;
  readonly line: Global;
  readonly offset: Global;
  readonly connection: Global;
}

export const createState = (module: ModuleBuilder): ProofState => ({
  eventEnd: module.global("i32", "eventEnd"),
  level: module.global("i32"),
  list: module.global("i32"),
  side: module.global("i32"),
  price: module.global("f64"),
  size: module.global("f64"),
  number: module.global("f64"),
  position: module.global("i32"),
  sequence: module.global("f64"),
  base: module.global("f64"),
  instanceStart: module.global("i32"),
  instanceEnd: module.global("i32"),
  instance: module.global("i32"),
  whole: module.global("i32"),
  form: module.global("i32", "form"),
  entry: module.global("i32"),
  journal: module.global("i32"),
  time: module.global("f64"),
  line: module.global("f64", "line"),
  offset: module.global("f64"),
  connection: module.global("i32"),
});
