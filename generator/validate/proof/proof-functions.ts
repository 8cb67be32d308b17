/** The functions of a proof module around those that prove values: the journal of marks, what a proven frame leaves behind, the ways in. */

import {
  block,
  branch,
  branchIf,
  type Callee,
  type Code,
  call,
  f64,
  get,
  getGlobal,
  i32,
  type Local,
  label,
  loop,
  ret,
  set,
  setGlobal,
  tee,
  when,
} from "../../wasm/assembler.js";
import { advance, byteIs, byteIsNot } from "../../wasm/bytes.js";
import type { ModuleBuilder } from "../../wasm/module.js";
import { EVENT, HEAD, NUMBER_BYTES, PUSH, PUSH_FLAG } from "../events/layout.js";
import { ADDRESS_BYTES, EVENTS_RESERVE, FORM_RECORD, type ProofLayout, TOPIC } from "./proof-layout.js";
import type { ProofState } from "./proof-state.js";

/** `(address of a field's byte)`: the field is there for the first time, which is kept in mind until the frame is proven. */
export function addMark(module: ModuleBuilder, { journal }: ProofState, start: number): Callee {
  const mark = module.function("mark", ["i32"], []);
  const [address] = mark.arguments;
  mark.body(
    i32.store8(get(address), i32.const(1)),
    i32.store(getGlobal(journal), get(address), start),
    setGlobal(journal, i32.add(getGlobal(journal), i32.const(ADDRESS_BYTES))),
  );
  return mark;
}

/** The frame was not proven: takes back what it marked. */
export function addUndo(module: ModuleBuilder, { journal }: ProofState, start: number): Callee {
  const undo = module.function("undo", [], []);
  const next = label("next");
  undo.body(
    loop(
      next,
      when(getGlobal(journal), [
        setGlobal(journal, i32.sub(getGlobal(journal), i32.const(ADDRESS_BYTES))),
        i32.store8(i32.load(getGlobal(journal), start), i32.const(0)),
        branch(next),
      ]),
    ),
  );
  return undo;
}

/** `(start, end)`: the frame between them is what `form` and `entry` say. */
export function addCommit(module: ModuleBuilder, state: ProofState, textIndexOf: Callee, isFirstPush: Callee): Callee {
  const commit = module.function("commit", ["i32", "i32"], []);
  const [start, end] = commit.arguments;
  const [record, topic, event, text, instance] = commit.locals("i32", "i32", "i32", "i32", "i32");
  const done = label("done");
  /** The number of the text in the log. */
  const numberOf = (number: Local, topic: Code): Code =>
    when(
      i32.ltS(tee(number, i32.load(topic, TOPIC.text)), i32.const(0)),
      i32.store(topic, tee(number, call(textIndexOf, topic)), TOPIC.text),
    );
  /** One more than that of the log, so that 0 is none. */
  const connection = i32.add(getGlobal(state.connection), i32.const(1));
  commit.body(
    setGlobal(state.journal, i32.const(0)),
    set(record, getGlobal(state.form)),
    set(topic, getGlobal(state.entry)),
    count(get(record), i32.sub(get(end), get(start))),
    block(
      done,
      when(i32.eqz(i32.load(get(record), FORM_RECORD.stateful)), [
        // Without a state only the first push of a topic on a connection matters.
        branchIf(done, i32.eq(i32.load(get(topic), TOPIC.connection), connection)),
        i32.store(get(topic), connection, TOPIC.connection),
        branchIf(done, i32.eqz(call(isFirstPush, get(topic)))),
      ]),
      numberOf(text, get(topic)),
      // The empty text is the first one of a log.
      set(instance, i32.const(0)),
      when(getGlobal(state.instance), numberOf(instance, getGlobal(state.instance))),
      set(event, getGlobal(state.eventEnd)),
      writePush(state, { event, record, text, instance }),
      setGlobal(state.eventEnd, getGlobal(state.level)),
    ),
  );
  return commit;
}

/** One message more, of so many bytes. */
const count = (record: Code, bytes: Code): Code => [
  i32.store(record, i32.add(i32.load(record, FORM_RECORD.messages), i32.const(1)), FORM_RECORD.messages),
  f64.store(record, f64.add(f64.load(record, FORM_RECORD.bytes), f64.fromI32(bytes)), FORM_RECORD.bytes),
];

