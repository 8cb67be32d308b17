/** The traffic of one topic: what a new subscriber gets first, and what comes next for all of them. */

import { pathOf, valueAt } from "../../templates/runtime/pointer.js";
import type { Json } from "../schema/json-schema.js";
import type { BookEntry } from "../spec/line-file.js";
import { entryOf, selectorOf } from "../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import type { ValueType } from "../spec/value-type.js";
import { setAt, typeAt, typed } from "./edit.js";
import { createRandom, seedOf } from "./random.js";
import { createScenes, createWorld, depthOf, type Instance, type World } from "./scene.js";
import { createSimBook, type SimLevel } from "./sim-book.js";
import { sampleOf, type ValueContext } from "./values.js";

export interface Feed {
  /** For a new subscriber: the snapshot, where the topic has one. */
  first(): Json[];
  /** For all subscribers. */
  next(): Json;
}

interface Built {
  readonly message: Json;
  /** Undefined for a topic without forms. */
  readonly type: ValueType | undefined;
}

/** Messages from the schemas: the same for the same seed, but for their times. */
export function createGeneratedFeed(
  line: LineSpec,
  topic: TopicSpec,
  instance: Instance,
  seed: number,
  world: World = createLoneWorld(seed),
): Feed {
  const entry = entryOf(line, topic);
  const random = createRandom(seedOf(seed, `${line.name} ${topic.modulePath} ${JSON.stringify(instance)}`));
  const nextScene = createScenes(line, topic, instance, world);
  const named = namesOf(line, instance);
  const context = (): ValueContext => ({ random, scene: nextScene(), named });
  let sequence = 1_000_000 + random.integer(1_000_000);
  let version = 0;

  const build = (formName: string): Built => {
    const form = topic.forms.find(({ name }) => name === formName) ?? topic.forms[0];
    const message = form ? sampleOf(form.type, context()) : null;
    if (topic.discriminator !== undefined && form?.value !== undefined) setAt(message, topic.discriminator, form.value);
    placeInstance(line, topic, message, instance);
    sequence += 1 + random.integer(5);
    if (entry?.sequence)
      setAt(
        message,
        entry.sequence.pointer,
        typed(String(sequence), form && typeAt(form.type, entry.sequence.pointer)),
      );
    return { message, type: form?.type };
  };

  if (entry?.book) {
    const middle = (): number => nextScene().prices.last;
    return createBookFeed(entry.book, topic, { build, context, middle, depth: depthOf(topic, instance) });
  }

  const { records } = entry ?? {};
  /** Numbered as the line numbers them; a snapshot has the number of the last change. */
  const number = (message: Json): Json => {
    if (records?.version !== undefined) setAt(message, records.version, version);
    if (records?.baseLine !== undefined) setAt(message, records.baseLine, 1);
    return message;
  };
  const hasSnapshot = topic.forms.some(({ name }) => name === "snapshot");
  return {
    first: () => (hasSnapshot ? [number(build("snapshot").message)] : []),
    next() {
      version += 1;
      return number(build(hasSnapshot ? "delta" : (topic.forms[0]?.name ?? "push")).message);
    },
  };
}

/** A world by itself: each push is a step. */
function createLoneWorld(seed: number): World {
  let step = -1;
  return createWorld(seed, Date.now, () => {
    step += 1;
    return step;
  });
}

/** Members that name the symbol, and those that are called like a slot of the topic. */
function namesOf(line: LineSpec, { values }: Instance): Record<string, string> {
  const symbol = values.symbol ?? line.file.slots.symbol?.example;
  const members = symbol === undefined ? [] : line.exchange.symbols.members.map((member) => [member, symbol] as const);
  return { ...Object.fromEntries(members), ...values };
}

interface BookSource {
  readonly build: (form: string) => Built;
  readonly context: () => ValueContext;
  /** The price of now, in ticks. */
  readonly middle: () => number;
  /** Levels a side. */
  readonly depth: number;
}

