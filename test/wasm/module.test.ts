/** Modules of WebAssembly as its specification has them, and the mistakes of who writes one, which are found before a browser finds them. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  block,
  branch,
  branchIf,
  branchTable,
  call,
  f64,
  get,
  getGlobal,
  i32,
  i64,
  label,
  loop,
  ret,
  set,
  setGlobal,
  tee,
  when,
} from "../../generator/wasm/assembler.js";
import { textIs } from "../../generator/wasm/bytes.js";
import { createWriter, encodedName, signed, signed32, unsigned } from "../../generator/wasm/encoding.js";
import { createModule, type ModuleBuilder } from "../../generator/wasm/module.js";
import { type WebAssemblyApi, webAssembly } from "../../templates/runtime/webassembly.js";

const api = webAssembly as WebAssemblyApi;
type Exports = Record<string, (...operands: (number | bigint)[]) => number>;
const instantiate = (module: ModuleBuilder, imports: Record<string, Record<string, unknown>> = {}): Exports =>
  new api.Instance(new api.Module(module.build()), imports as never).exports as unknown as Exports;

describe("LEB128", () => {
  const hex = (bytes: readonly number[]): string => Buffer.from(bytes).toString("hex");

  // Examples of the DWARF standard, version 4, figures 22 and 23.
  it.each([
    [2, "02"],
    [127, "7f"],
    [128, "8001"],
    [129, "8101"],
    [12_857, "b964"],
    [0, "00"],
    [2 ** 32 - 1, "ffffffff0f"],
  ])("of %i without a sign is %s", (value, bytes) => expect(hex(unsigned(value))).toBe(bytes));

  it.each([
    [2, "02"],
    [-2, "7e"],
    [127, "ff00"],
    [-127, "817f"],
    [128, "8001"],
    [-128, "807f"],
    [129, "8101"],
    [-129, "ff7e"],
    [0, "00"],
    [-1, "7f"],
    [63, "3f"],
    [64, "c000"],
    [-64, "40"],
    [-65, "bf7f"],
    [2 ** 31 - 1, "ffffffff07"],
    [-(2 ** 31), "8080808078"],
  ])("of %i with a sign is %s", (value, bytes) => {
    expect(hex(signed32(value))).toBe(bytes);
    expect(hex(signed(BigInt(value)))).toBe(bytes);
  });

  it("has the same number again for whoever reads it", () => {
    const read = (bytes: readonly number[]): bigint => {
      const sum = bytes.reduce((all, byte, index) => all | (BigInt(byte & 0x7f) << BigInt(7 * index)), 0n);
      return BigInt.asIntN(7 * bytes.length, sum);
    };
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(read(signed(value))).toBe(value);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

it("a name is the number of its bytes in UTF-8, and these", () => {
  expect(encodedName("aé")).toEqual([3, 0x61, 0xc3, 0xa9]);
});

it("bytes that grow are all there, by ones, by many, and with their number", () => {
  const writer = createWriter();
  const wanted: number[] = [];
  for (let count = 0; count < 3000; count += 1) {
    writer.byte(count & 0xff);
    wanted.push(count & 0xff);
  }
  for (const size of [0, 1, 1023, 5000]) {
    const part = new Uint8Array(size).fill(7);
    writer.bytes(part);
    writer.sized(part);
    wanted.push(...part, ...unsigned(size), ...part);
  }
  expect([...writer.take()]).toEqual(wanted);
});

describe("a module", () => {
  it("has functions that are called by their numbers, behind those that it imports", () => {
    const module = createModule();
    const first = module.importFunction("host", "first", ["i32"], ["i32"]);
    const second = module.importFunction("host", "second", [], ["i32"]);
    const own = module.function("own", ["i32", "i32"], ["i32"]);
    const [a, b] = own.arguments;
    own.body(i32.sub(get(a), get(b)));
    const all = module.function("all", ["i32"], ["i32"], "all");
    all.body(call(own, call(first, get(all.arguments[0])), call(second)));
    expect(instantiate(module, { host: { first: (value: number) => value * 10, second: () => 3 } }).all?.(5)).toBe(47);
  });

  it("has locals behind its parameters, globals that begin as zero, and bytes in memory from the start", () => {
    const module = createModule();
    module.importMemory("host", "memory", 1);
    const [integer, double, long] = [module.global("i32"), module.global("f64", "double"), module.global("i64")];
    module.data(1000, Uint8Array.from([1, 2, 3, 255]));
    const own = module.function("own", ["i32"], ["f64"], "own");
    const [p] = own.arguments;
    const [sum, wide] = own.locals("i32", "i64");
    own.body(
      set(sum, i32.add(get(p), i32.load8(i32.const(1003)))),
      set(wide, i64.load(i32.const(1000))),
      setGlobal(integer, i32.add(getGlobal(integer), get(sum))),
      setGlobal(long, i64.add(getGlobal(long), i64.and(get(wide), i64.const(0xffn)))),
      setGlobal(double, f64.add(f64.fromI32(getGlobal(integer)), f64.fromI64(getGlobal(long)))),
      getGlobal(double),
    );
    const exports = instantiate(module, { host: { memory: new api.Memory({ initial: 1 }) } });
    expect(exports.own?.(5)).toBe(261);
    expect((exports.double as unknown as { value: number }).value).toBe(261);
  });

  it("branches behind a block, to the start of a loop, and by a number", () => {
    const module = createModule();
    const own = module.function("own", ["i32"], ["i32"], "own");
    const [n] = own.arguments;
    const [sum, next] = own.locals("i32", "i32");
    const [done, again, one, two, other] = [label("done"), label("again"), label("one"), label("two"), label("other")];
    own.body(
      // The sum of the numbers up to n; 1 is counted ten times, 2 a hundred times.
      block(
        done,
        loop(
          again,
          branchIf(done, i32.gtS(tee(next, i32.add(get(next), i32.const(1))), get(n))),
          block(
            other,
            block(
              two,
              block(one, branchTable(get(next), [other, one, two, other])),
              set(sum, i32.add(get(sum), i32.const(9))),
            ),
            when(i32.eq(get(next), i32.const(2)), set(sum, i32.add(get(sum), i32.const(198)))),
          ),
          set(sum, i32.add(get(sum), get(next))),
          branch(again),
        ),
      ),
      when(i32.eqz(get(sum)), ret(i32.const(-1)), when(i32.geU(get(sum), i32.const(1000)), ret(i32.const(0)))),
      get(sum),
    );
    const { own: run } = instantiate(module);
    expect([0, 1, 2, 3, 40, 50].map((count) => run?.(count))).toEqual([-1, 10, 210, 213, 0, 0]);
  });

  it.each<[string, (module: ModuleBuilder) => void, RegExp]>([
    [
      "imports a function behind its own",
      (module) => {
        module.function("own", [], []).body();
        module.importFunction("host", "late", [], []);
      },
      /imports come before functions/,
    ],
    [
      "has a function without a body",
      (module) => {
        module.function("own", [], []);
        module.build();
      },
      /function own has no body/,
    ],
    [
      "has a function with two bodies",
      (module) => {
        const own = module.function("own", [], []);
        own.body();
        own.body();
      },
      /function own has a body/,
    ],
    [
      "calls with too few operands",
      (module) => {
        const own = module.function("own", ["i32"], []);
        own.body(call(own));
      },
      /as many operands/,
    ],
    [
      "branches out of what does not surround it",
      (module) => {
        module.function("own", [], []).body(block(label("here")), branch(label("there")));
        module.build();
      },
      /a branch leads out of there/,
    ],
  ])("refuses a module that %s", (_, write, message) => expect(() => write(createModule())).toThrow(message));
});

describe("text in memory", () => {
  const TEXTS = [
    "a",
    "ab",
    "abc",
    "abcdefg",
    "abcdefgh",
    "abcdefghi",
    "abcdefghijklmno",
    "abcdefghijklmnop",
    '"é\u00ff',
  ];
  const memory = new api.Memory({ initial: 1 });
  const bytes = new Uint8Array(memory.buffer);

  it.each(TEXTS)("is compared byte for byte: %j", (text) => {
    const module = createModule();
    module.importMemory("host", "memory", 1);
    for (const offset of [0, 3]) {
      const own = module.function("is", ["i32"], ["i32"], `is${offset}`);
      own.body(textIs(get(own.arguments[0]), text, offset));
    }
    const exports = instantiate(module, { host: { memory } });
    for (const offset of [0, 3]) {
      const is = (content: Buffer): number => {
        bytes.fill(0x58, 0, 200);
        bytes.set(content, 100);
        return exports[`is${offset}`]?.(100 - offset) ?? -1;
      };
      const content = Buffer.from(text, "latin1");
      expect(is(content)).toBe(1);
      for (let at = 0; at < content.length; at += 1) {
        const other = Buffer.from(content);
        other[at] = (content[at] ?? 0) ^ 1;
        expect(is(other), `byte ${at}`).toBe(0);
      }
    }
  });
});
