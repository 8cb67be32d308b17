/** Compiled code that finds the entry of a topic by its text; templates/runtime/topic-table.ts fills the table. */

import { ENTRY, PROBES, SLOT_COUNT, SLOTS } from "../../templates/runtime/wasm-memory.js";
import {
  block,
  branch,
  branchIf,
  type Callee,
  type Code,
  call,
  get,
  i32,
  i64,
  type Label,
  type Local,
  label,
  loop,
  ret,
  set,
  tee,
  when,
} from "./assembler.js";
import { advance } from "./bytes.js";
import type { ModuleBuilder } from "./module.js";

/** The text that is looked for, from `t` to `q`, and what tells it apart from most others. */
interface TopicText {
  readonly t: Local;
  readonly q: Local;
  readonly selector: Local;
  readonly length: Local;
  /** What the entry has as its tag. */
  readonly tag: Local;
  /** Its first eight bytes and its last, zeros behind a shorter one. */
  readonly head: Local;
  readonly tail: Local;
}

/**
 * `(text, behind it, selector)`: address of the topic's entry, or 0 if it is no topic of the line. `resolve` is asked about topics that were never
 * met: `(text, behind it, selector, slot)`, the slot being 0 where there is no free one.
 */
export function addTopicLookup(module: ModuleBuilder, resolve: Callee): Callee {
  const own = module.function("topicOf", ["i32", "i32", "i32"], ["i32"]);
  const [t, q, selector] = own.arguments;
  const [length, tag, slot, entry, probes, at] = own.locals("i32", "i32", "i32", "i32", "i32", "i32");
  const [head, tail] = own.locals("i64", "i64");
  const text: TopicText = { t, q, selector, length, tag, head, tail };
  const [probe, differs, free] = [label("probe"), label("differs"), label("free")];
  own.body(
    readText(text),
    set(slot, firstSlot(text)),
    block(
      free,
      loop(
        probe,
        set(at, i32.shl(i32.and(get(slot), i32.const(SLOT_COUNT - 1)), i32.const(2))),
        branchIf(free, i32.eqz(tee(entry, i32.load(get(at), SLOTS)))),
        block(differs, returnIfSame(text, entry, at, differs)),
        advance(slot, 1),
        branchIf(probe, i32.ltS(tee(probes, i32.add(get(probes), i32.const(1))), i32.const(PROBES))),
      ),
      ret(call(resolve, get(t), get(q), get(selector), i32.const(0))),
    ),
    call(resolve, get(t), get(q), get(selector), i32.add(get(at), i32.const(SLOTS))),
  );
  return own;
}

const isShort = ({ length }: TopicText): Code => i32.ltS(get(length), i32.const(8));

/** Returns 0 for an empty text, which is no topic. */
function readText(text: TopicText): Code {
  const { t, q, selector, length, tag, head, tail } = text;
  const bits = i64.extendU(i32.shl(get(length), i32.const(3)));
  return [
    set(length, i32.sub(get(q), get(t))),
    when(i32.leS(get(length), i32.const(0)), ret(i32.const(0))),
    set(tag, i32.or(get(length), i32.shl(get(selector), i32.const(16)))),
    when(isShort(text), set(head, i64.and(i64.load(get(t)), i64.sub(i64.shl(i64.const(1n), bits), i64.const(1n)))), [
      set(head, i64.load(get(t))),
      set(tail, i64.load(i32.sub(get(q), i32.const(8)))),
    ]),
  ];
}

/** A hash of as many bits as there are slots: two odd numbers whose bits look random, and the upper bits of the product. */
const firstSlot = ({ tag, head, tail }: TopicText): Code =>
  i32.wrap(
    i64.shrU(
      i64.mul(
        i64.xor(i64.mul(get(tail), i64.const(0x9e3779b97f4a7c15n)), i64.xor(get(head), i64.extendU(get(tag)))),
        i64.const(0xff51afd7ed558ccdn),
      ),
      i64.const(BigInt(64 - Math.log2(SLOT_COUNT))),
    ),
  );

/** Returns the entry, or leaves for `differs`. Eight bytes at a time, the last ones together with some before them. */
function returnIfSame(text: TopicText, entry: Local, at: Local, differs: Label): Code {
  const { t, length, tag, head, tail } = text;
  const [next, found] = [label("next"), label("found")];
  const lastEight = i32.sub(i32.add(get(entry), get(length)), i32.const(8));
  return [
    branchIf(differs, i32.ne(i32.load(get(entry), ENTRY.tag), get(tag))),
    branchIf(differs, i32.eqz(i64.eq(i64.load(get(entry), ENTRY.text), get(head)))),
    when(isShort(text), ret(get(entry))),
    set(at, i32.const(8)),
    block(
      found,
      loop(
        next,
        branchIf(found, i32.gtS(i32.add(get(at), i32.const(8)), get(length))),
        branchIf(
          differs,
          i32.eqz(i64.eq(i64.load(i32.add(get(t), get(at))), i64.load(i32.add(get(entry), get(at)), ENTRY.text))),
        ),
        set(at, i32.add(get(at), i32.const(8))),
        branch(next),
      ),
    ),
    branchIf(differs, i32.eqz(i64.eq(get(tail), i64.load(lastEight, ENTRY.text)))),
    ret(get(entry)),
  ];
}