function createBookFeed(book: BookEntry, topic: TopicSpec, { build, context, middle, depth }: BookSource): Feed {
  const sim = createSimBook(context().random, depth, middle());
  if (book.layout === "records") {
    const records = (type: ValueType | undefined, pointer: string, levels: readonly SimLevel[]): Json[] => {
      const item = type && typeAt(type, `${pointer}/*`);
      if (item?.kind !== "object") return [];
      const at = (member: string): ValueType | undefined => typeAt(item, `/${member}`);
      return levels.map(({ side, price, size }) => {
        const record = sampleOf(item, context()) as Record<string, Json>;
        record[book.price] = typed(price, at(book.price));
        record[book.side] = side === "bid" ? book.bid : book.ask;
        if (Object.hasOwn(record, book.size)) record[book.size] = typed(size, at(book.size));
        return record;
      });
    };
    return {
      first() {
        const { message, type } = build("snapshot");
        setAt(message, book.snapshot, records(type, book.snapshot, sim.levels()));
        return [message];
      },
      next() {
        const changes = sim.advance(middle());
        const { message, type } = build("delta");
        setAt(message, book.delete, records(type, book.delete, changes.delete));
        setAt(message, book.update, records(type, book.update, changes.update));
        setAt(message, book.insert, records(type, book.insert, changes.insert));
        return message;
      },
    };
  }
  // A book by sides says by its form or by a flag whether it is whole, or always is.
  const hasForms = topic.forms.some(({ name }) => name === "delta");
  const only = topic.forms[0]?.name ?? "push";
  let version = 0;
  const message = (levels: readonly SimLevel[], whole: boolean): Json => {
    const { message: built, type } = build(!hasForms ? only : whole ? "snapshot" : "delta");
    /** Behind price and size a level may have more: the number of its orders. */
    const side = (wanted: SimLevel["side"], pointer: string): Json => {
      const item = type && typeAt(type, `${pointer}/*`);
      const more = item?.kind === "tuple" ? item.items.slice(2) : [];
      return levels
        .filter(({ side: own }) => own === wanted)
        .map(({ price, size }) => [price, size, ...more.map((own) => sampleOf(own, context()))]);
    };
    setAt(built, book.bids, side("bid", book.bids));
    setAt(built, book.asks, side("ask", book.asks));
    if (book.whole !== undefined) setAt(built, book.whole, whole);
    version += 1;
    if (book.version !== undefined) setAt(built, book.version, `${version}_1`);
    return built;
  };
  return {
    first: () => [message(sim.levels(), true)],
    next() {
      const changes = sim.advance(middle());
      if (book.whole === undefined && !hasForms) return message(sim.levels(), true);
      return message([...changes.delete, ...changes.update, ...changes.insert], false);
    },
  };
}

/** The documented messages, one after the other, again and again. */
export function createExampleFeed(
  examples: readonly Json[],
  line: LineSpec,
  topic: TopicSpec,
  instance: Instance,
): Feed {
  const named = examples.map((example) => {
    const message = structuredClone(example);
    placeInstance(line, topic, message, instance);
    return message;
  });
  let at = 0;
  return {
    first: () => named,
    next() {
      at += 1;
      return named[at % named.length] ?? null;
    },
  };
}

/** The topic, and what else a push repeats of its request: the symbol, the interval. */
function placeInstance(line: LineSpec, topic: TopicSpec, message: Json, { topicText, values }: Instance): void {
  const { subscription } = line.file;
  const isItem = entryOf(line, topic)?.selector?.container === "array-items";
  if (!isItem) setAt(message, selectorOf(line, topic), topicText);
  for (const [name, pointers] of Object.entries(subscription.instance ?? {})) {
    const value = values[name];
    if (value === undefined) continue;
    for (const pointer of pointers) if (valueAt(message, pathOf(pointer)) !== undefined) setAt(message, pointer, value);
  }
}
