/**
 * The compiled recogniser of one product line for checking captures: it proves lines clean (as clean-check.ts has it: no finding of any kind), counts them,
 * marks which fields they show, and writes their events (events/layout.ts) into its memory. What it cannot prove it leaves untouched.
 */

import type { TopicsOfTable } from "../../../templates/runtime/topic-table.js";
import { type WasmModule, webAssembly } from "../../../templates/runtime/webassembly.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import { type RoutableTopic, routableTopics, tableTopics } from "../../spec/routable-topics.js";
import type { LineSpec } from "../../spec/spec.js";
import type { ValueType } from "../../spec/value-type.js";
import { closedSlots } from "../../topic/pattern.js";
import {
  type Callee,
  type Code,
  call,
  f64,
  get,
  getGlobal,
  i32,
  type Local,
  ret,
  set,
  setGlobal,
  when,
} from "../../wasm/assembler.js";
import { addJsonCore, type JsonCore } from "../../wasm/json-core.js";
import { createModule, type ModuleBuilder } from "../../wasm/module.js";
import { addRoute } from "../../wasm/route.js";
import { addTopicLookup } from "../../wasm/topic-lookup.js";
import { createValueCode } from "../../wasm/value-code.js";
import { Unsupported } from "../../wasm/value-hooks.js";
import { NUMBER_BYTES, PUSH } from "../events/layout.js";
import type { FormTable } from "../form-table.js";
import { addCommit, addMark, addProve, addRun, addUndo } from "./proof-functions.js";
import { createHooks } from "./proof-hooks.js";
import { FORM_RECORD, type FormPlace, formRecord, INSTANCE, layOut, type ProofLayout } from "./proof-layout.js";
import { createState, type ProofState } from "./proof-state.js";

