/**
 * The compiled recogniser of one product line for checking captures: it proves lines clean (as clean-check.ts has it: no finding of any kind), counts them,
 * marks which fields they show, and writes their events (events.ts) into its memory. What it cannot prove it leaves untouched.
 */

import type { TableTopic } from "../../templates/runtime/topic-table.js";
import { ENTRY, PAGE, SLACK, USER } from "../../templates/runtime/wasm-memory.js";
import { type WasmModule, webAssembly } from "../../templates/runtime/webassembly.js";
import { invariant } from "../diagnostics/diagnostic.js";
import { closedSlotsOf } from "../emit/line/line-view.js";
import { patternsOf, routableTopics, type Selector } from "../emit/recognisers/routable-topics.js";
import {
  block,
  branch,
  branchIf,
  type Callee,
  type Code,
  call,
  createModule,
  f64,
  type Global,
  get,
  getGlobal,
  i32,
  type Local,
  label,
  loop,
  type ModuleBuilder,
  ret,
  set,
  setGlobal,
  tee,
  when,
} from "../emit/wasm/assembler.js";
import { addJsonCore, addTopicTable, advance, byteIs, byteIsNot, FAIL } from "../emit/wasm/json-core.js";
import { addRoute } from "../emit/wasm/route.js";
import { createValueCode, Unsupported, type ValueHooks } from "../emit/wasm/value-code.js";
import { escapePointer } from "../schema/pointer.js";
import type { BookEntry } from "../spec/line-file.js";
import type { LineSpec } from "../spec/spec.js";
import { EVENT, EVENT_HEAD, LEVEL, LEVEL_IS_EMPTY, PUSH_FLAG } from "./events.js";
import { type FieldIndex, indexFields } from "./fields.js";
import type { FormEntry, FormTable } from "./form-table.js";

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
  readonly topics: readonly TableTopic[];
  /** What may stand in a closed slot of a topic. */
  readonly slots: Readonly<Record<string, readonly string[]>>;
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
/** Fields that were seen for the first time and belong to a frame that is not proven yet. */
const JOURNAL_BYTES = 4096;
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
  const forms: ProofForm[] = [];
  const mostForms = topics.reduce((sum, { forms: own }) => sum + own.length, 0);
  let seenEnd = USER + mostForms * FORM_RECORD.size;
  // Fields are counted before there is code that marks them.
  const entries = new Map<string, { readonly entry: FormEntry; readonly seen: number; readonly index: FieldIndex }>();
  for (const topic of topics)
    for (const { name } of topic.forms) {
      const entry = table.push(line.name, topic.connection, topic.name, name);
      if (!entry) continue;
      const index = indexFields(entry.schema, entry.root);
      entries.set(`${topic.connection} ${topic.name} ${name}`, { entry, seen: seenEnd, index });
      seenEnd += index.fields.length;
    }
  const journal = Math.ceil(seenEnd / 8) * 8;
  const events = Math.ceil((journal + JOURNAL_BYTES) / PAGE) * PAGE;
  const window = events + EVENTS_BYTES;
  const single = window + WINDOW_BYTES + SLACK;
  const layout: ProofLayout = {
    forms: USER,
    events,
    eventsEnd: events + EVENTS_BYTES,
    window,
    single,
    pages: Math.ceil((single + SINGLE_BYTES + SLACK) / PAGE),
  };
  module.importMemory("wireloom", "memory", layout.pages);

  const state = createState(module);
  const core = addJsonCore(module, { lineFeeds: false });
  const topicOf = addTopicTable(module, resolve);
  const undo = addUndo(module, state, journal);
  const mark = addMark(module, state, journal);

  const provable = (
    each: Selector["topics"][number],
  ): { readonly prove: Callee; readonly index: number; readonly needsLevels: boolean; readonly bySides: boolean }[] =>
    each.forms.flatMap(({ name, schema }) => {
      const known = entries.get(`${each.topic.connection} ${each.topic.name} ${name}`);
      if (!known) return [];
      const { entry, seen, index: fieldIndex } = known;
      const lists = books ? listsOf(entry) : [];
      const hooks = createHooks(entry, lists, state, layout, (pointer) => {
        const field = fieldIndex.byPointer.get(pointer);
        if (!field) return [];
        const address = i32.const(seen + field.index);
        return when(i32.eqz(i32.load8(address)), call(mark, address));
      });
      try {
        const code = createValueCode({ module, core, root: entry.root, spaced, known: new Map(), hooks });
        const prove = code(schema);
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
    topics: selectors.flatMap(({ topics: own }, selector) =>
      own.map(({ topic }) => ({
        patterns: patternsOf(topic),
        selector: connection === undefined || topic.connection === connection ? selector : -1,
      })),
    ),
    slots: closedSlotsOf(line),
  };
}

/** In the place of a selector: any text is kept. */
export const INSTANCE = 1000;

interface State {
  /** Address behind the last event. */
  readonly eventEnd: Global;
  /** Address behind the last level of the frame at hand. */
  readonly level: Global;
  /** Number of the last list of levels in it. */
  readonly list: Global;
  readonly side: Global;
  readonly price: Global;
  readonly size: Global;
  /** Of a level that is a list: its last number, and how many came before. */
  readonly number: Global;
  readonly position: Global;
  readonly sequence: Global;
  /** Where the text is that tells books of one topic apart, and its entry; 0: the book has none. */
  readonly instanceStart: Global;
  readonly instanceEnd: Global;
  readonly instance: Global;
  /** 1: the message says that it has the whole book. */
  readonly whole: Global;
  /** Address of the record of the form that was proven, and of the topic's entry. */
  readonly form: Global;
  readonly entry: Global;
  /** Bytes of the journal that are in use. */
  readonly journal: Global;
  readonly time: Global;
  readonly line: Global;
  readonly offset: Global;
  readonly connection: Global;
}

const createState = (module: ModuleBuilder): State => ({
  eventEnd: module.global("i32", "eventEnd"),
  level: module.global("i32"),
  list: module.global("i32"),
  side: module.global("i32"),
  price: module.global("f64"),
  size: module.global("f64"),
  number: module.global("f64"),
  position: module.global("i32"),
  sequence: module.global("f64"),
  instanceStart: module.global("i32"),
  instanceEnd: module.global("i32"),
  instance: module.global("i32"),
  whole: module.global("i32"),
  form: module.global("i32", "form"),
  entry: module.global("i32"),
  journal: module.global("i32"),
  time: module.global("f64"),
  line: module.global("f64", "line"),
  offset: module.global("f64"),
  connection: module.global("i32"),
});

function formRecord(entry: FormEntry, books: boolean): Uint8Array {
  const record = new DataView(new ArrayBuffer(FORM_RECORD.size));
  const described = entry.push?.entry;
  const kind = entry.form === "snapshot" ? PUSH_FLAG.snapshot : entry.form === "delta" ? PUSH_FLAG.delta : 0;
  // A book by sides says so in the message, or is always whole.
  const isWhole = described?.book?.layout === "sides" ? described.book.whole === undefined : entry.form === "snapshot";
  const whole = isWhole ? PUSH_FLAG.wholeBook : 0;
  record.setInt32(FORM_RECORD.flags, kind | (books && described?.book ? PUSH_FLAG.book | whole : 0), true);
  const stateful = kind !== 0 || described?.sequence !== undefined || (books && described?.book !== undefined);
  record.setInt32(FORM_RECORD.stateful, Number(stateful), true);
  record.setInt32(FORM_RECORD.id, entry.id, true);
  return new Uint8Array(record.buffer);
}

/** A list of levels. Lists come in the order in which extract.ts writes them. */
type LevelList =
  | { readonly pointer: string; readonly operation: number; readonly book: BookEntry & { readonly layout: "records" } }
  | { readonly pointer: string; readonly operation: number; readonly side: 0 | 1 };

function listsOf(entry: FormEntry): LevelList[] {
  const book = entry.push?.entry?.book;
  if (!book) return [];
  if (book.layout === "sides")
    return [
      { pointer: book.bids, operation: LEVEL.set, side: 0 },
      { pointer: book.asks, operation: LEVEL.set, side: 1 },
    ];
  if (entry.form === "snapshot") return [{ pointer: book.snapshot, operation: LEVEL.set, book }];
  return [
    { pointer: book.delete, operation: LEVEL.delete, book },
    { pointer: book.update, operation: LEVEL.update, book },
    { pointer: book.insert, operation: LEVEL.insert, book },
  ];
}

function createHooks(
  entry: FormEntry,
  lists: readonly LevelList[],
  state: State,
  layout: ProofLayout,
  mark: (pointer: string) => Code,
): ValueHooks {
  const described = entry.push?.entry;
  const sides = lists.length > 0 && described?.book?.layout === "sides" ? described.book : undefined;
  const within = (list: LevelList, key: string): string => `${list.pointer}/*/${escapePointer(key)}`;
  const writeLevel = (code: Code): Code => [
    when(i32.gtS(getGlobal(state.level), i32.const(layout.eventsEnd - 16)), FAIL),
    f64.store(getGlobal(state.level), f64.fromI32(code)),
    f64.store(getGlobal(state.level), getGlobal(state.price), 8),
    setGlobal(state.level, i32.add(getGlobal(state.level), i32.const(16))),
  ];
  const isEmpty: Code = i32.shl(f64.eq(getGlobal(state.size), f64.const(0)), i32.const(Math.log2(LEVEL_IS_EMPTY)));
  return {
    // Books are most of what is recorded, and code takes its time to make.
    inPlace: lists.length > 0,
    mark,
    capture(pointer) {
      if (pointer === described?.sequence?.pointer) return state.sequence;
      for (const list of lists) {
        if (!("book" in list)) {
          if (pointer === `${list.pointer}/*/*`) return state.number;
          continue;
        }
        if (pointer === within(list, list.book.price)) return state.price;
        if (pointer === within(list, list.book.size) && list.operation !== LEVEL.delete) return state.size;
      }
      return undefined;
    },
    span: (pointer) =>
      pointer === sides?.instance ? { start: state.instanceStart, end: state.instanceEnd } : undefined,
    flag: (pointer) => (pointer === sides?.whole ? state.whole : undefined),
    chosen(pointer, value) {
      const list = lists.find((each) => "book" in each && pointer === within(each, each.book.side));
      if (!list || !("book" in list)) return [];
      return setGlobal(state.side, i32.const(value === list.book.bid ? 0 : value === list.book.ask ? 1 : -1));
    },
    list(pointer) {
      // `[price, size]`: a list within the list.
      if (lists.some((list) => !("book" in list) && pointer === `${list.pointer}/*`))
        return {
          begin: setGlobal(state.position, i32.const(0)),
          before: [],
          after: [
            when(
              i32.eqz(getGlobal(state.position)),
              setGlobal(state.price, getGlobal(state.number)),
              when(i32.eq(getGlobal(state.position), i32.const(1)), setGlobal(state.size, getGlobal(state.number))),
            ),
            setGlobal(state.position, i32.add(getGlobal(state.position), i32.const(1))),
          ],
        };
      const index = lists.findIndex((each) => each.pointer === pointer);
      const list = lists[index];
      if (!list) return undefined;
      const code = i32.const(list.operation * 2 + ("book" in list ? 0 : list.side));
      return {
        // Levels are applied in the order in which they stand in the event.
        begin: [when(i32.gtS(getGlobal(state.list), i32.const(index)), FAIL), setGlobal(state.list, i32.const(index))],
        before: [
          setGlobal(state.side, i32.const(-1)),
          setGlobal(state.price, f64.const(NaN)),
          setGlobal(state.size, f64.const(NaN)),
        ],
        after:
          "book" in list
            ? when(
                i32.geS(getGlobal(state.side), i32.const(0)),
                writeLevel(
                  i32.add(
                    i32.add(getGlobal(state.side), code),
                    list.operation === LEVEL.delete ? i32.const(LEVEL_IS_EMPTY) : isEmpty,
                  ),
                ),
              )
            : writeLevel(i32.add(code, isEmpty)),
      };
    },
  };
}

/** `(address of a field's byte)`: the field is there for the first time, which is kept in mind until the frame is proven. */
function addMark(module: ModuleBuilder, { journal }: State, start: number): Callee {
  const own = module.function("mark", ["i32"], []);
  const address = own.arguments[0] as Local;
  own.body(
    // Not in mind, not marked: the next message shows it again.
    when(i32.ltS(getGlobal(journal), i32.const(JOURNAL_BYTES)), [
      i32.store8(get(address), i32.const(1)),
      i32.store(getGlobal(journal), get(address), start),
      setGlobal(journal, i32.add(getGlobal(journal), i32.const(4))),
    ]),
  );
  return own;
}

/** The frame was not proven: takes back what it marked. */
function addUndo(module: ModuleBuilder, { journal }: State, start: number): Callee {
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
function addCommit(module: ModuleBuilder, state: State, textIndexOf: Callee, isFirstPush: Callee): Callee {
  const own = module.function("commit", ["i32", "i32"], []);
  const [start, end] = own.arguments as readonly [Local, Local];
  const [record, entry, event, text, instance] = Array.from({ length: 5 }, () =>
    own.local("i32"),
  ) as unknown as readonly [Local, Local, Local, Local, Local];
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
function addProve(module: ModuleBuilder, state: State, route: Callee, commit: Callee, undo: Callee): void {
  const own = module.function("prove", ["i32", "i32", "f64", "f64", "f64", "i32"], ["i32"], "prove");
  const [start, end, time, line, offset, connection] = own.arguments as readonly [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
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
  state: State,
  layout: ProofLayout,
  route: Callee,
  commit: Callee,
  undo: Callee,
): void {
  const own = module.function("run", ["i32", "i32", "f64", "f64", "i32", "i32"], ["i32"], "run");
  const [start, end, line, offset, connection, maxLine] = own.arguments as readonly [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [stop, feed] = [own.local("i32"), own.local("i32")];
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
