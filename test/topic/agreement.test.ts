/** Whoever reads topics by a pattern gives the same verdict: run time, router, client, both recognisers, types. */

import { transformSync } from "esbuild";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { literal } from "../../generator/code/code.js";
import { topicMatcher } from "../../generator/emit/recognisers/topic-matcher.js";
import { patternTypeText } from "../../generator/emit/types/topic-type.js";
import { commonTopic } from "../../generator/topic/overlap.js";
import { canStand, literalBehind } from "../../generator/topic/pattern.js";
import { call, get, i32 } from "../../generator/wasm/assembler.js";
import { createModule } from "../../generator/wasm/module.js";
import { addTopicLookup } from "../../generator/wasm/topic-lookup.js";
import { createRouter } from "../../templates/runtime/frame.js";
import { isText } from "../../templates/runtime/json-bytes.js";
import type { LineProtocol } from "../../templates/runtime/protocol.js";
import { createTopicIndex } from "../../templates/runtime/topic-index.js";
import { fillPattern, matchPattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { createTopicTable } from "../../templates/runtime/topic-table.js";
import { ENTRIES_END, PAGE } from "../../templates/runtime/wasm-memory.js";
import { webAssembly } from "../../templates/runtime/webassembly.js";
import { runs } from "../effort.js";
import { anyCase, anyPattern, type PatternCase, readings } from "./patterns.js";

type Verdict = (topic: string) => boolean;

const ALPHABET = "ab1@_.";

function byRouter({ pattern, closed }: PatternCase): Verdict {
  const topic = {
    name: "own",
    connections: ["public"],
    topics: [pattern.text],
    selector: ["topic"],
    forms: { "": "push" },
  };
  const route = createRouter({ replies: [], topics: [topic], slots: closed });
  return (text) => route(JSON.stringify({ topic: text })).kind === "push";
}

function byClient({ pattern, closed }: PatternCase): Verdict {
  const template = { message: {}, parameters: {} };
  const protocol: LineProtocol = {
    line: "toy",
    connections: {},
    subscription: { form: "args", subscribe: template, unsubscribe: template },
    slots: closed,
    correlation: { by: "members", pointers: [] },
  };
  const facts = { name: "own", connections: ["public"], access: "public", topics: [pattern.text], forms: ["push"] };
  const index = createTopicIndex(protocol, { own: facts });
  return (text) => {
    try {
      return index.subscription({ topic: text, values: {} }).facts === facts;
    } catch {
      return false;
    }
  };
}

/** Bytes of a topic as they lie in a message: between quotes. */
const START = 1;
const quoted = (topic: string): Buffer => Buffer.from(`"${topic}"        `);

function byRecogniser({ pattern }: PatternCase): Verdict {
  const code = topicMatcher([pattern], "matches", new Set());
  const { code: script } = transformSync(code, { loader: "ts" });
  const matches = new Function("isText", `${script}; return matches;`)(isText) as (
    bytes: Uint8Array,
    start: number,
    end: number,
  ) => boolean;
  return (topic) => matches(quoted(topic), START, START + topic.length);
}

const api = webAssembly as NonNullable<typeof webAssembly>;

const lookup = (() => {
  const module = createModule();
  const resolve = module.importFunction("wireloom", "resolve", ["i32", "i32", "i32", "i32"], ["i32"]);
  module.importMemory("wireloom", "memory", Math.ceil(ENTRIES_END / PAGE) + 1);
  const topicOf = addTopicLookup(module, resolve);
  const own = module.function("find", ["i32", "i32"], ["i32"], "find");
  const [start, end] = own.arguments;
  own.body(call(topicOf, get(start), get(end), i32.const(0)));
  return new api.Module(module.build());
})();

function byWebAssembly({ pattern, closed }: PatternCase): Verdict {
  const memory = new api.Memory({ initial: Math.ceil(ENTRIES_END / PAGE) + 1 });
  const bytes = new Uint8Array(memory.buffer);
  const list = [{ patterns: [pattern.text], connections: ["public"], selector: 0 }];
  const { resolve } = createTopicTable(bytes, { list, connection: undefined, slots: closed });
  const { exports } = new api.Instance(lookup, { wireloom: { memory, resolve } });
  const find = exports.find as (start: number, end: number) => number;
  const start = ENTRIES_END + START;
  return (topic) => {
    bytes.set(quoted(topic), ENTRIES_END);
    const first = find(start, start + topic.length) !== 0;
    // What was met before is found without asking.
    expect(find(start, start + topic.length) !== 0).toBe(first);
    return first;
  };
}

describe("random patterns", () => {
  it("are read by everyone as the semantics say", () => {
    const counts = { topics: 0, others: 0 };
    fc.assert(
      fc.property(anyCase(ALPHABET), (each) => {
        const verdicts = Object.entries({ byRouter, byClient, byRecogniser, byWebAssembly }).map(
          ([name, create]) => [name, create(each)] as const,
        );
        for (const topic of each.texts) {
          const [wanted, ...others] = readings(each.pattern, topic);
          expect(others).toEqual([]);
          const slots = matchPattern(each.pattern, topic);
          expect(slots, topic).toEqual(wanted);
          for (const [name, verdict] of verdicts) expect(verdict(topic), `${name}: ${topic}`).toBe(slots !== undefined);
          if (slots) expect(fillPattern(each.pattern, (slot) => slots[slot] ?? "")).toBe(topic);
          counts[slots ? "topics" : "others"] += 1;
        }
      }),
      { seed: 1, numRuns: runs(200) },
    );
    expect(counts.topics).toBeGreaterThan(500);
    expect(counts.others).toBeGreaterThan(500);
  });

  it("give back what was filled in, where it can stand there", () => {
    const value = fc.array(fc.constantFrom(..."ab1@_"), { minLength: 1, maxLength: 4 }).map((each) => each.join(""));
    fc.assert(
      fc.property(anyPattern(ALPHABET), fc.array(value, { minLength: 5, maxLength: 5 }), ({ pattern }, values) => {
        const given: Record<string, string> = {};
        for (const [index, part] of pattern.parts.entries()) {
          if (!("slot" in part)) continue;
          const chosen = part.values ? [...part.values][0] : values[index];
          fc.pre(chosen !== undefined && canStand(chosen, literalBehind(pattern.parts, index)));
          given[part.slot] = chosen as string;
        }
        expect(
          matchPattern(
            pattern,
            fillPattern(pattern, (slot) => given[slot] ?? ""),
          ),
        ).toEqual(given);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it("have a type that takes every topic, and no text that differs in more than what stands in an open slot", () => {
    const cases = fc
      .sample(anyCase(`${ALPHABET}$\``), { seed: 3, numRuns: 120 })
      .flatMap(({ pattern, texts }) => texts.map((topic) => ({ pattern, topic })));
    const lines = cases.map(
      ({ pattern, topic }, index) => `export const t${index}: ${patternTypeText(pattern)} = ${literal(topic)};`,
    );
    const refused = refusedLines(lines.join("\n"));
    const counts = { topics: 0, accepted: 0, refused: 0 };
    for (const [index, { pattern, topic }] of cases.entries()) {
      const accepted = !refused.has(index);
      expect(accepted, `${patternTypeText(pattern)} ${topic}`).toBe(withOpenSlots(pattern).test(topic));
      if (matchPattern(pattern, topic)) {
        expect(accepted).toBe(true);
        counts.topics += 1;
      }
      counts[accepted ? "accepted" : "refused"] += 1;
    }
    expect(counts.topics).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(100);
  });
});

/** Any text stands in an open slot. */
function withOpenSlots({ parts }: TopicPattern): RegExp {
  const escaped = (text: string): string => text.replace(/[$()*+./?[\\\]^{|}-]/g, "\\$&");
  const pieces = parts.map((part) => {
    if ("literal" in part) return escaped(part.literal);
    return part.values === undefined ? "[^]*" : `(?:${[...part.values].map(escaped).join("|")})`;
  });
  return new RegExp(`^${pieces.join("")}$`);
}

/** Numbers of the lines that do not compile. */
function refusedLines(source: string): Set<number> {
  const file = ts.createSourceFile("topics.ts", source, ts.ScriptTarget.ES2022, true);
  const host = {
    ...ts.createCompilerHost({}),
    getSourceFile: (name: string) => (name === "topics.ts" ? file : undefined),
  };
  const program = ts.createProgram(["topics.ts"], { noLib: true, strict: true, types: [] }, host);
  expect(program.getSyntacticDiagnostics(file)).toEqual([]);
  const starts = program.getSemanticDiagnostics(file).map(({ start = 0 }) => start);
  return new Set(starts.map((start) => file.getLineAndCharacterOfPosition(start).line));
}

describe("a topic that two patterns have in common", () => {
  const SMALL = "a@.";
  const texts = [""];
  for (let from = 0; from < texts.length && (texts[from]?.length ?? 0) < 6; from += 1)
    for (const character of SMALL) texts.push(texts[from] + character);

  it("is one of both, and is found whenever there is one", () => {
    const counts = { common: 0, apart: 0 };
    fc.assert(
      fc.property(anyPattern(SMALL), anyPattern(SMALL), ({ pattern: one }, { pattern: other }) => {
        const common = commonTopic(one, other);
        expect(commonTopic(other, one) === undefined).toBe(common === undefined);
        counts[common === undefined ? "apart" : "common"] += 1;
        const both = texts.find((text) => matchPattern(one, text) && matchPattern(other, text));
        if (common === undefined) expect(both).toBeUndefined();
        else for (const pattern of [one, other]) expect(matchPattern(pattern, common), common).toBeDefined();
      }),
      { seed: 4, numRuns: runs(700) },
    );
    expect(counts.common).toBeGreaterThan(100);
    expect(counts.apart).toBeGreaterThan(100);
  });

  it("is found among longer texts and values too", () => {
    fc.assert(
      fc.property(anyCase(ALPHABET), anyPattern(ALPHABET), ({ pattern: one, texts: near }, { pattern: other }) => {
        const shared = near.find((text) => matchPattern(one, text) && matchPattern(other, text));
        if (shared !== undefined) expect(commonTopic(one, other), shared).toBeDefined();
      }),
      { seed: 5, numRuns: runs(1500) },
    );
  });
});
