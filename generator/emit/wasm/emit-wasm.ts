/** `recognise-wasm.ts` of a line: the recognisers of recognise.ts as WebAssembly, with the same answers. */

import { ENTRIES_END, PAGE } from "../../../templates/runtime/wasm-memory.js";
import type { JsonSchema } from "../../schema/json-schema.js";
import type { LineSpec } from "../../spec/spec.js";
import { topicKey } from "../line/line-view.js";
import { routableTopics } from "../recognisers/routable-topics.js";
import {
  type Callee,
  type Code,
  call,
  createModule,
  get,
  getGlobal,
  i32,
  type Local,
  ret,
  set,
  setGlobal,
  tee,
  when,
} from "./assembler.js";
import { addJsonCore, addTopicTable, FAIL } from "./json-core.js";
import { addRoute, replyBlocks } from "./route.js";
import { createValueCode } from "./value-code.js";

/** The module and, by the numbers that it speaks of, what frames can turn out to be. */
export function compileRecogniser(
  line: LineSpec,
  spaced: boolean,
): { bytes: Uint8Array<ArrayBuffer>; outcomes: string[] } {
  const module = createModule();
  const resolve = module.importFunction("wireloom", "resolve", ["i32", "i32", "i32", "i32"], ["i32"]);
  module.importMemory("wireloom", "memory", Math.ceil(ENTRIES_END / PAGE));
  const core = addJsonCore(module, { lineFeeds: true });
  const outcome = module.global("i32");
  const outcomes: string[] = [];
  const known = new Map<string, Callee>();
  const codeFor = (root: JsonSchema) => createValueCode({ module, core, root, spaced, known });
  const selectors = routableTopics(line);
  const topicOf = addTopicTable(module, resolve);
  const isIt = (prove: Callee, p: Local, end: Local, name: string): Code => [
    when(i32.geS(tee(end, call(prove, get(p))), i32.const(0)), [
      setGlobal(outcome, i32.const(outcomes.push(name) - 1)),
      ret(get(end)),
    ]),
  ];
  const route = addRoute({
    module,
    core,
    spaced,
    selectors,
    topicOf,
    forms: (each, p, _entry, end) => {
      const code = codeFor(each.topic.schema);
      const { reserved } = selectors.find(({ topics }) => topics.includes(each)) as (typeof selectors)[number];
      return each.forms.map(({ name, schema }) =>
        isIt(code(schema, reserved), p, end, `${topicKey(line, each.topic)}/${name}`),
      );
    },
    replies: (p, findPath, fresh) => {
      const code = codeFor(line.control);
      const end = fresh();
      return replyBlocks(line, core, p, findPath, fresh, ({ reply, def }) => {
        const schema = line.control.$defs?.[def];
        return schema ? [isIt(code(schema), p, end, reply.name), FAIL] : FAIL;
      });
    },
  });
  const own = module.function("recognise", ["i32", "i32"], ["i32"], "recognise");
  const [p, end] = own.arguments as readonly [Local, Local];
  own.body(
    spaced ? set(p, call(core.blank, get(p))) : [],
    when(i32.ltS(tee(p, call(route, get(p))), i32.const(0)), FAIL),
    // Blanks may go on behind the end, in bytes that are not the frame's.
    spaced
      ? [when(i32.gtS(get(p), get(end)), FAIL), when(i32.ltS(call(core.blank, get(p)), get(end)), FAIL)]
      : when(i32.ne(get(p), get(end)), FAIL),
    getGlobal(outcome),
  );
  return { bytes: module.build(), outcomes };
}
