/** Compiled code that finds the entry of a topic by its text; templates/runtime/topic-table.ts fills the table. */

import { ENTRY, PROBES, SLOT_COUNT, SLOTS } from "../../templates/runtime/wasm-memory.js";
import {
  block,
  branch,
  branchIf,
  type Callee,
  call,
  get,
  i32,
  i64,
  label,
  loop,
  type ModuleBuilder,
  ret,
  set,
  tee,
  when,
} from "./assembler.js";
import { advance } from "./bytes.js";

/**
 * `(text, behind it, selector)`: address of the topic's entry, or 0 if it is no topic of the line. `resolve` is asked about topics that were never
 * met: `(text, behind it, selector, slot)`, the slot being 0 where there is no free one.
 */
export function addTopicLookup(module: ModuleBuilder, resolve: Callee): Callee {
  const own = module.function("topicOf", ["i32", "i32", "i32"], ["i32"]);
  const [t, q, selector] = own.arguments;
  const [length, tag, slot, entry, probes, at] = own.locals("i32", "i32", "i32", "i32", "i32", "i32");
  const [head, tail] = own.locals("i64", "i64");
  const [probe, found, differs] = [label("probe"), label("found"), label("differs")];
  const [next, free] = [label("next"), label("free")];
  const isShort = i32.ltS(get(length), i32.const(8));
  own.body(
    set(length, i32.sub(get(q), get(t))),
    when(i32.leS(get(length), i32.const(0)), ret(i32.const(0))),
    set(tag, i32.or(get(length), i32.shl(get(selector), i32.const(16)))),
    when(
      isShort,
      set(
        head,
        i64.and(
          i64.load(get(t)),
          i64.sub(i64.shl(i64.const(1n), i64.extendU(i32.shl(get(length), i32.const(3)))), i64.const(1n)),
        ),
      ),
      [set(head, i64.load(get(t))), set(tail, i64.load(i32.sub(get(q), i32.const(8))))],
    ),
    set(
      slot,
      i32.wrap(
        i64.shrU(
          i64.mul(
            i64.xor(i64.mul(get(tail), i64.const(0x9e3779b97f4a7c15n)), i64.xor(get(head), i64.extendU(get(tag)))),
            i64.const(0xff51afd7ed558ccdn),
          ),
          i64.const(BigInt(64 - Math.log2(SLOT_COUNT))),
        ),
      ),
    ),
    block(
      free,
      loop(
        probe,
        set(at, i32.shl(i32.and(get(slot), i32.const(SLOT_COUNT - 1)), i32.const(2))),
        branchIf(free, i32.eqz(tee(entry, i32.load(get(at), SLOTS)))),
        block(
          differs,
          branchIf(differs, i32.ne(i32.load(get(entry), ENTRY.tag), get(tag))),
          branchIf(differs, i32.eqz(i64.eq(i64.load(get(entry), ENTRY.text), get(head)))),
          when(isShort, ret(get(entry))),
          // Eight bytes at a time, the last ones together with some before them.
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
          branchIf(
            differs,
            i32.eqz(i64.eq(get(tail), i64.load(i32.sub(i32.add(get(entry), get(length)), i32.const(8)), ENTRY.text))),
          ),
          ret(get(entry)),
        ),
        advance(slot, 1),
        branchIf(probe, i32.ltS(tee(probes, i32.add(get(probes), i32.const(1))), i32.const(PROBES))),
      ),
      ret(call(resolve, get(t), get(q), get(selector), i32.const(0))),
    ),
    call(resolve, get(t), get(q), get(selector), i32.add(get(at), i32.const(SLOTS))),
  );
  return own;
}
