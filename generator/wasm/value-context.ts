/** What code that proves values is written with. */

import { type Callee, type Code, call, type Global, get, type Local, set } from "./assembler.js";
import { FAIL } from "./bytes.js";
import type { JsonCore } from "./json-core.js";
import type { FunctionBuilder, ModuleBuilder } from "./module.js";
import type { Scratch } from "./scratch.js";
import { Unsupported, type ValueHooks } from "./value-hooks.js";

export interface ValueCodeOptions {
  readonly module: ModuleBuilder;
  readonly core: JsonCore;
  /** Blanks between tokens are allowed. */
  readonly spaced: boolean;
  /** Functions of the module by what they prove: topics of one line share many shapes. Hooks make each its own. */
  readonly known: Map<string, Callee>;
  /** With hooks only what is documented is taken: no member without a schema, no value beside the list of an enum. */
  readonly hooks?: ValueHooks;
}

export interface CodeContext extends ValueCodeOptions {
  /** Where a number goes that nobody asks for, only so that it is looked at as closely as one that somebody does. */
  readonly ignored: Global | undefined;
}

/** Where a value is proven. */
export interface Place {
  /** The function that is being written. */
  readonly own: FunctionBuilder;
  /** At the value's first byte; the code moves it behind the last. */
  readonly p: Local;
  readonly scratch: () => Scratch;
  /** To the value within the message. */
  readonly pointer: string;
}

export const skipBlank = ({ core, spaced }: CodeContext, p: Local): Code =>
  spaced ? set(p, call(core.blank, get(p))) : [];

/** No bytes can be proven to be of the type. */
export function refuse({ hooks }: CodeContext): Code {
  if (hooks) throw new Unsupported();
  return FAIL;
}
