/** Compiled code that finds out what a frame is: the topic by its text, then its forms, in the order of recognisers/emit-recognisers.ts. */

import { ENTRY, KEYS, SLOTS } from "../../templates/runtime/wasm-memory.js";
import { invariant } from "../diagnostics/diagnostic.js";
import type { Json } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";
import type { Selector } from "../spec/routable-topics.js";
import type { LineSpec } from "../spec/spec.js";
import {
  block,
  branchIf,
  branchTable,
  type Callee,
  type Code,
  call,
  get,
  i32,
  type Local,
  label,
  type ModuleBuilder,
  ret,
  set,
  tee,
  when,
} from "./assembler.js";
import { byteIs, byteIsNot, FAIL, step, textIs } from "./bytes.js";
import { ABSENT, type JsonCore } from "./json-core.js";

export interface RouteParts {
  readonly module: ModuleBuilder;
  readonly core: JsonCore;
  readonly spaced: boolean;
  readonly selectors: readonly Selector[];
  /** `(text, behind it, selector)`: the topic's entry, or 0. */
  readonly topicOf: Callee;
  /** Tries the forms of a topic at `p` and returns the end of the first that holds. `entry`: that of the topic. */
  readonly forms: (topic: Selector["topics"][number], p: Local, entry: Local, end: Local) => Code;
  /** Tries what is no push. */
  readonly replies: (p: Local, findPath: FindPath, fresh: () => Local) => Code;
}

/** Sets `found` to the address of what the path leads to, or to what `findMember` says otherwise. */
export type FindPath = (found: Local, p: Local, path: readonly string[], whole: boolean) => Code;

const QUICK_HEAD = '{"topic":"';

/** `(address)`: the end of the frame, or -1. The address is that of the first byte that is no blank. */
export function addRoute({ module, core, spaced, selectors, topicOf, forms, replies }: RouteParts): Callee {
  const addressOf = addKeys(module);
  const findPath: FindPath = (found, p, path, whole) => {
    const absent = label("absent");
    return [
      set(found, get(p)),
      block(
        absent,
        path.map((key) => [
          set(
            found,
            call(
              core.findMember,
              get(found),
              i32.const(addressOf(key)),
              i32.const(key.length),
              i32.const(Number(whole)),
            ),
          ),
          branchIf(absent, i32.ltS(get(found), i32.const(0))),
        ]),
      ),
    ];
  };

  const topic = module.function("topic", ["i32", "i32"], ["i32"]);
  {
    const [p, entry] = topic.arguments;
    const end = topic.local("i32");
    const topics = selectors.flatMap((selector) => selector.topics);
    const labels = topics.map((_, index) => label(`topic ${index}`));
    const none = label("none");
    topic.body(
      block(
        none,
        topics.reduce<Code>(
          (code, each, index) => [block(labels[index] as never, code), forms(each, p, entry, end), FAIL],
          branchTable(i32.load(get(entry), ENTRY.topic), [...labels, none]),
        ),
      ),
      i32.const(-1),
    );
  }

  const route = module.function("route", ["i32"], ["i32"]);
  const [p] = route.arguments;
  const [first, at, q, entry, end] = route.locals("i32", "i32", "i32", "i32", "i32");
  /** The text of the topic begins behind the quote at `at`. */
  const tryTopic = (at: Code, selector: number): Code => [
    when(tee(entry, call(topicOf, i32.add(at, i32.const(1)), i32.sub(get(q), i32.const(1)), i32.const(selector))), [
      when(i32.geS(tee(end, call(topic, get(p), get(entry))), i32.const(0)), ret(get(end))),
    ]),
  ];
  const plain = selectors.findIndex(({ selector }) => selector === "/topic");
  const quick =
    plain < 0 || spaced
      ? []
      : when(textIs(get(p), QUICK_HEAD), [
          // What most frames begin with.
          set(at, i32.add(get(p), i32.const(QUICK_HEAD.length - 1))),
          when(i32.ltS(tee(q, call(core.text, get(at))), i32.const(0)), FAIL),
          tryTopic(get(at), plain),
        ]);
  const generic = selectors.map(({ selector }, index) => [
    findPath(at, first, segmentsOf(selector), false),
    when(i32.ne(get(at), i32.const(ABSENT)), [
      when(i32.ltS(get(at), i32.const(0)), FAIL),
      when(i32.ltS(tee(q, call(core.text, get(at))), i32.const(0)), FAIL),
      tryTopic(get(at), index),
    ]),
  ]);
  const inside = i32.add(get(p), i32.const(1));
  route.body(
    quick,
    set(first, get(p)),
    when(byteIs(get(p), 0x5b), set(first, spaced ? call(core.blank, inside) : inside)),
    generic,
    when(
      byteIs(get(p), 0x7b),
      replies(p, findPath, () => route.local("i32")),
    ),
    i32.const(-1),
  );
  return route;
}

/** A block for each reply, in their order: the first whose match holds decides. `prove`: code that returns the outcome. */
export function replyBlocks(
  line: LineSpec,
  core: JsonCore,
  p: Local,
  findPath: FindPath,
  fresh: () => Local,
  prove: (reply: LineSpec["replies"][number]) => Code,
): Code {
  return line.replies.map((each) => {
    const other = label(each.reply.name);
    const conditions = Object.entries(each.reply.match).map(([pointer, value]) => {
      const at = fresh();
      return [
        findPath(at, p, segmentsOf(pointer), true),
        branchIf(other, i32.eq(get(at), i32.const(ABSENT))),
        when(i32.ltS(get(at), i32.const(0)), FAIL),
        isValue(core, at, value as Json, other, fresh),
      ];
    });
    return block(other, conditions, prove(each));
  });
}

function isValue(core: JsonCore, at: Local, value: Json, other: ReturnType<typeof label>, fresh: () => Local): Code {
  if (value !== null && typeof value === "object") return [];
  const text = JSON.stringify(value);
  const differs = branchIf(other, i32.eqz(textIs(get(at), text)));
  if (typeof value !== "string") return differs;
  const end = fresh();
  return [
    branchIf(other, byteIsNot(get(at), 0x22)),
    set(end, get(at)),
    step(end, call(core.text, get(end))),
    branchIf(other, i32.ne(i32.sub(get(end), get(at)), i32.const(text.length))),
    differs,
  ];
}

/** Names of members in memory, each once. */
function addKeys(module: ModuleBuilder): (key: string) => number {
  const addresses = new Map<string, number>();
  let next = KEYS;
  return (key) => {
    const known = addresses.get(key);
    if (known !== undefined) return known;
    const bytes = Buffer.from(key, "latin1");
    const address = next;
    module.data(address, bytes);
    addresses.set(key, address);
    next += bytes.length;
    invariant(next <= SLOTS, "the names of members fit in front of the slots");
    return address;
  };
}
