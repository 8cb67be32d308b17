/**
 * Proves from the bytes of a line that it is a clean message of one form, without making an object of it. A recogniser is compiled from the
 * schema and from the order in which the wire was seen to write the members: machines write one order. It accepts only what it has proved;
 * for everything else the answer is "ask the slow path", which is JSON.parse and the clean check.
 *
 * Its meaning is that of clean-check.ts on the parsed line, and what it extracts is what extract.ts does (test/validate/recogniser.test.ts).
 */

import {
  skipDecimal,
  skipDecimalOrEmpty,
  skipInteger,
  skipNumber,
  skipText,
} from "../../templates/runtime/json-bytes.js";
import { latin1 } from "../capture/bytes.js";
import { byFirstByte, bytesAt, firstByteIs } from "../emit/recognisers/literal-bytes.js";
import type { JsonSchema, TypeName } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { MAX_SCHEMA_DEPTH, resolve, typesOf } from "../schema/resolve.js";
import { type BookEntry, selectorPointer } from "../spec/line-file.js";
import { LEVEL } from "./events.js";
import { valuesLike } from "./explain.js";
import type { FormCheck } from "./line-check.js";
import { numberAt } from "./number-bytes.js";

/** Keys of each object in the order of the wire, by pointer with `*` for array indexes. */
export type Shape = Map<string, readonly string[]>;

/** What the last accepted line said beyond being clean. */
export interface Extracted {
  /** Index of the topic in `Topics`. */
  topic: number;
  /** NaN: the topic has none. */
  sequence: number;
  /** Levels of an order book as events have them, list by list; `counts[i]` numbers of list i are filled. */
  readonly levels: readonly Float64Array[];
  readonly counts: Int32Array;
}

export interface Recogniser {
  /** True: `bytes` from `start` to `end` are one clean message of the form, and `extracted` is filled. `view` is over the same bytes. */
  recognise(bytes: Uint8Array, view: DataView, start: number, end: number): boolean;
  readonly extracted: Extracted;
}

/** Topics that the router has given to the form, found by their bytes. */
export interface Topics {
  readonly texts: readonly string[];
  add(text: string): void;
  /** Index of the topic between two positions, or -1. `view` is over the same bytes. */
  find(bytes: Uint8Array, view: DataView, start: number, end: number): number;
}

const MAX_TOPICS = 4096;
/** A power of two. Topics of one form differ in their symbol, so their last bytes tell most of them apart. */
const SLOTS = 256;

export function createTopics(): Topics {
  const texts: string[] = [];
  /** Four bytes each; the last ones together with some before them, so that nothing is left over. */
  const words: Int32Array[] = [];
  const indexOf = new Map<string, number>();
  const slots = new Int32Array(SLOTS).fill(-1);
  const equals = (index: number, view: DataView, start: number, end: number): boolean => {
    if ((texts[index] as string).length !== end - start) return false;
    const own = words[index] as Int32Array;
    const last = own.length - 1;
    for (let at = 0; at < last; at += 1) if (own[at] !== view.getInt32(start + at * 4, true)) return false;
    return own[last] === view.getInt32(end - 4, true);
  };
  return {
    texts,
    add(text) {
      if (text.length < 4 || texts.length >= MAX_TOPICS || indexOf.has(text)) return;
      indexOf.set(text, texts.push(text) - 1);
      const bytes = Buffer.from(text, "latin1");
      const own = new Int32Array(Math.ceil(bytes.length / 4));
      for (let at = 0; at < own.length; at += 1) own[at] = bytes.readInt32LE(Math.min(at * 4, bytes.length - 4));
      words.push(own);
    },
    find(bytes, view, start, end) {
      if (end - start < 4) return -1;
      // `USDT` is the end of most symbols: what stands before it counts as well.
      const tail = view.getInt32(end - 4, true) ^ (end - start < 8 ? 0 : view.getInt32(end - 8, true) * 31);
      const slot = (Math.imul(tail, 0x9e3779b1) >>> 16) & (SLOTS - 1);
      const known = slots[slot] as number;
      if (known >= 0 && equals(known, view, start, end)) return known;
      const text = latin1(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), start, end);
      const index = indexOf.get(text) ?? -1;
      if (index >= 0) slots[slot] = index;
      return index;
    },
  };
}

