/** The modules of a line do what its line file says: here of made-up lines, whose modules are loaded and used. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, it, vi } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { emitPackage } from "../../generator/emit/emit-package.js";
import { emitClient } from "../../generator/emit/line/client.js";
import { emitProtocol } from "../../generator/emit/line/protocol.js";
import { emitPackageFiles, emitReadme } from "../../generator/emit/package.js";
import { readTree } from "../../generator/host/folders.js";
import { OWN_TEMPLATES } from "../../generator/host/own-folders.js";
import type { Authentication, RequestTemplate, Subscription } from "../../generator/spec/line-file.js";
import type { Signing } from "../../templates/runtime/signature.js";
import { FRAMES } from "./made-up-frames.js";
import { lineOf, loadFiles, madeUpFiles } from "./made-up-lines.js";
import { emitMadeUpPackage } from "./made-up-package.js";

const { spec, tree, load } = await emitMadeUpPackage();

const AUTHENTICATION: Omit<Authentication, keyof Signing | "encoding"> = {
  connections: ["private"],
  methods: ["query"],
  payload: "{expires}",
  expires: { unit: "ms", marginMs: 1000, source: "" },
  success: { pointer: "/success", value: true },
  query: "?signature={signature}",
  source: "",
};

interface Frames {
  parseFrame(text: string, connection?: string): Readonly<Record<string, unknown>>;
}
interface Validation {
  validateFrame(frame: unknown): { readonly valid: boolean; readonly issues?: readonly Record<string, unknown>[] };
}
type Recognise = (bytes: Uint8Array, start: number, end: number, connection?: string) => string | undefined;
interface Recognisers {
  readonly recognise: Recognise;
}
interface CompiledRecognisers {
  loadRecogniser(): Promise<Recognise>;
}

const modulesOf = async (line: string) => ({
  ...(await load<Frames>(`${line}/frame`)),
  ...(await load<Validation>(`${line}/validate`)),
  ...(await load<Recognisers>(`${line}/recognise`)),
  recogniseWasm: await (await load<CompiledRecognisers>(`${line}/recognise-wasm`)).loadRecogniser(),
});
const modules = {
  shop: await modulesOf("shop"),
  pair: await modulesOf("pair"),
  mart: await modulesOf("mart"),
  zero: await modulesOf("zero"),
};

describe("a frame", () => {
  it.each(FRAMES)("of $line: $rule", ({ line, connection, text, frame, valid, proven }) => {
    const { parseFrame, validateFrame, recognise, recogniseWasm } = modules[line];
    const parsed = parseFrame(text, connection);
    expect(parsed).toMatchObject(frame);
    expect(validateFrame(parsed).valid).toBe(valid);
    const bytes = Buffer.from(text);
    for (const each of [recognise, recogniseWasm]) expect(each(bytes, 0, bytes.length, connection)).toBe(proven);
  });

  it("is proven by WebAssembly where the platform has it", () => {
    for (const { recognise, recogniseWasm } of Object.values(modules)) expect(recogniseWasm).not.toBe(recognise);
  });

  it("that is unknown has an issue that says why", () => {
    const { parseFrame, validateFrame } = modules.shop;
    expect(validateFrame(parseFrame("["))).toEqual({
      valid: false,
      issues: [
        {
          pointer: "",
          keyword: "route",
          expected: "a documented frame",
          got: "not-json",
          message: "the frame is not documented (not-json)",
        },
      ],
    });
  });
});

describe("protocol", () => {
  const template = (message: unknown, parameters: unknown = {}) => ({ message, parameters });

  it("is what the line file says, without its words: a line that subscribes by a list of topics", async () => {
    const { protocol } = await load<{ protocol: unknown }>("shop/protocol");
    const topics = { topics: { type: "string[]" } };
    expect(protocol).toEqual({
      line: "shop",
      title: "Shop",
      connections: {
        public: {
          access: "public",
          endpoints: {
            mainnet: ["wss://shop.example/public", "wss://mirror.example/public"],
            testnet: ["wss://test.shop.example/public"],
          },
        },
        private: { access: "private", endpoints: { mainnet: ["wss://shop.example/private"] } },
      },
      authentication: {
        connections: ["private"],
        methods: ["message", "query"],
        signing: { algorithm: "hmac-sha256", encoding: "hex" },
        payload: "GET/realtime{expires}",
        marginMs: 1500,
        success: { pointer: "/success", value: true },
        request: template(
          { op: "auth", args: ["{apiKey}", "{expires}", "{signature}"] },
          { apiKey: { type: "string" }, expires: { type: "integer" }, signature: { type: "string" } },
        ),
        query: "?api_key={apiKey}&expires={expires}&signature={signature}",
      },
      heartbeat: {
        request: template({ op: "ping", time: "{time}" }, { time: { type: "integer", optional: true, default: 0 } }),
        reply: "pong",
        intervalMs: 20_000,
        timeoutMs: 30_000,
        liveness: "pong",
      },
      subscription: {
        form: "args",
        subscribe: template({ op: "subscribe", args: "{topics}" }, topics),
        unsubscribe: template({ op: "unsubscribe", args: "{topics}" }, topics),
        unsubscribeAll: template({ op: "unsubscribeAll" }),
        filters: { separator: "|", wildcard: "*" },
        maxTopics: 10,
      },
      slots: { interval: ["1", "60"] },
      correlation: { by: "echo", pointer: "/request" },
      reasons: ["/ret_msg"],
      limits: [{ name: "connections", value: 5, unit: "per address" }],
    });
  });

  it("is what the line file says: a line with a request for each topic, and defaults where it says nothing", async () => {
    const { protocol } = await load<{ protocol: Record<string, unknown> }>("pair/protocol");
    expect(protocol).toMatchObject({
      heartbeat: { intervalMs: 15_000, liveness: "any-frame" },
      subscription: {
        form: "event",
        member: "event",
        subscribe: "sub",
        unsubscribe: "cancel",
        symbolSeparator: ",",
        symbolSeparatorConnections: ["v1"],
        instance: { symbol: ["/symbol", "/params/symbol"] },
      },
      limits: [],
    });
    expect(protocol.heartbeat).not.toHaveProperty("timeoutMs");
    expect(protocol.authentication).not.toHaveProperty("request");
    expect(protocol).not.toHaveProperty("reason");
    const { requests } = protocol.subscription as { requests: Record<string, unknown> };
    // Authentication subscribes to the private topic.
    expect(Object.keys(requests)).toEqual(["v1/trade", "v2/trade", "v2/depth"]);
    expect(requests["v2/trade"]).toEqual(
      template(
        { topic: "trade", event: "{event}", params: { symbol: "{symbol}" } },
        { event: { type: "string" }, symbol: { type: "string" } },
      ),
    );
    expect(requests["v1/trade"]).toMatchObject({
      parameters: { binary: { type: "boolean", optional: true, default: false } },
    });
  });

  it("lets every connection take several symbols, where the line file names none", async () => {
    const { file } = lineOf(spec, "pair");
    const { symbolSeparatorConnections: _, ...subscription } = file.subscription as Extract<
      Subscription,
      { form: "event" }
    >;
    const { protocol } = await evaluate<{ protocol: unknown }>(
      emitProtocol({ ...lineOf(spec, "pair"), file: { ...file, subscription } }),
    );
    expect(protocol).toMatchObject({ subscription: { symbolSeparatorConnections: ["v1", "v2", "private"] } });
  });

  it.each<[Signing, credentials: string]>([
    [{ algorithm: "hmac-sha256", encoding: "base64" }, "SecretCredentials | SignerCredentials"],
    [{ algorithm: "ed25519", encoding: "base64" }, "PrivateKeyCredentials | SignerCredentials"],
    [{ algorithm: "function" }, "SignerCredentials"],
  ])("says how the payload is signed, and the client takes what can sign so: %o", async (signing, credentials) => {
    const line = lineOf(spec, "shop");
    const signed = { ...line, file: { ...line.file, authentication: { ...AUTHENTICATION, ...signing } } };
    const { protocol } = await evaluate<{ protocol: { authentication: object } }>(emitProtocol(signed));
    expect(protocol.authentication).toMatchObject({ signing });
    expect(emitClient(signed, readTree(OWN_TEMPLATES, createReport()))).toContain(
      `export type Credentials = ${credentials};`,
    );
  });

  it("has no member for what the line file leaves out", async () => {
    const { file } = lineOf(spec, "shop");
    const { authentication: _a, heartbeat: _h, reason: _r, ...rest } = file;
    const template: RequestTemplate = { message: {}, parameters: {}, source: "" };
    const subscription: Subscription = { form: "args", subscribe: template, unsubscribe: template };
    const { protocol } = await evaluate<{ protocol: object }>(
      emitProtocol({ ...lineOf(spec, "shop"), file: { ...rest, subscription } }),
    );
    const members = ["line", "title", "connections", "subscription", "slots", "correlation", "limits"];
    expect(Object.keys(protocol)).toEqual(members);
    expect(protocol).toMatchObject({ subscription: { form: "args" } });
    expect(Object.keys((protocol as { subscription: object }).subscription)).toEqual([
      "form",
      "subscribe",
      "unsubscribe",
    ]);
  });
});

/** The exports of a module that imports nothing. */
const evaluate = <Exports>(text: string): Promise<Exports> => {
  const { code } = transformSync(text, { loader: "ts", format: "esm" });
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
};