/** Plain data: it travels to other threads. */
export interface Proofs {
  /** Of one line at a time, connection and variant. */
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

export interface ProofOptions {
  readonly line: LineSpec;
  /** When its schemas began to be what they are, milliseconds since 1970; absent: there are no others. */
  readonly since?: number;
  /** Only its topics; absent: those of all connections. */
  readonly connection: string | undefined;
  readonly table: FormTable;
  /** Levels of order books go into events. */
  readonly books: boolean;
  readonly spaced: boolean;
}

export function compileProofs({
  line,
  since = Number.NEGATIVE_INFINITY,
  connection,
  table,
  books,
  spaced,
}: ProofOptions): Proofs {
  const api = webAssembly;
  invariant(api, "Node has WebAssembly");
  const module = createModule();
  const resolve = module.importFunction("wireloom", "resolve", ["i32", "i32", "i32", "i32"], ["i32"]);
  const textIndexOf = module.importFunction("wireloom", "textIndexOf", ["i32"], ["i32"]);
  const isFirstPush = module.importFunction("wireloom", "isFirstPush", ["i32"], ["i32"]);
  const selectors = routableTopics(line);
  const topics = selectors.flatMap((selector) => selector.topics.map(({ topic }) => topic));
  const { layout, formAt, journal } = layOut(connection, table, topics);
  module.importMemory("wireloom", "memory", layout.pages);

  const state = createState(module);
  const core = addJsonCore(module, { lineFeeds: false });
  const topicOf = addTopicLookup(module, resolve);
  const undo = addUndo(module, state, journal);
  const mark = addMark(module, state, journal);
  const forms: ProofForm[] = [];
  const parts: FormParts = { module, core, spaced, books, state, layout, topicOf, mark, undo };
  const formsOf = ({ topic, forms: own }: RoutableTopic, p: Local, entry: Local, end: Local): Code =>
    own.map(({ name, type }) => {
      const place = formAt(topic, name);
      const prove = place && addForm(type, place, forms.length, parts);
      if (!prove) return [];
      forms.push({ form: place.entry.id, seen: place.seen, fields: place.index.fields.length });
      return tryForm(place, forms.length - 1, prove, parts, { p, entry, end });
    });
  // Of replies there are few, and what they answer is for those who parse.
  const route = addRoute({ module, core, spaced, selectors, topicOf, forms: formsOf, replies: () => [] });
  const commit = addCommit(module, state, textIndexOf, isFirstPush);
  addProve(module, state, route, commit, undo);
  addRun(module, state, layout, route, commit, undo);
  return {
    key: `${line.name} ${since} ${connection ?? ""} ${spaced}`,
    module: new api.Module(module.build()),
    layout,
    forms,
    topics: { list: tableTopics(selectors), connection, slots: closedSlots(line.file) },
  };
}

/** What the proofs of all forms share. */
interface FormParts {
  readonly module: ModuleBuilder;
  readonly core: JsonCore;
  readonly spaced: boolean;
  readonly books: boolean;
  readonly state: ProofState;
  readonly layout: ProofLayout;
  readonly topicOf: Callee;
  readonly mark: Callee;
  readonly undo: Callee;
}

/** The function that proves messages of a form, or undefined if their bytes alone cannot say enough. */
function addForm(
  type: ValueType,
  { entry, index, seen }: FormPlace,
  number: number,
  parts: FormParts,
): Callee | undefined {
  const { module, core, spaced, books, state, layout } = parts;
  const mark = (pointer: string): Code => {
    const field = index.byPointer.get(pointer);
    if (!field) return [];
    const address = i32.const(seen + field.index);
    return when(i32.eqz(i32.load8(address)), call(parts.mark, address));
  };
  const hooks = createHooks({ entry, books, state, eventsEnd: layout.eventsEnd, mark });
  try {
    const prove = createValueCode({ module, core, spaced, known: new Map(), hooks })(type);
    module.data(layout.forms + number * FORM_RECORD.size, formRecord(entry, books));
    return prove;
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

/** Returns the end of the frame at `p` if it is a message of the form. */
function tryForm(
  { entry: { form, push } }: FormPlace,
  number: number,
  prove: Callee,
  { books, state, layout, topicOf, undo }: FormParts,
  { p, entry, end }: { readonly p: Local; readonly entry: Local; readonly end: Local },
): Code {
  const book = books ? push?.entry?.book : undefined;
  const isProven = i32.geS(get(end), i32.const(0));
  const refuse = set(end, i32.const(-1));
  return [
    setGlobal(state.level, i32.add(getGlobal(state.eventEnd), i32.const(PUSH.levels * NUMBER_BYTES))),
    setGlobal(state.list, i32.const(-1)),
    setGlobal(state.sequence, f64.const(NaN)),
    setGlobal(state.base, f64.const(NaN)),
    setGlobal(state.instanceStart, i32.const(0)),
    setGlobal(state.instance, i32.const(0)),
    setGlobal(state.whole, i32.const(0)),
    set(end, call(prove, get(p))),
    // Without its levels a snapshot says nothing of the book.
    book && form === "snapshot" ? when(i32.ltS(getGlobal(state.list), i32.const(0)), refuse) : [],
    book?.layout === "sides" && book.instance !== undefined ? when(isProven, findInstance(state, topicOf, refuse)) : [],
    when(isProven, [
      setGlobal(state.form, i32.const(layout.forms + number * FORM_RECORD.size)),
      setGlobal(state.entry, get(entry)),
      ret(get(end)),
    ]),
    call(undo),
  ];
}

/** What tells the books of one topic apart is kept as topics are. */
const findInstance = (state: ProofState, topicOf: Callee, refuse: Code): Code => [
  when(
    getGlobal(state.instanceStart),
    setGlobal(
      state.instance,
      call(topicOf, getGlobal(state.instanceStart), getGlobal(state.instanceEnd), i32.const(INSTANCE)),
    ),
  ),
  when(i32.eqz(getGlobal(state.instance)), refuse),
];
