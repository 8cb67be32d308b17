/**
 * The compiled recogniser of one product line for checking captures: it proves lines clean (as clean-check.ts has it: no finding of any kind), counts them,
 * marks which fields they show, and writes their events (events.ts) into its memory. What it cannot prove it leaves untouched.
 */

import type { TopicsOfTable } from "../../../templates/runtime/topic-table.js";
import { ENTRY, PAGE, SLACK, USER } from "../../../templates/runtime/wasm-memory.js";
import { type WasmModule, webAssembly } from "../../../templates/runtime/webassembly.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import { type FieldIndex, indexFields } from "../../spec/fields.js";
import { routableTopics, type Selector, tableTopics } from "../../spec/routable-topics.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { closedSlots } from "../../topic/pattern.js";
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
import { addJsonCore } from "../../wasm/json-core.js";
import { createModule, type ModuleBuilder } from "../../wasm/module.js";
import { addRoute } from "../../wasm/route.js";
import { addTopicLookup } from "../../wasm/topic-lookup.js";
import { createValueCode } from "../../wasm/value-code.js";
import { Unsupported } from "../../wasm/value-hooks.js";
import { EVENT, EVENT_HEAD, PUSH_FLAG } from "../events/event-log.js";
import { pushFactsOf } from "../events/extract.js";
import type { FormEntry, FormTable } from "../form-table.js";
import { createHooks, createState, listsOf, type ProofState } from "./proof-hooks.js";

/** What a form has in memory: messages and bytes that were proven, and what its events say. */
export const FORM_RECORD = { messages: 0, flags: 4, bytes: 8, stateful: 16, id: 20, size: 24 } as const;

/** Where things lie behind what all recognisers have. */
export interface ProofLayout {
  /** A record for each form that can be proven. */
  readonly forms: number;
  /** `events` to `eventsEnd`: doubles, as in an `EventLog`. */
  readonly events: number;
  readonly eventsEnd: number;
  /** Bytes of a capture, with `SLACK` behind them. */
  readonly window: number;
  /** A frame that does not lie in the window, with `SLACK` behind it. */
  readonly single: number;
  readonly pages: number;
}

/** Plain data: it travels to other threads. */
export interface Proofs {
  /** Of one line, connection and variant. */
  readonly key: string;
  readonly module: WasmModule;
  readonly layout: ProofLayout;
  /** By the numbers that the module gives them. */
  readonly forms: readonly ProofForm[];
  readonly topics: TopicsOfTable;
}

export interface ProofForm {
  /** Number of the form in the table. */
  readonly form: number;
  /** Address of a byte for each field, by the field's number. */
  readonly seen: number;
  readonly fields: number;
}

export const WINDOW_BYTES = 256 * 1024;
export const SINGLE_BYTES = PAGE;
const EVENTS_BYTES = 8 * PAGE;
/** Where less is left, the events have to be taken first: room for the levels of any usual message. */
export const EVENTS_RESERVE = PAGE;
/** Numbers of a push before its levels. */
const PUSH_HEAD = EVENT_HEAD + 6;

export interface ProofOptions {
  readonly line: LineSpec;
  /** Only its topics; absent: those of all connections. */
  readonly connection: string | undefined;
  readonly table: FormTable;
  /** Levels of order books go into events. */
  readonly books: boolean;
  readonly spaced: boolean;
}