describe("topics", () => {
  it("are those of the line file, with what it says of each", async () => {
    const { topics } = await load<{ topics: unknown }>("shop/topics");
    expect(topics).toEqual({
      candle: {
        name: "candle",
        connections: ["public"],
        access: "public",
        topics: ["candle.{interval}.{symbol}"],
        forms: ["push"],
        pushIntervalMs: 1000,
      },
      levels: {
        name: "levels",
        connections: ["public"],
        access: "public",
        topics: ["levels.{symbol}"],
        forms: ["snapshot", "delta"],
        exclusive: true,
        sequence: "/seq",
        book: {
          layout: "records",
          snapshot: "/data",
          delete: "/data/gone",
          update: "/data/changed",
          insert: "/data/fresh",
          price: "price",
          size: "size",
          side: "side",
          bid: "Buy",
          ask: "Sell",
        },
      },
      position: {
        name: "position",
        connections: ["private"],
        access: "private",
        topics: ["position"],
        forms: ["snapshot", "delta"],
        records: { key: ["symbol"], snapshot: "/data/result", update: "/data/update" },
      },
      order: {
        name: "order",
        connections: ["private"],
        access: "private",
        topics: ["order", "order.{symbol}"],
        subscribe: ["order.{symbol}"],
        forms: ["push"],
        records: { key: ["id"], update: "/data" },
      },
      account: { name: "account", connections: ["private"], access: "private", topics: ["account"], forms: ["push"] },
    });
  });

  it("have their connection in their key, where connections use the same names", async () => {
    const { topics } = await load<{ topics: Record<string, unknown> }>("pair/topics");
    expect(Object.keys(topics)).toEqual(["v1/trade", "v2/trade", "v2/depth", "private/ticket"]);
    expect(topics["private/ticket"]).toMatchObject({ name: "ticket", subscribe: [] });
  });

  it("are filled by topicOf, several values of a slot by the line's separator", async () => {
    const { topicOf } = await load<{ topicOf: (pattern: string, slots: object) => string }>("shop/topics");
    expect(topicOf("candle.{interval}.{symbol}", { interval: "60", symbol: ["BTC", "ETH"] })).toBe("candle.60.BTC|ETH");
    expect(() => topicOf("levels.{symbol}", {})).toThrow(TypeError);
  });
});

