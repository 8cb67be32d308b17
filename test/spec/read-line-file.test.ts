/** The five line files read clean; a bad one is refused with its place, and never with an exception. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReport, type Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import type { LineFile } from "../../generator/spec/line-file.js";
import { connectionsOf } from "../../generator/spec/line-file.js";
import { readLineFile } from "../../generator/spec/read-line-file.js";

const SCHEMAS = resolve(import.meta.dirname, "../../schemas");
const lineSchema = JSON.parse(readFileSync(resolve(SCHEMAS, "line.schema.json"), "utf8")) as object;

function read(source: string): { file: LineFile | undefined; diagnostics: readonly Diagnostic[] } {
  const report = createReport();
  const file = readLineFile(source, "x/line.yaml", lineSchema, report);
  return { file, diagnostics: report.diagnostics };
}

const own = (line: string): string => readFileSync(resolve(SCHEMAS, line, "line.yaml"), "utf8");

describe("the line files that ship", () => {
  it.each([
    ["v5", 20, { linear: 10, inverse: 10, spot: 7, option: 3, status: 1, private: 7 }],
    ["linear", 11, { public: 6, private: 5 }],
    ["copy-trading", 11, { public: 7, private: 4 }],
    ["spot", 16, { v1: 7, v2: 5, private: 4 }],
    ["usdc-perpetual", 8, { public: 4, private: 4 }],
  ])("%s reads without a diagnostic and has %i topics", (line, count, byConnection) => {
    const { file, diagnostics } = read(own(line));
    expect(diagnostics).toEqual([]);
    expect(file?.line).toBe(line);
    expect(file?.topics).toHaveLength(count);
    const counts: Record<string, number> = {};
    for (const name of file?.topics.flatMap(connectionsOf) ?? []) counts[name] = (counts[name] ?? 0) + 1;
    expect(counts).toEqual(byConnection);
  });

  it("says why, wherever a reply is written by hand", () => {
    for (const line of ["v5", "linear", "copy-trading", "spot", "usdc-perpetual"]) {
      for (const reply of read(own(line)).file?.replies ?? []) {
        expect(reply.schema === undefined, `${line} ${reply.name}`).toBe(reply.byHand === undefined);
      }
    }
  });

  it("spot: only what authentication subscribes to has no request, and one topic name needs its connection", () => {
    const topics = read(own("spot")).file?.topics ?? [];
    for (const topic of topics) {
      expect(topic.request === undefined, topic.name).toBe(topic.connection === "private");
      if (topic.connection === "private") expect(topic.subscribe).toEqual([]);
    }
    expect(topics.filter(({ name }) => name === "trade").map(({ connection }) => connection)).toEqual(["v1", "v2"]);
    const kline = topics.find(({ name, connection }) => name === "kline" && connection === "v1");
    expect(kline?.topics).toEqual(["kline"]);
    expect(kline?.request?.message).toMatchObject({ topic: "kline_{interval}", event: "{event}" });
  });
});

const GOOD = `line: demo
title: Demo
description: A line for tests.
pages:
  - page: docs/demo.md
    reader: markdown
connections:
  public:
    access: public
    description: Market data.
    source: heading Endpoints
    endpoints:
      mainnet: [wss://example.com/public]
heartbeat:
  request:
    message: { op: ping }
    parameters: {}
    source: heading Heartbeat
  reply: pong
  intervalMs: 20000
  source: heading Heartbeat
subscription:
  form: args
  subscribe:
    message: { op: subscribe, args: "{topics}" }
    parameters:
      topics: { type: "string[]", description: Topics. }
    source: heading Subscribe
  unsubscribe:
    message: { op: unsubscribe, args: "{topics}" }
    parameters:
      topics: { type: "string[]", description: Topics. }
    source: heading Subscribe
replies:
  - name: pong
    kind: pong
    description: Answer to a ping.
    match: { /op: pong }
    examples: [{ heading: Heartbeat, fence: 1 }]
    source: heading Heartbeat
correlation: { by: members, pointers: [/op] }
limits: []
slots:
  symbol: { description: Contract., example: BTC, source: heading Trade }
topics:
  - name: trade
    description: Trades.
    connection: public
    heading: Trade
    topics: ["trade.{symbol}"]
  - name: order
    description: Orders.
    connection: public
    heading: Order
    topics: [order]
skip: []
`;

const change = (from: string | RegExp, to: string): string => {
  const changed = GOOD.replace(from, () => to);
  if (changed === GOOD) throw new Error(`nothing to change: ${from}`);
  return changed;
};

interface Case {
  readonly source: string;
  readonly at: readonly [line: number, column: number];
  readonly message: RegExp;
  readonly fix: RegExp;
}

const CASES: Readonly<Record<string, Case>> = {
  "a tab as indentation": {
    source: change("    access: public", "\taccess: public"),
    at: [9, 1],
    message: /Tabs are not allowed/,
    fix: /Use spaces/,
  },
  "a key twice": {
    source: change("limits: []", "limits: []\nlimits: []"),
    at: [43, 1],
    message: /unique/,
    fix: /Remove or rename/,
  },
  "two documents": {
    source: `${GOOD}---\nline: other\n`,
    at: [57, 1],
    message: /multiple documents/,
    fix: /remove the `---`/,
  },
  "an unresolved tag": { source: change("Demo", "!!js/function Demo"), at: [2, 8], message: /tag/, fix: /Correct/ },
  "an unknown member": {
    source: change("heartbeat:\n", "hartbeat:\n"),
    at: [14, 1],
    message: /"hartbeat" that does not exist/,
    fix: /Did you mean "heartbeat"\?/,
  },
  "a topic without a connection": {
    source: change("    connection: public\n", ""),
    at: [46, 5],
    message: /"trade" has no connection/,
    fix: /Write `connection`/,
  },
  "an unknown member in a chosen form": {
    source: change("  form: args", "  form: args\n  filter: { separator: x, wildcard: y, source: z }"),
    at: [24, 3],
    message: /"filter" that does not exist/,
    fix: /Did you mean "filters"\?/,
  },
  "a missing member": {
    source: change("title: Demo\n", ""),
    at: [1, 1],
    message: /lacks.*"title"/,
    fix: /Add "title"/,
  },
  "the form left out": {
    source: change("  form: args\n", ""),
    at: [23, 3],
    message: /lacks the member "form"/,
    fix: /Add "form"/,
  },
  "a form that does not exist": {
    source: change("form: args", "form: arg"),
    at: [23, 9],
    message: /must be args or event/,
    fix: /Did you mean "args"\?/,
  },
  "a value of the wrong type": {
    source: change("20000", "often"),
    at: [20, 15],
    message: /"heartbeat.intervalMs" must be integer/,
    fix: /./,
  },
  "an URL that is no WebSocket": {
    source: change("wss://example.com/public", "https://example.com"),
    at: [13, 17],
    message: /endpoints.mainnet.0/,
    fix: /wss:/,
  },
  "a topic name that leaves the folder": {
    source: change("name: trade", "name: ../../etc/passwd"),
    at: [46, 11],
    message: /"topics.0.name" must match pattern/,
    fix: /safe as a file name/,
  },
  "a line name that leaves the folder": {
    source: change("line: demo", "line: ../demo"),
    at: [1, 7],
    message: /"line" must match pattern/,
    fix: /safe as a file name/,
  },
  "a page that leaves the docs": {
    source: change("docs/demo.md", "docs/../../secret.md"),
    at: [5, 11],
    message: /"pages.0.page" must match pattern/,
    fix: /./,
  },
  "two topics in one file": {
    source: change("name: order", "name: Trade"),
    at: [51, 11],
    message: /"Trade" is taken by "trade"/,
    fix: /letter case/,
  },
  "a name that the package needs": {
    source: change("name: order", "name: index"),
    at: [51, 11],
    message: /taken by the package or the system/,
    fix: /another name/,
  },
  "a name of an entry of the package": {
    source: change("name: order", "name: recognise-wasm"),
    at: [51, 11],
    message: /taken by the package or the system/,
    fix: /another name/,
  },
  "a name of the checks of a topic": {
    source: change("name: order", "name: trade.check"),
    at: [51, 11],
    message: /taken by the package or the system/,
    fix: /another name/,
  },
  "a name that is a device on Windows": {
    source: change("name: order", "name: con.x"),
    at: [51, 11],
    message: /taken by the package or the system/,
    fix: /another name/,
  },
  "a connection and a list of them": {
    source: change("    connection: public", "    connection: public\n    connections: [public, public2]"),
    at: [46, 5],
    message: /has both `connection` and `connections`/,
    fix: /Write `connection`/,
  },
  "an unknown connection of a list": {
    source: change("    connection: public", "    connections: [public, publik]"),
    at: [48, 27],
    message: /no connection "publik"/,
    fix: /Did you mean "public"/,
  },
  "an unknown connection": {
    source: change("    connection: public", "    connection: publik"),
    at: [48, 17],
    message: /no connection "publik"/,
    fix: /Did you mean "public"\?/,
  },
  "an unknown reply": {
    source: change("  reply: pong", "  reply: pung"),
    at: [19, 10],
    message: /no reply "pung"/,
    fix: /Did you mean "pong"\?/,
  },
  "a reply without evidence": {
    source: change("    examples: [{ heading: Heartbeat, fence: 1 }]\n", ""),
    at: [35, 5],
    message: /needs either `examples`, or `schema`/,
    fix: /by hand/,
  },
  "an undefined slot": {
    source: change("trade.{symbol}", "trade.{symbl}"),
    at: [50, 14],
    message: /slot "\{symbl\}" is not defined/,
    fix: /Did you mean "symbol"\?/,
  },
  "a slot named like a member of every object": {
    source: change("trade.{symbol}", "trade.{constructor}"),
    at: [50, 14],
    message: /"\{constructor\}" is not defined/,
    fix: /Use one of: symbol/,
  },
  "a slot that cannot be one": {
    source: change("  symbol: {", "  __proto__: {"),
    at: [44, 3],
    message: /"__proto__"/,
    fix: /\{slot\}/,
  },
  "a topic template that is not closed": {
    source: change("trade.{symbol}", "trade.{symbol"),
    at: [50, 14],
    message: /"trade\.\{symbol" is not a topic template: the braces .* enclose no name/,
    fix: /candle\.\{interval\}/,
  },
  "a slot whose name is none": {
    source: change("trade.{symbol}", "trade.{sym-bol}"),
    at: [50, 14],
    message: /is not a topic template: the braces .* enclose no name/,
    fix: /\{symbol\}@trade/,
  },
  "two slots with nothing between them": {
    source: change("trade.{symbol}", "trade.{symbol}{symbol}"),
    at: [50, 14],
    message: /is not a topic template: nothing parts \{symbol\} from \{symbol\}/,
    fix: /make one slot/,
  },
  "a slot twice in one topic": {
    source: change("trade.{symbol}", "trade.{symbol}.{symbol}"),
    at: [50, 14],
    message: /is not a topic template: \{symbol\} stands in it twice/,
    fix: /a slot of its own/,
  },
  "a topic with nothing between two dots": {
    source: change("topics: [order]", "topics: [order..x]"),
    at: [55, 14],
    message: /"order\.\.x" is not a topic template: nothing stands/,
    fix: /single dots/,
  },
  "an empty topic": {
    source: change("topics: [order]", 'topics: [""]'),
    at: [55, 14],
    message: /"topics.1.topics.0"/,
    fix: /./,
  },
  "a topic that is subscribed to by what cannot be read": {
    source: change("topics: [order]", 'topics: [order]\n    subscribe: [order, "o.{symbol}{symbol}"]'),
    at: [56, 24],
    message: /nothing parts \{symbol\}/,
    fix: /make one slot/,
  },
  "a documented value with a dot": {
    source: change("example: BTC,", "example: BTC, values: [BTC, B.T],"),
    at: [44, 65],
    message: /"B\.T" cannot stand in \{symbol\} of "trade\.\{symbol\}": a dot ends every slot/,
    fix: /Correct the value/,
  },
  "a documented value that holds what ends its slot": {
    source: change("example: BTC,", "example: BTC, values: [BTC, A@tx],").replace("trade.{symbol}", "{symbol}@t"),
    at: [44, 65],
    message: /"A@tx" cannot stand in \{symbol\} of "\{symbol\}@t": the slot ends where "@t" begins/,
    fix: /Correct the value/,
  },
  "an example that its slot does not take": {
    source: change("example: BTC,", "example: BTC, values: [ETH],"),
    at: [44, 46],
    message: /example "BTC" is none of the values of \{symbol\}/,
    fix: /Use one of: ETH/,
  },
  "an example with a dot": {
    source: change("example: BTC,", "example: B.TC,"),
    at: [44, 46],
    message: /"B\.TC" cannot stand in \{symbol\}/,
    fix: /Correct the value/,
  },
  "values of a slot by connection, none for one that has the topic": {
    source: change("example: BTC,", "values: { private: [BTC] }, example: BTC,").replace(
      "heartbeat:",
      `  private: { access: private, description: Orders., source: by hand, endpoints: { mainnet: [wss://example.com/b] } }
heartbeat:`,
    ),
    at: [45, 45],
    message: /\{symbol\} has no values on public, where a topic has it/,
    fix: /Add `public: \[\.\.\.\]`/,
  },
  "values of a slot for no connection of the line": {
    source: change("example: BTC,", "values: { public: [BTC], pubic: [ETH] }, example: BTC,"),
    at: [44, 69],
    message: /There is no connection "pubic"/,
    fix: /public/,
  },
  "a value of one connection with a dot": {
    source: change("example: BTC,", "values: { public: [BTC, B.TC] }, example: BTC,"),
    at: [44, 61],
    message: /"B\.TC" cannot stand in \{symbol\}/,
    fix: /Correct the value/,
  },
  "topics that nothing tells apart": {
    source: change("topics: [order]", 'topics: [order, "trade.x{symbol}"]'),
    at: [55, 21],
    message: /"trade\.xy" is a topic of "trade", trade\.\{symbol\}, and of "order", trade\.x\{symbol\}\./,
    fix: /Close a slot by `values`.*`forms`/,
  },
  "a request whose slots cannot be read back": {
    source: change(
      "message: { op: ping }\n    parameters: {}",
      'message: { op: "{a}{b}" }\n    parameters: { a: { type: string, description: A. }, b: { type: string, description: B. } }',
    ),
    at: [16, 14],
    message: /"\{a\}\{b\}" of the request cannot be read back: nothing parts \{a\} from \{b\}/,
    fix: /make one slot/,
  },
  "a request with a slot that has no parameter": {
    source: change("op: ping", 'op: "{what}"'),
    at: [16, 14],
    message: /"\{what\}" of the request has no parameter/,
    fix: /Describe it/,
  },
  "a request to unsubscribe with a slot that has no parameter": {
    source: change("{ op: unsubscribe, args", '{ op: unsubscribe, id: "{id}", args'),
    at: [30, 14],
    message: /"\{id\}" of the request has no parameter/,
    fix: /Describe it/,
  },
  "a parameter that stands nowhere": {
    source: change("parameters: {}", "parameters: { time: { type: integer, description: Now. } }"),
    at: [17, 19],
    message: /"time" stands nowhere/,
    fix: /Write "\{time\}"/,
  },
  "an alias bomb": {
    source: `a: &a [x, x, x, x, x, x, x, x, x]\n${[..."bcdefgh"]
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[index]}`).join(", ")}]\n`)
      .join("")}`,
    at: [2, 8],
    message: /too many aliases/,
    fix: /Write the values out/,
  },
  "an alias of itself": {
    source: change("{ op: ping }", "&loop { op: *loop }"),
    at: [16, 26],
    message: /alias contains itself/,
    fix: /Write the values out/,
  },
  "an empty file": { source: "", at: [1, 1], message: /is empty/, fix: /YAML mapping/ },
  "only a comment": { source: "# nothing\n", at: [1, 1], message: /is empty/, fix: /YAML mapping/ },
  "a list": { source: "- a\n", at: [1, 1], message: /not a YAML mapping/, fix: /YAML mapping/ },
  binary: {
    source: Buffer.from([0x6c, 0x69, 0x0a, 0x6e, 0x65, 0x00, 0xff]).toString("utf8"),
    at: [2, 3],
    message: /not UTF-8 text/,
    fix: /./,
  },
  "brackets without end": { source: `a: ${"[".repeat(50_000)}`, at: [1, 104], message: /deeper than 100/, fix: /./ },
  "brackets that end": {
    source: `a: ${"[".repeat(20_000)}${"]".repeat(20_000)}`,
    at: [1, 104],
    message: /deeper than 100/,
    fix: /./,
  },
  "dashes on one line": { source: `${"- ".repeat(5000)}a`, at: [1, 401], message: /deeper than 100/, fix: /./ },
  "a file of another kind": { source: "k: 1\n".repeat(60_000), at: [1, 1], message: /300000 characters/, fix: /./ },
};

describe("a line file that is not one", () => {
  it("starts from a good one", () => {
    expect(read(GOOD).diagnostics).toEqual([]);
    expect(read(GOOD.replaceAll("\n", "\r\n")).diagnostics).toEqual([]);
    expect(read(`\ufeff${GOOD}`).diagnostics).toEqual([]);
  });

  it.each(Object.entries(CASES))("%s", (_, { source, at, message, fix }) => {
    const { file, diagnostics } = read(source);
    expect(file).toBeUndefined();
    const [first] = diagnostics;
    expect(first).toMatchObject({
      code: "config/line-file",
      severity: "error",
      file: "x/line.yaml",
      line: at[0],
      column: at[1],
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
    expect(first?.excerpt).toBe((source.split(/\r\n|\n/)[at[0] - 1] ?? "").slice(0, 400));
  });

  it("names an unknown member where it stands", () => {
    const { diagnostics } = read(change("    connection: public", "    conection: public"));
    expect(diagnostics.map(({ line, column, fix }) => [line, column, fix])).toEqual([
      [48, 5, 'Did you mean "connection"?'],
    ]);
  });

  it("reports a fault of syntax once, not everything that follows from it", () => {
    expect(read(change("    access: public", "\taccess: public")).diagnostics).toHaveLength(1);
  });

  it("needs a request for each topic of an event line, or an empty `subscribe`", () => {
    const event = GOOD.replace(
      /subscription:[\s\S]*?replies:/,
      "subscription: { form: event, member: event, subscribe: sub, unsubscribe: cancel, source: x }\nreplies:",
    );
    expect(read(event).diagnostics.map(({ message }) => message)).toEqual([
      'The topic "trade" has no request.',
      'The topic "order" has no request.',
    ]);
    const request = "request: { message: { topic: order }, parameters: {}, source: x }";
    const half = event
      .replace('topics: ["trade.{symbol}"]', 'topics: ["trade.{symbol}"]\n    subscribe: []')
      .replace("topics: [order]", `topics: [order]\n    ${request}`);
    expect(read(half).diagnostics.map(({ message }) => message)).toEqual(['The request has no slot at "event".']);
    const whole = half.replace(
      request,
      'request: { message: { topic: order, event: "{event}" }, parameters: { event: { type: string, description: E. } }, source: x }',
    );
    expect(read(whole).diagnostics).toEqual([]);
  });

  const withOther = (source: string): string =>
    source.replace(
      "heartbeat:",
      "  other:\n    access: public\n    description: More.\n    source: x\n    endpoints: { mainnet: [wss://x.y] }\nheartbeat:",
    );
  const clash = change("topics: [order]", "topics: [trade.x]");
  const apart: Readonly<Record<string, string>> = {
    "another member that names the topic": clash.replace(
      "[trade.x]",
      "[trade.x]\n    selector: { pointer: /e, container: object }",
    ),
    "connections with folders": clash
      .replace("    access: public", "    folder: one\n    access: public")
      .replace(
        "heartbeat:",
        "  other:\n    access: public\n    description: More.\n    source: x\n    endpoints: { mainnet: [wss://x.y] }\n    folder: two\nheartbeat:",
      )
      .replace("connection: public\n    heading: Order", "connection: other\n    heading: Order"),
    connections: withOther(clash).replace(
      "connection: public\n    heading: Order",
      "connection: other\n    heading: Order",
    ),
    "a value of a slot": clash.replace("example: BTC,", "example: BTC, values: [BTC],"),
    "the value of a discriminator": clash
      .replace('topics: ["trade.{symbol}"]', "$&\n    forms: { discriminator: /type, values: { delta: d } }")
      .replace("[trade.x]", "[trade.x]\n    forms: { discriminator: /type, values: { snapshot: s } }"),
    "the discriminator of the first": clash.replace(
      'topics: ["trade.{symbol}"]',
      "$&\n    forms: { discriminator: /type, values: { delta: d } }",
    ),
  };

  it.each(Object.entries(apart))("topics of one text are told apart by %s", (_, source) => {
    expect(read(source).diagnostics).toEqual([]);
  });

  it.each([
    [
      "a discriminator of the second only",
      clash.replace("[trade.x]", "[trade.x]\n    forms: { discriminator: /type, values: { snapshot: s } }"),
    ],
    [
      "one of their connections",
      withOther(clash).replace(
        "connection: public\n    heading: Order",
        "connections: [other, public]\n    heading: Order",
      ),
    ],
    [
      "discriminators of one value",
      (apart["the value of a discriminator"] ?? "").replace("snapshot: s", "snapshot: d"),
    ],
  ])("but not by %s", (_, source) => {
    expect(read(source).diagnostics.map(({ message }) => message)).toEqual([
      '"trade.x" is a topic of "trade", trade.{symbol}, and of "order", trade.x.',
    ]);
  });

  it("never throws, and says something whenever it reads nothing", () => {
    const cut = fc
      .tuple(fc.nat(GOOD.length), fc.nat(40), fc.string({ unit: "binary", maxLength: 12 }))
      .map(([at, length, text]) => GOOD.slice(0, at) + text + GOOD.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(cut, fc.string({ unit: "binary", maxLength: 200 })), (source) => {
        const { file, diagnostics } = read(source);
        expect(file === undefined).toBe(diagnostics.length > 0);
        for (const { line, column } of diagnostics) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
