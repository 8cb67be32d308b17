/** The recognisers of the generated package. `npm run fuzz` does the same for longer. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readDocumentedMessages } from "../../generator/commands/documented-messages.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { createRandom } from "../../generator/mock/random.js";
import { call, get, i32 } from "../../generator/wasm/assembler.js";
import { step } from "../../generator/wasm/bytes.js";
import { addJsonCore } from "../../generator/wasm/json-core.js";
import { createModule } from "../../generator/wasm/module.js";
import { createSource, prepare, skipValue } from "../../templates/runtime/json-bytes.js";
import { PAGE } from "../../templates/runtime/wasm-memory.js";
import { type WebAssemblyApi, webAssembly } from "../../templates/runtime/webassembly.js";
import { runs } from "../effort.js";
import { DOCS, HAS_DOCS, LINES, ROOT } from "../real-docs.js";
import { checkMutations, createJudge, loadWasm, messagesOf } from "./differential.js";

/** Seconds for each line; `npm run fuzz` sets it. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 0);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Of each message; fewer of them leave time for more messages. */
const MUTATIONS = Number(process.env.FUZZ_MUTATIONS ?? 10);

describe.each(LINES)("%s", (line) => {
  it(
    "accepts generated messages as what they are, and nothing that the parser and the validators would not accept as the same",
    async () => {
      const judge = await createJudge(line);
      const random = createRandom(SEED);
      const end = Date.now() + SECONDS * 1000;
      const seen = new Map<string, { valid: number; accepted: number }>();
      let texts = 0;
      let rounds = 0;
      for (const { text, connection, name } of messagesOf(judge.line, SEED)) {
        rounds += 1;
        if (SECONDS > 0 ? Date.now() > end : rounds > runs(300)) break;
        const wanted = judge.expected(text, connection);
        if (wanted === undefined) expect(wanted, text).toBeDefined();
        const tally = seen.get(name) ?? { valid: 0, accepted: 0 };
        seen.set(name, tally);
        tally.valid += 1;
        if (judge.check(Buffer.from(text), connection) === wanted) tally.accepted += 1;
        texts += checkMutations(judge, text, connection, MUTATIONS, random).texts;
      }
      const fewest = Math.min(...[...seen.values()].map(({ valid }) => valid));
      if (SECONDS > 0)
        console.log(`${line}: ${rounds} messages, at least ${fewest} a topic, ${texts} mutations, 0 wrong accepts`);
      for (const [name, { valid, accepted }] of seen) expect(accepted / valid, name).toBeGreaterThanOrEqual(0.995);
      expect(seen.size).toBe(judge.line.topics.length + 1);
    },
    (SECONDS + 60) * 1000,
  );

  it.runIf(HAS_DOCS)("accepts the documented messages as what they are, and no wrong mutation of them", async () => {
    const judge = await createJudge(line);
    const random = createRandom(SEED);
    const report = createReport();
    const documented = readDocumentedMessages({ lines: [judge.line] }, DOCS, report);
    expect([report.diagnostics, documented.size]).toEqual([[], judge.line.topics.length]);
    for (const [{ connections, name }, messages] of documented) {
      const [connection] = connections;
      for (const message of messages) {
        const text = JSON.stringify(message);
        const wanted = judge.expected(text, connection);
        expect(wanted, name).toBeDefined();
        expect(judge.check(Buffer.from(text), connection), text).toBe(wanted);
        checkMutations(judge, text, connection, runs(100), random);
      }
    }
  });

  it("accepts no part of a message, at every byte", async () => {
    const judge = await createJudge(line);
    const names = new Set<string>();
    for (const { text, connection, name } of messagesOf(judge.line, SEED)) {
      if (names.has(name)) break;
      names.add(name);
      const bytes = Buffer.from(text);
      for (let length = 0; length < bytes.length; length += 1)
        expect(judge.check(bytes.subarray(0, length), connection)).toBeUndefined();
    }
  });

  it("takes members in any order, members that nobody describes; what has blanks between its tokens it leaves to a parser", async () => {
    const judge = await createJudge(line);
    const extra = { a: [1, "x", null] };
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      const members = Object.entries(value).map(([key, inner]) => [key, reversed(inner)] as const);
      return Object.fromEntries([...members, ["extra", extra] as const].reverse());
    };
    let count = 0;
    for (const { text, connection } of messagesOf(judge.line, SEED)) {
      count += 1;
      if (count > 100) break;
      const wanted = judge.expected(text, connection);
      const other = JSON.stringify(reversed(JSON.parse(text)));
      expect(judge.check(Buffer.from(other), connection), other).toBe(wanted);
      const spaced = Buffer.from(JSON.stringify(JSON.parse(text), null, 1));
      expect(judge.check(spaced, connection)).toBeUndefined();
    }
  });

  it("is WebAssembly where that is, and JavaScript for what its memory does not hold", async () => {
    const { recognise, recogniseWasm, line: spec } = await createJudge(line);
    expect(recogniseWasm).not.toBe(recognise);
    const { text, connection } = messagesOf(spec, SEED).next().value ?? { text: "", connection: "" };
    // A member that nobody describes, as long as it takes.
    const long = Buffer.from(text.replace(/^(\[?\{)/, `$1"padding":"${"x".repeat(300_000)}",`));
    expect(recogniseWasm(long, 0, long.length, connection)).toBe(recognise(long, 0, long.length, connection));
    expect(recogniseWasm(long, 0, long.length, connection)).toBeDefined();
    // A content security policy makes compiling fail.
    const compile = vi
      .spyOn(webAssembly as WebAssemblyApi, "compile")
      .mockRejectedValue(new Error("not allowed by a policy"));
    expect(await loadWasm(line)).toBe(recognise);
    compile.mockRestore();
  });

  it("looks at its slice only, wherever it lies, and does not care what is behind", async () => {
    const judge = await createJudge(line);
    const { text, connection } = messagesOf(judge.line, SEED).next().value ?? { text: "", connection: "" };
    const wanted = judge.expected(text, connection);
    const message = Buffer.from(text);
    for (const before of [0, 1, 3, 1000]) {
      for (const after of ["", "x", "}", "\n", text]) {
        const bytes = Buffer.concat([Buffer.alloc(before, "{"), message, Buffer.from(after)]);
        const end = before + message.length;
        expect(judge.recognise(bytes, before, end, connection)).toBe(wanted);
        expect(judge.recognise(bytes, before, end - 1, connection)).toBeUndefined();
        if (after !== "") expect(judge.recognise(bytes, before, end + 1, connection)).toBeUndefined();
        expect(judge.recogniseWasm(bytes, before, end, connection)).toBe(wanted);
        expect(judge.recogniseWasm(bytes, before, end - 1, connection)).toBeUndefined();
        const exact = new Uint8Array(new Uint8Array(bytes).buffer, before, message.length);
        expect(judge.recognise(exact, 0, exact.length, connection)).toBe(wanted);
      }
    }
  });

  it("does not take a known member for an unknown one, however it is written", async () => {
    const judge = await createJudge(line);
    const { text, connection } = messagesOf(judge.line, SEED).next().value ?? { text: "", connection: "" };
    // A blank behind the key, and a value that the member cannot have.
    for (const [member, key] of text.matchAll(/("\w+"):(?:"[^"]*"|\d+)/g))
      for (const blank of [" ", "\t", "\n", "\r"]) {
        const odd = Buffer.from(text.replace(member, () => `${key}${blank}:{"a":1}`));
        expect(judge.check(odd, connection)).toBeUndefined();
      }
  });

  it("asks about what is written in an odd way", async () => {
    const judge = await createJudge(line);
    const { text, connection } = messagesOf(judge.line, SEED).next().value ?? { text: "", connection: "" };
    const first = /"(\w)(\w*)":/.exec(text);
    const escaped = text.replace(
      `"${first?.[1]}${first?.[2]}":`,
      `"\\u00${first?.[1]?.charCodeAt(0).toString(16)}${first?.[2]}":`,
    );
    const doubled = text.replace(/^\{("\w+":(?:"[^"]*"|\d+)),/, "{$1,$1,");
    for (const odd of [
      escaped,
      doubled,
      ` ${text}`,
      `${text} `,
      text.replace('"', '"\u00e9'),
      "",
      "{}",
      "[]",
      "null",
      "1",
    ]) {
      expect(judge.recognise(Buffer.from(odd), 0, Buffer.byteLength(odd), connection), odd).toBeUndefined();
      judge.check(Buffer.from(odd), connection);
    }
  });
});

/** Are these bytes one value, by the core of the compiled recognisers? */
function createWasmCore(): (bytes: Uint8Array) => boolean {
  const module = createModule();
  module.importMemory("wireloom", "memory", 8);
  const core = addJsonCore(module, { lineFeeds: true });
  const own = module.function("whole", ["i32"], ["i32"], "whole");
  const [p] = own.arguments;
  own.body(step(p, call(core.anyValue, call(core.blank, get(p)), i32.const(0))), call(core.blank, get(p)));
  const api = webAssembly as WebAssemblyApi;
  const memory = new api.Memory({ initial: 8 });
  const { whole } = new api.Instance(new api.Module(module.build()), { wireloom: { memory } }).exports as {
    whole(start: number): number;
  };
  const all = new Uint8Array(memory.buffer);
  return (bytes) => {
    all.set(bytes, PAGE);
    all[PAGE + bytes.length] = 0;
    return whole(PAGE) === PAGE + bytes.length;
  };
}

const SUITE = join(ROOT, "../shared/corpora/json-test-suite");
const files = existsSync(SUITE)
  ? readdirSync(SUITE, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".json"))
  : [];

describe.runIf(files.length > 0)("the JSON core on the JSON test suite", () => {
  it("accepts no invalid file, and valid files or none at all", () => {
    expect(files.length).toBeGreaterThan(200);
    const isWholeWasm = createWasmCore();
    const source = createSource();
    let accepted = 0;
    for (const name of files) {
      const bytes = readFileSync(join(SUITE, name));
      const value = Buffer.from(bytes.toString("latin1").replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, ""), "latin1");
      prepare(source, value, 0, value.length);
      let end: number;
      try {
        end = skipValue(source.bytes, source.view, source.start, 0);
      } catch (error) {
        expect(error, name).toBeInstanceOf(RangeError);
        end = -1;
      }
      const whole = end === source.end;
      expect(isWholeWasm(bytes), name).toBe(whole);
      if (!whole) continue;
      accepted += 1;
      expect(() => JSON.parse(bytes.toString()), name).not.toThrow();
      expect(name).not.toMatch(/(^|\/)n_/);
    }
    // 95 files must be accepted by a parser; escapes, exponents and non-ASCII go to one.
    expect(accepted).toBeGreaterThan(30);
  });
});
