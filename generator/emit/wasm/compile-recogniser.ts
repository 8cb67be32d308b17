/** The recogniser of a line as a module of WebAssembly: `recognise(start, end)` gives the number of an outcome, or -1. */

import type { TableTopic } from "../../../templates/runtime/topic-table.js";
import { ENTRIES_END, PAGE } from "../../../templates/runtime/wasm-memory.js";
import { routableTopics, tableTopics } from "../../spec/routable-topics.js";
import type { LineSpec } from "../../spec/spec.js";
import {
  type Callee,
  type Code,
  call,
  type Global,
  get,
  getGlobal,
  i32,
  type Local,
  ret,
  setGlobal,
  tee,
  when,
} from "../../wasm/assembler.js";
import { FAIL } from "../../wasm/bytes.js";
import { addJsonCore } from "../../wasm/json-core.js";
import { createModule, type ModuleBuilder } from "../../wasm/module.js";
import { replyBlocks } from "../../wasm/reply-blocks.js";
import { addRoute } from "../../wasm/route.js";
import { addTopicLookup } from "../../wasm/topic-lookup.js";
import { createValueCode } from "../../wasm/value-code.js";

interface CompiledRecogniser {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What frames can turn out to be, by the numbers that the module gives. */
  readonly outcomes: string[];
  readonly topics: readonly TableTopic[];
}

export function compileRecogniser(line: LineSpec): CompiledRecogniser {
  const module = createModule();
  const resolve = module.importFunction("wireloom", "resolve", ["i32", "i32", "i32", "i32"], ["i32"]);
  module.importMemory("wireloom", "memory", Math.ceil(ENTRIES_END / PAGE));
  const core = addJsonCore(module, { lineFeeds: true });
  const outcome = module.global("i32");
  const outcomes: string[] = [];
  const code = createValueCode({ module, core, spaced: false, known: new Map() });
  const selectors = routableTopics(line);
  /** Returns the end of the frame, if it is a value that the function proves. */
  const returnIf = (prove: Callee, p: Local, end: Local, name: string): Code =>
    when(i32.geS(tee(end, call(prove, get(p))), i32.const(0)), [
      setGlobal(outcome, i32.const(outcomes.push(name) - 1)),
      ret(get(end)),
    ]);
  const route = addRoute({
    module,
    core,
    spaced: false,
    selectors,
    topicOf: addTopicLookup(module, resolve),
    forms: ({ topic, forms }, p, _entry, end, reserved) =>
      forms.map(({ name, type }) => returnIf(code(type, reserved), p, end, `${topic.modulePath}/${name}`)),
    replies: (p, findPath, fresh) => {
      const end = fresh();
      const prove = ({ reply, type }: LineSpec["replies"][number]): Code => [
        returnIf(code(type), p, end, reply.name),
        FAIL,
      ];
      return replyBlocks(line.replies, { core, p, findPath, fresh }, prove);
    },
  });
  addRecognise(module, route, outcome);
  return { bytes: module.build(), outcomes, topics: tableTopics(selectors) };
}

function addRecognise(module: ModuleBuilder, route: Callee, outcome: Global): void {
  const own = module.function("recognise", ["i32", "i32"], ["i32"], "recognise");
  const [p, end] = own.arguments;
  own.body(
    when(i32.ltS(tee(p, call(route, get(p))), i32.const(0)), FAIL),
    when(i32.ne(get(p), get(end)), FAIL),
    getGlobal(outcome),
  );
}