/** Adds the order of the members where it is not known yet. True if something was added. */
export function observeShape(shape: Shape, message: unknown, schema: JsonSchema, root: JsonSchema): boolean {
  let grown = false;
  const visit = (value: unknown, node: JsonSchema | false | undefined, pointer: string, depth: number): void => {
    if (!node || depth > MAX_SCHEMA_DEPTH || typeof value !== "object" || value === null) return;
    const own = resolve(node, root);
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries())
        visit(item, own.prefixItems?.[index] ?? own.items, `${pointer}/*`, depth + 1);
      return;
    }
    if (!shape.has(pointer)) {
      shape.set(pointer, Object.keys(value));
      grown = true;
    }
    for (const [key, member] of Object.entries(value))
      visit(member, own.properties?.[key], `${pointer}/${escapePointer(key)}`, depth + 1);
  };
  visit(message, schema, "", 0);
  return grown;
}

/** A schema that this compiler does not take: its messages go the slow path. */
class Unsupported extends Error {}

/** Numbers that one list of levels may have; more go the slow path. */
const MAX_LEVEL_NUMBERS = 3 * 2048;

/** Undefined if the form cannot be recognised. `books`: levels are to be extracted. */
export function compileRecogniser(
  { entry, facts, seen }: FormCheck,
  shape: Shape,
  topics: Topics,
  books: boolean,
): Recogniser | undefined {
  const book = books ? entry.push?.entry?.book : undefined;
  const replyKeys = new Set(
    entry.line.file.replies.flatMap(({ match }) => Object.keys(match).map((pointer) => pointer.split("/")[1])),
  );
  const selector = selectorPointer(entry.push?.entry);
  const sequence = entry.push?.entry?.sequence?.pointer;
  // Lists of one side are extracted by the slow path alone.
  if (book?.layout === "sides" || !entry.push || shape.get("")?.some((key) => replyKeys.has(key)) !== false)
    return undefined;
  // The router tells forms by the discriminator's text: the schema has to prescribe it.
  const { discriminator } = entry.push.topic;
  const value = entry.push.topic.forms.find(({ name }) => name === entry.form)?.value;
  if (discriminator !== undefined) {
    const path = discriminator.split("/").slice(1);
    const told = path.reduce<JsonSchema>(
      (node, key) => resolve(node, entry.root).properties?.[key] ?? {},
      entry.schema,
    );
    if (resolve(told, entry.root).const !== value) return undefined;
  }
  const lists = book === undefined ? [] : listsOf(book, entry.form);
  const extracted: Extracted = {
    topic: -1,
    sequence: NaN,
    levels: lists.map(() => new Float64Array(MAX_LEVEL_NUMBERS)),
    counts: new Int32Array(lists.length),
  };
  let names = 0;
  const fresh = (prefix: string): string => `${prefix}${names++}`;
  const marks: string[] = [];
  const parts = new Writer();

  const emit = (node: JsonSchema | false | undefined, pointer: string, depth: number): void => {
    if (!node || depth > MAX_SCHEMA_DEPTH) throw new Unsupported();
    const own = resolve(node, entry.root);
    if (own.anyOf || own.oneOf) throw new Unsupported();
    if (pointer === selector) {
      emitTopic();
      return;
    }
    if (own.const !== undefined) {
      const text = JSON.stringify(own.const);
      if ((typeof own.const === "object" && own.const !== null) || !isPlain(text)) throw new Unsupported();
      parts.bytes(text);
      return;
    }
    const types = typesOf(own);
    const [only, ...others] = types;
    if (only === undefined) throw new Unsupported();
    if (others.length === 0) {
      emitType(own, only, pointer, depth);
      return;
    }
    // What lies in one type only would be marked as seen with the others too.
    if (types.includes("object") || own.prefixItems) throw new Unsupported();
    parts.flush();
    for (const type of byFirstByte(types)) {
      parts.code(`if (${firstByteIs(type)}) {\n`);
      emitType(own, type, pointer, depth);
      parts.flush();
      parts.code("} else ");
    }
    parts.code("return false;\n");
  };

  let hasTopic = false;
  let hasLevels = false;
  const emitTopic = (): void => {
    hasTopic = true;
    parts.flush();
    parts.code(
      "q = skipText(B, V, p);\nif (q < 0) return false;\nx.topic = topics.find(B, V, p + 1, q - 1);\nif (x.topic < 0) return false;\np = q;\n",
    );
  };

  const emitType = (own: JsonSchema, type: TypeName, pointer: string, depth: number): void => {
    switch (type) {
      case "object":
        emitObject(own, pointer, depth);
        break;
      case "array":
        emitArray(own, pointer, depth);
        break;
      case "boolean":
        parts.flush();
        parts.code(`if (${bytesAt("true")}) p += 4;\nelse if (${bytesAt("false")}) p += 5;\nelse return false;\n`);
        break;
      case "null":
        parts.bytes("null");
        break;
      case "string":
        emitString(own, pointer);
        break;
      default:
        if (own["x-enum"] && valuesLike(own["x-enum"], "number").length > 0) throw new Unsupported();
        emitScan(type === "integer" ? "skipInteger(B, p)" : "skipNumber(B, p)", pointer, 0);
    }
  };

  const emitString = (own: JsonSchema, pointer: string): void => {
    const values = own["x-enum"] ? valuesLike(own["x-enum"], "string").map(String) : [];
    if (values.length === 0) {
      // An empty text is no number, so that nothing is extracted from what may be empty.
      if (own.format === "decimal") emitScan("skipDecimal(B, p)", pointer, 1);
      else emitScan(own.format === undefined ? "skipText(B, V, p)" : "skipDecimalOrEmpty(B, p)", pointer, undefined);
      return;
    }
    if (own.format !== undefined) throw new Unsupported();
    const side = lists.find((list) => pointer === `${list.pointer}/*/${escapePointer(list.book.side)}`);
    parts.flush();
    for (const value of values) {
      const text = JSON.stringify(value);
      if (!isPlain(text)) continue;
      const set = side === undefined ? "" : `sd = ${value === side.book.bid ? 0 : value === side.book.ask ? 1 : -1};\n`;
      parts.code(`if (${bytesAt(text)}) {\np += ${text.length};\n${set}} else `);
    }
    parts.code("return false;\n");
  };

  /** `quotes`: bytes around the number where it is text; undefined: it is no number. */
  const emitScan = (scan: string, pointer: string, quotes: number | undefined): void => {
    parts.flush();
    parts.code(`q = ${scan};\nif (q < 0) return false;\n`);
    const target = captureOf(pointer);
    if (target !== undefined) {
      if (quotes === undefined) throw new Unsupported();
      parts.code(
        `${target} = numberAt(B, p + ${quotes}, q - ${quotes});\nif (${target} !== ${target}) return false;\n`,
      );
    }
    parts.code("p = q;\n");
  };

  const captureOf = (pointer: string): string | undefined => {
    if (pointer === sequence) return "x.sequence";
    for (const { pointer: list, book: records, operation } of lists) {
      if (pointer === `${list}/*/${escapePointer(records.price)}`) return "pr";
      if (pointer === `${list}/*/${escapePointer(records.size)}`) return operation === LEVEL.delete ? undefined : "sz";
    }
    return undefined;
  };

  const emitObject = (own: JsonSchema, pointer: string, depth: number): void => {
    const keys = shape.get(pointer);
    const properties = own.properties ?? {};
    if (!keys || Object.keys(properties).length === 0) throw new Unsupported();
    if (!(own.required ?? []).every((name) => keys.includes(name))) throw new Unsupported();
    for (const [index, key] of keys.entries()) {
      if (!Object.hasOwn(properties, key) || !isPlain(key) || key.includes('"')) throw new Unsupported();
      const below = `${pointer}/${escapePointer(key)}`;
      parts.bytes(`${index === 0 ? "{" : ","}"${key}":`);
      emit(properties[key], below, depth + 1);
      const field = facts.fields.byPointer.get(below);
      if (field && !field.required) marks.push(`${within.at(-1) ?? ""}seen[${field.index}] = 1;\n`);
    }
    parts.bytes(keys.length === 0 ? "{}" : "}");
  };

  /** Conditions under which what is marked now was there. */
  const within: string[] = [];

  const emitArray = (own: JsonSchema, pointer: string, depth: number): void => {
    const prefix = own.prefixItems ?? [];
    const field = facts.fields.byPointer.get(`${pointer}/*`);
    if (prefix.length > 0) {
      if (prefix.length < (own.minItems ?? 0) || prefix.length > (own.maxItems ?? prefix.length))
        throw new Unsupported();
      for (const [index, item] of prefix.entries()) {
        parts.bytes(index === 0 ? "[" : ",");
        emit(item, `${pointer}/*`, depth + 1);
      }
      parts.bytes("]");
      if (field) marks.push(`${within.at(-1) ?? ""}seen[${field.index}] = 1;\n`);
      return;
    }
    const [count, some] = [fresh("n"), fresh("s")];
    parts.bytes("[");
    parts.flush();
    parts.declare(count);
    parts.declare(some);
    parts.code(`${count} = 0;\nif (B[p] === 93) p++;\nelse `);
    const list = lists.findIndex((each) => each.pointer === pointer);
    const [marked, open] = [marks.length, within.length];
    const inner = parts.aside(() => {
      within.push(`if (${some} > 0) `);
      emitItem(own, pointer, depth);
      within.pop();
    });
    if (inner === undefined) {
      // No item was seen yet: only the empty list is known.
      within.length = open;
      marks.length = marked;
      if ((own.minItems ?? 0) > 0) throw new Unsupported();
      parts.code("return false;\n");
      return;
    }
    if (list >= 0) hasLevels = true;
    const level =
      list < 0
        ? ""
        : `if (c${list} + 3 > ${MAX_LEVEL_NUMBERS}) return false;\nif (sd >= 0) {\nl${list}[c${list}] = ${(lists[list]?.operation ?? 0) * 2} + sd;\nl${list}[c${list} + 1] = pr;\nl${list}[c${list} + 2] = ${lists[list]?.operation === LEVEL.delete ? "0" : "sz"};\nc${list} += 3;\n}\n`;
    const limits = [
      ...(own.minItems === undefined ? [] : [`if (${count} < ${own.minItems}) return false;\n`]),
      ...(own.maxItems === undefined ? [] : [`if (${count} > ${own.maxItems}) return false;\n`]),
    ];
    const reset = list < 0 ? "" : "sd = -1;\npr = sz = NaN;\n";
    parts.code(
      `for (;;) {\n${reset}${inner}${level}${count}++;\n${some} = 1;\nconst e = B[p++];\nif (e === 44) continue;\nif (e === 93) break;\nreturn false;\n}\n${limits.join("")}`,
    );
    if (field) marks.push(`if (${some} > 0) seen[${field.index}] = 1;\n`);
  };

  const emitItem = (own: JsonSchema, pointer: string, depth: number): void => {
    emit(own.items, `${pointer}/*`, depth + 1);
    parts.flush();
  };

  try {
    emit(entry.schema, "", 0);
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
  parts.flush();
  // Without its levels a snapshot says nothing of the book, and extract.ts says so.
  if (!hasTopic || (entry.form === "snapshot" && lists.length > 0 && !hasLevels)) return undefined;
  const source = `"use strict";
${lists.map((_, index) => `const l${index} = x.levels[${index}];\n`).join("")}return (B, V, start, end) => {
let p = start, q = 0, sd = -1, pr = 0, sz = 0;
${[...parts.names, ...lists.map((_, index) => `c${index}`)].map((name) => `let ${name} = 0;\n`).join("")}x.sequence = NaN;
${parts.text()}if (p !== end) return false;
${marks.join("")}${lists.map((_, index) => `x.counts[${index}] = c${index};\n`).join("")}return true;
};`;
  const inputs = {
    x: extracted,
    topics,
    seen,
    skipText,
    skipDecimal,
    skipDecimalOrEmpty,
    skipInteger,
    skipNumber,
    numberAt,
  };
  const make = new Function(...Object.keys(inputs), source) as (...values: unknown[]) => Recogniser["recognise"];
  return { recognise: make(...Object.values(inputs)), extracted };
}

/** Code and literal bytes; bytes that follow each other are compared together. */
class Writer {
  readonly names: string[] = [];
  #code: string[] = [];
  #pending = "";
  bytes(text: string): void {
    this.#pending += text;
  }
  code(text: string): void {
    this.#code.push(text);
  }
  declare(name: string): void {
    this.names.push(name);
  }
  flush(): void {
    if (this.#pending === "") return;
    this.#code.push(`if (!(${bytesAt(this.#pending)})) return false;\np += ${this.#pending.length};\n`);
    this.#pending = "";
  }
  /** What `write` adds, apart from the rest; undefined if it is not supported. */
  aside(write: () => void): string | undefined {
    const [code, names] = [this.#code, this.names.length];
    this.#code = [];
    try {
      write();
      return this.#code.join("");
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      this.#pending = "";
      this.names.length = names;
      return undefined;
    } finally {
      this.#code = code;
    }
  }
  text(): string {
    return this.#code.join("");
  }
}

/** ASCII without escapes: written in one way only. */
const isPlain = (text: string): boolean => /^[ -~]*$/.test(text) && !text.includes("\\");

interface LevelList {
  readonly pointer: string;
  readonly operation: number;
  readonly book: BookEntry & { readonly layout: "records" };
}

/** In the order in which extract.ts writes them. */
function listsOf(book: BookEntry & { readonly layout: "records" }, form: string): LevelList[] {
  if (form === "snapshot") return [{ pointer: book.snapshot, operation: LEVEL.set, book }];
  return [
    { pointer: book.delete, operation: LEVEL.delete, book },
    { pointer: book.update, operation: LEVEL.update, book },
    { pointer: book.insert, operation: LEVEL.insert, book },
  ];
}
