/** Runs the compiled recogniser of a line: WebAssembly where the platform has it, else its twin in JavaScript. */

import type { ClosedSlots } from "./topic-pattern.js";
import { createTopicTable, type TableTopic } from "./topic-table.js";
import { PAGE, SLACK, USER } from "./wasm-memory.js";
import { type WasmModule, webAssembly } from "./webassembly.js";

export interface WasmRecogniserSource<Outcome extends string> {
  /** The module in base64. */
  readonly code: string;
  /** By the numbers that it gives. */
  readonly outcomes: readonly Outcome[];
  readonly topics: readonly TableTopic[];
  /** What may stand in the closed slots of topics. */
  readonly slots: ClosedSlots;
}

/** Longer messages are left to JavaScript. */
const DATA_BYTES = 4 * PAGE;
const DATA = Math.ceil(USER / PAGE) * PAGE;

type Recognise<Outcome> = (bytes: Uint8Array, start: number, end: number) => Outcome | undefined;

/** Undefined where the platform has no WebAssembly or does not allow it. */
export async function compileRecogniser(code: string): Promise<WasmModule | undefined> {
  const { atob } = globalThis as unknown as { atob(base64: string): string };
  try {
    return await webAssembly?.compile(Uint8Array.from(atob(code), (character) => character.charCodeAt(0)));
  } catch {
    // No SIMD, or a content security policy without `wasm-unsafe-eval`.
    return undefined;
  }
}

/** `connection`: only its topics; undefined: those of all. `fallback` is asked about what the memory does not hold. */
export function createWasmRecogniser<Outcome extends string>(
  module: WasmModule,
  { outcomes, topics, slots }: WasmRecogniserSource<Outcome>,
  connection: string | undefined,
  fallback: Recognise<Outcome>,
): Recognise<Outcome> {
  if (!webAssembly) return fallback;
  const memory = new webAssembly.Memory({ initial: (DATA + DATA_BYTES) / PAGE });
  const bytes = new Uint8Array(memory.buffer);
  const { resolve } = createTopicTable(bytes, { list: topics, connection, slots });
  const { exports } = new webAssembly.Instance(module, { wireloom: { memory, resolve } });
  const prove = exports.recognise as (start: number, end: number) => number;
  return (message, start, end) => {
    const length = end - start;
    if (length < 0 || length > DATA_BYTES - SLACK) return fallback(message, start, end);
    bytes.set(start === 0 && end === message.length ? message : message.subarray(start, end), DATA);
    // No value goes on behind a zero.
    bytes[DATA + length] = 0;
    const found = prove(DATA, DATA + length);
    return found < 0 ? undefined : outcomes[found];
  };
}