export function compileProofs({ line, connection, table, books, spaced }: ProofOptions): Proofs {
  const api = webAssembly;
  invariant(api, "Node has WebAssembly");
  const module = createModule();
  const resolve = module.importFunction("wireloom", "resolve", ["i32", "i32", "i32", "i32"], ["i32"]);
  const textIndexOf = module.importFunction("wireloom", "textIndexOf", ["i32"], ["i32"]);
  const isFirstPush = module.importFunction("wireloom", "isFirstPush", ["i32"], ["i32"]);
  const selectors = routableTopics(line);
  const topics = selectors.flatMap(({ topics: own }) => own.map(({ topic }) => topic));
  const { layout, places, journal } = layOut(line, table, topics);
  const forms: ProofForm[] = [];
  module.importMemory("wireloom", "memory", layout.pages);

  const state = createState(module);
  const core = addJsonCore(module, { lineFeeds: false });
  const topicOf = addTopicLookup(module, resolve);
  const undo = addUndo(module, state, journal);
  const mark = addMark(module, state, journal);

  const provable = (
    each: Selector["topics"][number],
  ): { readonly prove: Callee; readonly index: number; readonly needsLevels: boolean; readonly bySides: boolean }[] =>
    each.forms.flatMap(({ name, type }) => {
      const place = places.get(`${each.topic.connection} ${each.topic.name} ${name}`);
      if (!place) return [];
      const { entry, seen, index: fieldIndex } = place;
      const lists = books ? listsOf(entry) : [];
      const hooks = createHooks(entry, lists, state, layout.eventsEnd, (pointer) => {
        const field = fieldIndex.byPointer.get(pointer);
        if (!field) return [];
        const address = i32.const(seen + field.index);
        return when(i32.eqz(i32.load8(address)), call(mark, address));
      });
      try {
        const code = createValueCode({ module, core, spaced, known: new Map(), hooks });
        const prove = code(type);
        const index = forms.push({ form: entry.id, seen, fields: fieldIndex.fields.length }) - 1;
        module.data(layout.forms + index * FORM_RECORD.size, formRecord(entry, books));
        const bySides = lists.some((list) => !("book" in list));
        // Without its levels a snapshot says nothing of the book.
        return [{ prove, index, needsLevels: lists.length > 0 && entry.form === "snapshot", bySides }];
      } catch (error) {
        if (error instanceof Unsupported) return [];
        throw error;
      }
    });

  /** What tells the books of one topic apart is kept as topics are. */
  const findInstance = (end: Local): Code =>
    when(i32.geS(get(end), i32.const(0)), [
      when(
        getGlobal(state.instanceStart),
        setGlobal(
          state.instance,
          call(topicOf, getGlobal(state.instanceStart), getGlobal(state.instanceEnd), i32.const(INSTANCE)),
        ),
      ),
      when(i32.eqz(getGlobal(state.instance)), set(end, i32.const(-1))),
    ]);
  const route = addRoute({
    module,
    core,
    spaced,
    selectors,
    topicOf,
    forms: (each, p, entry, end) =>
      provable(each).map(({ prove, index, needsLevels, bySides }) => [
        setGlobal(state.level, i32.add(getGlobal(state.eventEnd), i32.const(PUSH_HEAD * 8))),
        setGlobal(state.list, i32.const(-1)),
        setGlobal(state.sequence, f64.const(NaN)),
        setGlobal(state.instanceStart, i32.const(0)),
        setGlobal(state.instance, i32.const(0)),
        setGlobal(state.whole, i32.const(0)),
        set(end, call(prove, get(p))),
        needsLevels ? when(i32.ltS(getGlobal(state.list), i32.const(0)), set(end, i32.const(-1))) : [],
        bySides ? findInstance(end) : [],
        when(i32.geS(get(end), i32.const(0)), [
          setGlobal(state.form, i32.const(layout.forms + index * FORM_RECORD.size)),
          setGlobal(state.entry, get(entry)),
          ret(get(end)),
        ]),
        call(undo),
      ]),
    // There are few of them, and what they answer is for those who parse.
    replies: () => [],
  });
  const commit = addCommit(module, state, textIndexOf, isFirstPush);
  addProve(module, state, route, commit, undo);
  addRun(module, state, layout, route, commit, undo);
  return {
    key: `${line.name} ${connection ?? ""} ${spaced}`,
    module: new api.Module(module.build()),
    layout,
    forms,
    topics: { list: tableTopics(selectors), connection, slots: closedSlots(line.file) },
  };
}

interface FormPlace {
  readonly entry: FormEntry;
  readonly index: FieldIndex;
  /** Address of its fields' bytes. */
  readonly seen: number;
}

/** Where things lie, and by `connection topic form` where the bytes of each form's fields do. */
function layOut(
  line: LineSpec,
  table: FormTable,
  topics: readonly TopicSpec[],
): { readonly layout: ProofLayout; readonly places: ReadonlyMap<string, FormPlace>; readonly journal: number } {
  const mostForms = topics.reduce((sum, { forms }) => sum + forms.length, 0);
  let end = USER + mostForms * FORM_RECORD.size;
  const places = new Map<string, FormPlace>();
  for (const topic of topics)
    for (const { name } of topic.forms) {
      const entry = table.push(line.name, topic.connection, topic.name, name);
      if (!entry) continue;
      const index = indexFields(entry.type);
      places.set(`${topic.connection} ${topic.name} ${name}`, { entry, index, seen: end });
      end += index.fields.length;
    }
  // Fields that were seen for the first time and belong to a frame that is not proven yet: at most all of a form.
  const journal = Math.ceil(end / 8) * 8;
  const mostFields = Math.max(0, ...[...places.values()].map(({ index }) => index.fields.length));
  const events = Math.ceil((journal + mostFields * 4) / PAGE) * PAGE;
  const window = events + EVENTS_BYTES;
  const single = window + WINDOW_BYTES + SLACK;
  const pages = Math.ceil((single + SINGLE_BYTES + SLACK) / PAGE);
  const layout = { forms: USER, events, eventsEnd: events + EVENTS_BYTES, window, single, pages };
  return { layout, places, journal };
}

/** In the place of a selector: any text is kept. */
export const INSTANCE = 1000;

function formRecord(entry: FormEntry, books: boolean): Uint8Array {
  const record = new DataView(new ArrayBuffer(FORM_RECORD.size));
  const { flags, stateful } = pushFactsOf(entry, books);
  record.setInt32(FORM_RECORD.flags, flags, true);
  record.setInt32(FORM_RECORD.stateful, Number(stateful), true);
  record.setInt32(FORM_RECORD.id, entry.id, true);
  return new Uint8Array(record.buffer);
}

