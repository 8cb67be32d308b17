/** Compiled code that finds out what a frame is: the topic by its text, then its forms, in the order of recognisers/emit-recognisers.ts. */

import { ENTRY } from "../../templates/runtime/wasm-memory.js";
import { segmentsOf } from "../schema/pointer.js";
import { type RoutableTopic, type Selector, type UsualHead, usualHead } from "../spec/routable-topics.js";
import {
  block,
  branchTable,
  type Callee,
  type Code,
  call,
  get,
  i32,
  type Local,
  label,
  ret,
  set,
  tee,
  when,
} from "./assembler.js";
import { byteIs, FAIL, OPEN_LIST, OPEN_OBJECT, textIs } from "./bytes.js";
import { ABSENT, createFindPath, type FindPath } from "./find-member.js";
import type { JsonCore } from "./json-core.js";
import type { FunctionBuilder, ModuleBuilder } from "./module.js";

export interface RouteParts {
  readonly module: ModuleBuilder;
  readonly core: JsonCore;
  readonly spaced: boolean;
  readonly selectors: readonly Selector[];
  /** `(text, behind it, selector)`: the topic's entry, or 0. */
  readonly topicOf: Callee;
  /**
   * Tries the forms of a topic at `p` and returns the end of the first that holds. `entry`: that of the topic; `reserved`: keys that must not be in the
   * frame.
   */
  readonly forms: (topic: RoutableTopic, p: Local, entry: Local, end: Local, reserved: readonly string[]) => Code;
  /** Tries what is no push. */
  readonly replies: (p: Local, findPath: FindPath, fresh: () => Local) => Code;
}

/** The function that is being written, and what it has found so far. */
interface Route extends RouteParts {
  readonly own: FunctionBuilder<readonly ["i32"]>;
  readonly findPath: FindPath;
  /** `(frame, entry)`: the end of the frame if it has one of the topic's forms. */
  readonly formsOf: Callee;
  /** The first byte of the frame, and of the object that may name a topic: the frame, or the first item of a list. */
  readonly p: Local;
  readonly first: Local;
  /** From the quote before the topic's text to behind the one after it. */
  readonly at: Local;
  readonly q: Local;
  readonly entry: Local;
  readonly end: Local;
}

/** `(address)`: the end of the frame, or -1. The address is that of the first byte that is no blank. */
export function addRoute(parts: RouteParts): Callee {
  const { module, core, selectors, spaced, replies } = parts;
  const findPath = createFindPath(module, core.findMember);
  const formsOf = addFormsOf(parts);
  const own = module.function("route", ["i32"], ["i32"]);
  const [p] = own.arguments;
  const [first, at, q, entry, end] = own.locals("i32", "i32", "i32", "i32", "i32");
  const route: Route = { ...parts, own, findPath, formsOf, p, first, at, q, entry, end };
  const head = usualHead(selectors);
  const inside = i32.add(get(p), i32.const(1));
  own.body(
    !head || spaced ? [] : topicAtStart(route, head),
    set(first, get(p)),
    when(byteIs(get(p), OPEN_LIST), set(first, spaced ? call(core.blank, inside) : inside)),
    selectors.map(({ selector }, index) => topicAt(route, selector, index)),
    when(
      byteIs(get(p), OPEN_OBJECT),
      replies(p, findPath, () => own.local("i32")),
    ),
    i32.const(-1),
  );
  return own;
}

/** `(frame, entry)`: tries the forms of the entry's topic. */
function addFormsOf({ module, selectors, forms }: RouteParts): Callee {
  const own = module.function("topic", ["i32", "i32"], ["i32"]);
  const [p, entry] = own.arguments;
  const end = own.local("i32");
  const cases = selectors.flatMap(({ topics, reserved }) =>
    topics.map((each) => ({ target: label(each.topic.name), topic: each, reserved })),
  );
  const none = label("none");
  const choose = branchTable(i32.load(get(entry), ENTRY.topic), [...cases.map(({ target }) => target), none]);
  const chosen = cases.reduce<Code>(
    (code, { target, topic, reserved }) => [block(target, code), forms(topic, p, entry, end, reserved), FAIL],
    choose,
  );
  own.body(block(none, chosen), i32.const(-1));
  return own;
}

/** What most frames begin with. */
function topicAtStart(route: Route, { index: selector, text }: UsualHead): Code {
  const { core, p, at, q } = route;
  return when(textIs(get(p), text), [
    set(at, i32.add(get(p), i32.const(text.length - 1))),
    when(i32.ltS(tee(q, call(core.text, get(at))), i32.const(0)), FAIL),
    tryTopic(route, selector),
  ]);
}

function topicAt(route: Route, pointer: string, selector: number): Code {
  const { core, findPath, first, at, q } = route;
  return [
    findPath(at, first, segmentsOf(pointer), false),
    when(i32.ne(get(at), i32.const(ABSENT)), [
      when(i32.ltS(get(at), i32.const(0)), FAIL),
      when(i32.ltS(tee(q, call(core.text, get(at))), i32.const(0)), FAIL),
      tryTopic(route, selector),
    ]),
  ];
}

/** Returns the end of the frame, if the text between `at` and `q` is a topic and the frame one of its messages. */
function tryTopic({ topicOf, formsOf, p, at, q, entry, end }: Route, selector: number): Code {
  const text = [i32.add(get(at), i32.const(1)), i32.sub(get(q), i32.const(1))] as const;
  return when(
    tee(entry, call(topicOf, ...text, i32.const(selector))),
    when(i32.geS(tee(end, call(formsOf, get(p), get(entry))), i32.const(0)), ret(get(end))),
  );
}