interface PushLocals {
  /** Address of the event. Its levels are written already. */
  readonly event: Local;
  readonly record: Local;
  /** Numbers of texts in the log. */
  readonly text: Local;
  readonly instance: Local;
}

function writePush(state: ProofState, { event, record, text, instance }: PushLocals): Code {
  const bytes = i32.sub(getGlobal(state.level), get(event));
  const whole = i32.shl(getGlobal(state.whole), i32.const(Math.log2(PUSH_FLAG.wholeBook)));
  const numbers: readonly (readonly [at: number, value: Code])[] = [
    [HEAD.event, f64.const(EVENT.push)],
    [HEAD.length, f64.fromI32(i32.shrU(bytes, i32.const(Math.log2(NUMBER_BYTES))))],
    [HEAD.time, getGlobal(state.time)],
    [HEAD.line, getGlobal(state.line)],
    [HEAD.offset, getGlobal(state.offset)],
    [HEAD.connection, f64.fromI32(getGlobal(state.connection))],
    [PUSH.form, f64.fromI32(i32.load(get(record), FORM_RECORD.id))],
    [PUSH.topic, f64.fromI32(get(text))],
    [PUSH.instance, f64.fromI32(get(instance))],
    [PUSH.sequence, getGlobal(state.sequence)],
    [PUSH.base, getGlobal(state.base)],
    [PUSH.flags, f64.fromI32(i32.or(i32.load(get(record), FORM_RECORD.flags), whole))],
  ];
  return numbers.map(([at, value]) => f64.store(get(event), value, at * NUMBER_BYTES));
}

/** `prove(start, end, time, line, offset, connection)`: 1 if the frame is proven, else 0. */
export function addProve(module: ModuleBuilder, state: ProofState, route: Callee, commit: Callee, undo: Callee): void {
  const prove = module.function("prove", ["i32", "i32", "f64", "f64", "f64", "i32"], ["i32"], "prove");
  const [start, end, time, line, offset, connection] = prove.arguments;
  prove.body(
    setGlobal(state.time, get(time)),
    setGlobal(state.line, get(line)),
    setGlobal(state.offset, get(offset)),
    setGlobal(state.connection, get(connection)),
    when(i32.ne(call(route, get(start)), get(end)), [call(undo), ret(i32.const(0))]),
    call(commit, get(start), get(end)),
    i32.const(1),
  );
}

/**
 * `run(start, end, line, offset, connection, maxLine)`: proves lines, one after the other, and gives the address of the first that it cannot prove, or
 * that has no end, or for whose event there is no room. `line`: lines before; afterwards those before that address.
 */
export function addRun(
  module: ModuleBuilder,
  state: ProofState,
  layout: ProofLayout,
  route: Callee,
  commit: Callee,
  undo: Callee,
): void {
  const run = module.function("run", ["i32", "i32", "f64", "f64", "i32", "i32"], ["i32"], "run");
  const [start, end, line, offset, connection, maxLine] = run.arguments;
  const [stop, feed] = run.locals("i32", "i32");
  const [next, done] = [label("next"), label("done")];
  run.body(
    setGlobal(state.time, f64.const(NaN)),
    setGlobal(state.connection, get(connection)),
    setGlobal(state.line, get(line)),
    setGlobal(state.offset, get(offset)),
    block(
      done,
      loop(
        next,
        branchIf(done, i32.geU(get(start), get(end))),
        branchIf(done, i32.gtS(getGlobal(state.eventEnd), i32.const(layout.eventsEnd - EVENTS_RESERVE))),
        branchIf(done, i32.ltS(tee(stop, call(route, get(start))), i32.const(0))),
        set(feed, get(stop)),
        when(byteIs(get(feed), 0x0d), advance(feed, 1)),
        when(i32.or(byteIsNot(get(feed), 0x0a), i32.gtS(i32.sub(get(feed), get(start)), get(maxLine))), [
          call(undo),
          branch(done),
        ]),
        setGlobal(state.line, f64.add(getGlobal(state.line), f64.const(1))),
        call(commit, get(start), get(stop)),
        advance(feed, 1),
        setGlobal(state.offset, f64.add(getGlobal(state.offset), f64.fromI32(i32.sub(get(feed), get(start))))),
        set(start, get(feed)),
        branch(next),
      ),
    ),
    get(start),
  );
}