/** `(address of a field's byte)`: the field is there for the first time, which is kept in mind until the frame is proven. */
function addMark(module: ModuleBuilder, { journal }: ProofState, start: number): Callee {
  const own = module.function("mark", ["i32"], []);
  const [address] = own.arguments;
  own.body(
    i32.store8(get(address), i32.const(1)),
    i32.store(getGlobal(journal), get(address), start),
    setGlobal(journal, i32.add(getGlobal(journal), i32.const(4))),
  );
  return own;
}

/** The frame was not proven: takes back what it marked. */
function addUndo(module: ModuleBuilder, { journal }: ProofState, start: number): Callee {
  const own = module.function("undo", [], []);
  const next = label("next");
  own.body(
    loop(
      next,
      when(getGlobal(journal), [
        setGlobal(journal, i32.sub(getGlobal(journal), i32.const(4))),
        i32.store8(i32.load(getGlobal(journal), start), i32.const(0)),
        branch(next),
      ]),
    ),
  );
  return own;
}

/** `(start, end)`: the frame between them is what `form` and `entry` say. */
function addCommit(module: ModuleBuilder, state: ProofState, textIndexOf: Callee, isFirstPush: Callee): Callee {
  const own = module.function("commit", ["i32", "i32"], []);
  const [start, end] = own.arguments;
  const [record, entry, event, text, instance] = own.locals("i32", "i32", "i32", "i32", "i32");
  const done = label("done");
  /** The number of an entry's text in the log. */
  const textOf = (text: Local, entry: Code): Code =>
    when(
      i32.ltS(tee(text, i32.load(entry, ENTRY.first)), i32.const(0)),
      i32.store(entry, tee(text, call(textIndexOf, entry)), ENTRY.first),
    );
  const numbers: readonly Code[] = [
    f64.const(EVENT.push),
    f64.fromI32(i32.shrU(i32.sub(getGlobal(state.level), get(event)), i32.const(3))),
    getGlobal(state.time),
    getGlobal(state.line),
    getGlobal(state.offset),
    f64.fromI32(getGlobal(state.connection)),
    f64.fromI32(i32.load(get(record), FORM_RECORD.id)),
    f64.fromI32(get(text)),
    f64.fromI32(get(instance)),
    getGlobal(state.sequence),
    f64.fromI32(
      i32.or(
        i32.load(get(record), FORM_RECORD.flags),
        i32.shl(getGlobal(state.whole), i32.const(Math.log2(PUSH_FLAG.wholeBook))),
      ),
    ),
  ];
  own.body(
    setGlobal(state.journal, i32.const(0)),
    set(record, getGlobal(state.form)),
    set(entry, getGlobal(state.entry)),
    i32.store(get(record), i32.add(i32.load(get(record), FORM_RECORD.messages), i32.const(1)), FORM_RECORD.messages),
    f64.store(
      get(record),
      f64.add(f64.load(get(record), FORM_RECORD.bytes), f64.fromI32(i32.sub(get(end), get(start)))),
      FORM_RECORD.bytes,
    ),
    block(
      done,
      when(i32.eqz(i32.load(get(record), FORM_RECORD.stateful)), [
        // Without a state only the first push of a topic on a connection matters.
        branchIf(done, i32.eq(i32.load(get(entry), ENTRY.second), i32.add(getGlobal(state.connection), i32.const(1)))),
        i32.store(get(entry), i32.add(getGlobal(state.connection), i32.const(1)), ENTRY.second),
        branchIf(done, i32.eqz(call(isFirstPush, get(entry)))),
      ]),
      textOf(text, get(entry)),
      // The empty text is the first one of a log.
      set(instance, i32.const(0)),
      when(getGlobal(state.instance), textOf(instance, getGlobal(state.instance))),
      set(event, getGlobal(state.eventEnd)),
      numbers.map((number, index) => f64.store(get(event), number, index * 8)),
      setGlobal(state.eventEnd, getGlobal(state.level)),
    ),
  );
  return own;
}

/** `prove(start, end, time, line, offset, connection)`: 1 if the frame is proven, else 0. */
function addProve(module: ModuleBuilder, state: ProofState, route: Callee, commit: Callee, undo: Callee): void {
  const own = module.function("prove", ["i32", "i32", "f64", "f64", "f64", "i32"], ["i32"], "prove");
  const [start, end, time, line, offset, connection] = own.arguments;
  own.body(
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
function addRun(
  module: ModuleBuilder,
  state: ProofState,
  layout: ProofLayout,
  route: Callee,
  commit: Callee,
  undo: Callee,
): void {
  const own = module.function("run", ["i32", "i32", "f64", "f64", "i32", "i32"], ["i32"], "run");
  const [start, end, line, offset, connection, maxLine] = own.arguments;
  const [stop, feed] = own.locals("i32", "i32");
  const [next, done] = [label("next"), label("done")];
  own.body(
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
