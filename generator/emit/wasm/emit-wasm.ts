/** `recognise-wasm.ts` of a line: the recognisers of recognise.ts as WebAssembly, with the same answers. */

import type { TableTopic } from "../../../templates/runtime/topic-table.js";
import { ENTRIES_END, PAGE } from "../../../templates/runtime/wasm-memory.js";
import { docComment, fileHeader, literal } from "../../code/code.js";
import type { OutputTree } from "../../host/output-tree.js";
import type { Json } from "../../schema/json-schema.js";
import { byConnection, sourceOf, topicKey } from "../../spec/line-view.js";
import { routableTopics, tableTopics } from "../../spec/routable-topics.js";
import type { LineSpec } from "../../spec/spec.js";
import { closedSlots } from "../../topic/pattern.js";
import {
  type Callee,
  type Code,
  call,
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
import { createModule } from "../../wasm/module.js";
import { replyBlocks } from "../../wasm/reply-blocks.js";
import { addRoute } from "../../wasm/route.js";
import { addTopicLookup } from "../../wasm/topic-lookup.js";
import { createValueCode } from "../../wasm/value-code.js";

export function emitWasm(line: LineSpec): OutputTree {
  const { bytes, outcomes, topics } = compileRecogniser(line);
  const perConnection = byConnection(line);
  const connection = perConnection ? ", connection: Connection" : "";
  const base64 =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,140}/g) ?? [];
  return new Map([
    [
      `src/${line.name}/recognise-wasm.ts`,
      [
        fileHeader(sourceOf(line)),
        perConnection ? 'import type { Connection } from "./frame.js";\n' : "",
        'import { type Recognised, recognise } from "./recognise.js";\n',
        'import { compileRecogniser, createWasmRecogniser, type WasmRecogniserSource } from "../runtime/wasm-recogniser.js";\n\n',
        docComment(ABOUT),
        `export async function loadRecogniser(): Promise<(bytes: Uint8Array, start: number, end: number${connection}) => Recognised | undefined> {\n`,
        "  const module = await compileRecogniser(SOURCE.code);\n  if (!module) return recognise;\n",
        perConnection ? PER_CONNECTION : "  return createWasmRecogniser(module, SOURCE, undefined, recognise);\n",
        "}\n\n",
        perConnection
          ? `const CONNECTIONS: ReadonlySet<string> = new Set(${literal(Object.keys(line.file.connections))});\n\n`
          : "",
        `const SOURCE: WasmRecogniserSource<Recognised> = {\n  outcomes: ${literal(outcomes)},\n`,
        `  topics: ${literal(topics as unknown as Json)},\n  slots: ${literal(closedSlots(line.file))},\n`,
        `  code: [\n${base64.map((part) => `    ${literal(part)},\n`).join("")}  ].join(""),\n};\n`,
      ].join(""),
    ],
  ]);
}

const ABOUT = [
  "`recognise` as WebAssembly: the same answers, about twice as fast. It has 450 kB of memory of its own, into which each message is copied.",
  "Where there is no WebAssembly with SIMD, or a content security policy forbids it, this gives `recognise`.",
].join("\n");

/** Each connection has topics of its own. */
const PER_CONNECTION = `  const byConnection = new Map<Connection, (bytes: Uint8Array, start: number, end: number) => Recognised | undefined>();
  return (bytes, start, end, connection) => {
    if (!CONNECTIONS.has(connection)) return recognise(bytes, start, end, connection);
    let own = byConnection.get(connection);
    if (!own) {
      own = createWasmRecogniser(module, SOURCE, connection, (message, from, to) => recognise(message, from, to, connection));
      byConnection.set(connection, own);
    }
    return own(bytes, start, end);
  };
`;

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
  const known = new Map<string, Callee>();
  const code = createValueCode({ module, core, spaced: false, known });
  const selectors = routableTopics(line);
  const topicOf = addTopicLookup(module, resolve);
  const isIt = (prove: Callee, p: Local, end: Local, name: string): Code => [
    when(i32.geS(tee(end, call(prove, get(p))), i32.const(0)), [
      setGlobal(outcome, i32.const(outcomes.push(name) - 1)),
      ret(get(end)),
    ]),
  ];
  const route = addRoute({
    module,
    core,
    spaced: false,
    selectors,
    topicOf,
    forms: (each, p, _entry, end) => {
      const { reserved } = selectors.find(({ topics }) => topics.includes(each)) as (typeof selectors)[number];
      return each.forms.map(({ name, type }) =>
        isIt(code(type, reserved), p, end, `${topicKey(line, each.topic)}/${name}`),
      );
    },
    replies: (p, findPath, fresh) => {
      const end = fresh();
      return replyBlocks(line.replies, { core, p, findPath, fresh }, ({ reply, type }) => [
        isIt(code(type), p, end, reply.name),
        FAIL,
      ]);
    },
  });
  const own = module.function("recognise", ["i32", "i32"], ["i32"], "recognise");
  const [p, end] = own.arguments;
  own.body(
    when(i32.ltS(tee(p, call(route, get(p))), i32.const(0)), FAIL),
    when(i32.ne(get(p), get(end)), FAIL),
    getGlobal(outcome),
  );
  return {
    bytes: module.build(),
    outcomes,
    topics: tableTopics(selectors),
  };
}