/** A socket that is open at once, and keeps what was sent over it. */
class FakeSocket {
  static readonly opened: FakeSocket[] = [];
  readonly sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  constructor(readonly url: string) {
    FakeSocket.opened.push(this);
    setTimeout(() => this.onopen?.());
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  receive(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  close(): void {
    this.onclose?.({});
  }
}

describe("client", () => {
  const client = async (line: string, name: string): Promise<AnyClient> => {
    FakeSocket.opened.length = 0;
    const exports = await load<Record<string, new (options: object) => AnyClient>>(`${line}/client`);
    const Client = exports[name];
    if (!Client) throw new Error(`no ${name}`);
    return new Client({ WebSocket: FakeSocket });
  };
  const first = async (): Promise<FakeSocket> => {
    await vi.waitFor(() => expect(FakeSocket.opened[0]?.sent.length).toBeGreaterThan(0));
    return FakeSocket.opened[0] as FakeSocket;
  };

  it("asks for topics as the line has it, and hands messages to who asked for them", async () => {
    const shop = await client("shop", "ShopClient");
    const received: unknown[] = [];
    const subscribed = shop.subscribe("levels.BTC", (message: unknown) => received.push(["subscribe", message]));
    shop.on("levels/delta", (message) => received.push(["form", message]));
    shop.on("levels", (message) => received.push(["name", message]));
    const socket = await first();
    expect(socket.url).toBe("wss://shop.example/public");
    expect(socket.sent).toEqual([{ op: "subscribe", args: ["levels.BTC"] }]);
    socket.receive({ success: true, request: { op: "subscribe", args: ["levels.BTC"] } });
    await subscribed;
    const delta = { topic: "levels.BTC", type: "delta", seq: 2, data: { gone: [], changed: [], fresh: [] } };
    socket.receive(delta);
    expect(received).toEqual(["subscribe", "form", "name"].map((who) => [who, delta]));
    await shop.close();
  });

  it("asks for a topic by its connection, where two have the same, and tells it in the topic's own request", async () => {
    const pair = await client("pair", "PairClient");
    const received: unknown[] = [];
    const subscribed = pair.subscribe("v2/trade", { symbol: "B" }, (message: unknown) => received.push(message));
    const socket = await first();
    expect(socket.url).toBe("wss://pair.example/v2");
    expect(socket.sent).toEqual([{ topic: "trade", event: "sub", params: { symbol: "B" } }]);
    socket.receive({ topic: "trade", event: "sub", code: "0" });
    await subscribed;
    const message = { topic: "trade", params: { symbol: "B" }, data: { price: "1", buyer: true } };
    socket.receive(message);
    expect(received).toEqual([message]);
    await pair.close();
  });
});

interface AnyClient {
  subscribe(topic: string, ...rest: unknown[]): Promise<void>;
  on(target: string, handler: (message: never) => void): () => void;
  close(): Promise<void>;
}

describe("the package", () => {
  it("has a module behind each of its entries, and an entry for each topic", () => {
    const { exports, files } = JSON.parse(tree.get("package.json") ?? "") as {
      exports: Record<string, string | { types: string; default: string }>;
      files: string[];
    };
    // The compiler writes to dist/, and the package has that, the sources, the schemas and the texts for language models.
    expect(files).toEqual(["dist", "src", "schemas", "llms.txt", "llms-full.txt"]);
    for (const [entry, target] of Object.entries(exports)) {
      if (typeof target === "string") continue;
      // A resolver takes the first condition that holds.
      expect(Object.keys(target), entry).toEqual(["types", "default"]);
      const [, module] = /^\.\/dist\/(.+)\.d\.ts$/.exec(target.types) ?? [];
      expect(target.default).toBe(`./dist/${module}.js`);
      expect([...tree.keys()]).toContain(`src/${module}.ts`);
    }
    const topics = spec.lines.flatMap(({ name, topics: all }) =>
      all.map(({ modulePath }) => `./${name}/${modulePath}`),
    );
    const parts = spec.lines.flatMap(({ name }) => [
      `./${name}`,
      ...["client", "recognise", "recognise-wasm"].map((part) => `./${name}/${part}`),
    ]);
    expect(Object.keys(exports).sort()).toEqual(
      [".", "./package.json", "./schemas/*.json", ...topics, ...parts].sort(),
    );
    expect(exports["./package.json"]).toBe("./package.json");
  });

  it("says to tools what they have to know", () => {
    const manifest = JSON.parse(tree.get("package.json") ?? "") as object;
    // Modules of ECMAScript, of which a bundler may leave out what is not used; built before it is packed.
    expect(manifest).toMatchObject({
      type: "module",
      sideEffects: false,
      license: "MIT",
      scripts: { prepack: "tsc -p tsconfig.json" },
    });
    const { compilerOptions, include } = JSON.parse(tree.get("tsconfig.json") ?? "") as {
      compilerOptions: object;
      include: readonly string[];
    };
    expect(include).toEqual(["src"]);
    expect(compilerOptions).toMatchObject({
      // It compiles the same everywhere: without the types of a browser or of Node.
      ...{ lib: ["es2022"], types: [], target: "es2022", module: "nodenext", moduleResolution: "nodenext" },
      ...{ rootDir: "src", outDir: "dist", declaration: true, sourceMap: true },
      ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
      ...{ verbatimModuleSyntax: true, isolatedModules: true },
    });
  });

  it("has the imports of topics in one order, whatever theirs is", () => {
    for (const [path, text] of tree) {
      if (!/^src\/(shop|pair)\/[a-z]+\.ts$/.test(path)) continue;
      const topics = [
        ...text.matchAll(
          /^import .* from "(\.\/(?:v1\/|v2\/|private\/)?(?:candle|levels|position|order|account|trade|depth|ticket)(?:\.check)?\.js)";$/gm,
        ),
      ];
      const paths = topics.map(([, from]) => from);
      expect(paths, path).toEqual(paths.toSorted());
    }
  });

  it("keeps the names of its modules from topics", () => {
    const topics = lineOf(spec, "shop").topics.map(({ modulePath }) => modulePath);
    const modules = [...tree.keys()].flatMap((path) => /^src\/shop\/([^/.]+)\.ts$/.exec(path)?.[1] ?? []);
    const kept = modules.filter((name) => !topics.includes(name));
    expect(kept.length).toBeGreaterThan(8);
    for (const name of kept) {
      const files = madeUpFiles();
      files.set("shop/line.yaml", (files.get("shop/line.yaml") ?? "").replace("- { name: candle", `- { name: ${name}`));
      const { diagnostics } = loadFiles(files);
      expect(diagnostics[0]?.message).toBe(`The file of "${name}" is taken by the package or the system.`);
    }
  });

  it("has every line below its name, in camel case, and every runtime module with a word of where it is from", async () => {
    expect(Object.keys(await load<object>("index")).sort()).toEqual(["mart", "pair", "shop", "zero"]);
    const kebab = spec.lines.map((line) => ({ ...line, name: "two-words" }));
    const index = emitPackageFiles({ ...spec, lines: kebab.slice(0, 1) }, new Map()).get("src/index.ts");
    expect(index).toContain('export * as twoWords from "./two-words/index.js";');
    const templates = readdirSync(join(OWN_TEMPLATES, "runtime"));
    for (const name of templates)
      expect(tree.get(`src/runtime/${name}`)).toMatch(
        new RegExp(`^// Generated by wireloom from templates/runtime/${name}\\.`),
      );
    expect(tree.get("LICENSE")).toBe(readFileSync(join(OWN_TEMPLATES, "LICENSE"), "utf8"));
  });

  it("has a README whose imports are entries of it, with names that they export", async () => {
    const readme = tree.get("README.md") ?? "";
    const { exports } = JSON.parse(tree.get("package.json") ?? "") as { exports: object };
    const named = [...readme.matchAll(/@toys\/toy(\/[\w/-]+)?/g)].map(([, path = ""]) => `.${path}`);
    expect(named.length).toBeGreaterThan(10);
    // A folder of files, each an entry by a pattern.
    for (const entry of named.filter((path) => path !== "./schemas/")) expect(Object.keys(exports)).toContain(entry);
    const imports = [...readme.matchAll(/^import \{ (.+) \} from "@toys\/toy\/(.+)";$/gm)];
    expect(imports).toHaveLength(2);
    for (const [, names = "", path = ""] of imports) {
      const values = names.split(", ").filter((name) => !name.startsWith("type "));
      expect(Object.keys(await load<object>(path))).toEqual(expect.arrayContaining(values));
    }
    for (const { name, file, topics } of spec.lines)
      expect(readme).toContain(`| \`@toys/toy/${name}\` | ${file.title} | ${topics.length} |`);
    // Of one line all entries, of topics one.
    const [line] = spec.lines;
    const rows = [...readme.matchAll(/^\| `@toys\/toy\/mart(\S*)` \| [^\n\d]+ \|$/gm)].map(([, path]) => path);
    expect(rows).toEqual(["", `/${line?.topics[0]?.modulePath}`, "/client", "/recognise", "/recognise-wasm"]);
    // The topic of the sample is one that can be subscribed to.
    expect(readme).toContain('await client.subscribe("candle.1.BTC", ');
  });

  it("has no example where it has no topic, and says so of no licence", async () => {
    const none = { ...spec, lines: [] };
    expect(emitReadme(none, emitPackageFiles(none, new Map()))).not.toContain("```");
    await expect(emitPackage(spec, new Map())).rejects.toThrow(/licence/);
  });
});
