/** Compiled code that finds a member of an object by its name, and through objects within objects by a path of names. */

import { KEYS, SLOTS } from "../../templates/runtime/wasm-memory.js";
import { invariant } from "../diagnostics/diagnostic.js";
import {
  block,
  branch,
  branchIf,
  type Callee,
  type Code,
  call,
  get,
  i32,
  type Local,
  label,
  loop,
  ret,
  set,
  tee,
  unreachable,
  when,
} from "./assembler.js";
import { advance, byteAt, byteIs, byteIsNot, CLOSE_OBJECT, COLON, COMMA, OPEN_OBJECT } from "./bytes.js";
import type { ModuleBuilder } from "./module.js";

/** There is no such member. */
export const ABSENT = -1;
/** The object cannot be read so far, or the member comes twice. */
export const UNCLEAR = -2;

const UNCLEAR_END: Code = ret(i32.const(UNCLEAR));

interface Parts {
  readonly text: Callee;
  readonly blank: Callee;
  readonly anyValue: Callee;
}

/** `(object, key, length of the key, look at the whole object)`: the address of the member's value, or what is said above. */
export function addFindMember(module: ModuleBuilder, { text, blank, anyValue }: Parts): Callee {
  const own = module.function("findMember", ["i32", "i32", "i32", "i32"], ["i32"]);
  const [p, key, length, whole] = own.arguments;
  const [found, end, matches, index] = own.locals("i32", "i32", "i32", "i32");
  const next = label("next");
  const behindByte = set(p, call(blank, i32.add(get(p), i32.const(1))));
  own.body(
    set(found, i32.const(ABSENT)),
    when(byteIsNot(get(p), OPEN_OBJECT), ret(i32.const(ABSENT))),
    behindByte,
    when(byteIs(get(p), CLOSE_OBJECT), ret(i32.const(ABSENT))),
    loop(
      next,
      when(i32.ltS(tee(end, call(text, get(p))), i32.const(0)), UNCLEAR_END),
      set(matches, i32.eq(i32.sub(get(end), get(p)), i32.add(get(length), i32.const(2)))),
      when(get(matches), compareKey({ p, key, length, matches, index })),
      set(p, call(blank, get(end))),
      when(byteIsNot(get(p), COLON), UNCLEAR_END),
      behindByte,
      when(get(matches), [
        when(i32.eqz(get(whole)), ret(get(p))),
        when(i32.ne(get(found), i32.const(ABSENT)), UNCLEAR_END),
        set(found, get(p)),
      ]),
      when(i32.ltS(tee(p, call(anyValue, get(p), i32.const(0))), i32.const(0)), UNCLEAR_END),
      set(p, call(blank, get(p))),
      when(byteIs(get(p), CLOSE_OBJECT), ret(get(found))),
      when(byteIsNot(get(p), COMMA), UNCLEAR_END),
      behindByte,
      branch(next),
    ),
    unreachable,
  );
  return own;
}

interface KeyLocals {
  /** At the quote before the member's name. */
  readonly p: Local;
  readonly key: Local;
  readonly length: Local;
  /** Becomes 0 if the name is not the key. */
  readonly matches: Local;
  readonly index: Local;
}

/** The name is as long as the key: is it the same? */
function compareKey({ p, key, length, matches, index }: KeyLocals): Code {
  const [same, compared] = [label("same"), label("compared")];
  return [
    set(index, i32.const(0)),
    block(
      compared,
      loop(
        same,
        branchIf(compared, i32.geS(get(index), get(length))),
        when(i32.ne(byteAt(i32.add(get(p), get(index)), 1), byteAt(i32.add(get(key), get(index)))), [
          set(matches, i32.const(0)),
          branch(compared),
        ]),
        advance(index, 1),
        branch(same),
      ),
    ),
  ];
}

/** Sets `found` to the address of what the path leads to, or to what `findMember` says otherwise. */
export type FindPath = (found: Local, p: Local, path: readonly string[], whole: boolean) => Code;

/** Puts the names that are looked for in the module's memory. */
export function createFindPath(module: ModuleBuilder, findMember: Callee): FindPath {
  const addressOf = addKeys(module);
  return (found, p, path, whole) => {
    const absent = label("absent");
    const find = (key: string): Code =>
      call(findMember, get(found), i32.const(addressOf(key)), i32.const(key.length), i32.const(Number(whole)));
    return [
      set(found, get(p)),
      block(
        absent,
        path.map((key) => [set(found, find(key)), branchIf(absent, i32.ltS(get(found), i32.const(0)))]),
      ),
    ];
  };
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
