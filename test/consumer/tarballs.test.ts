/**
 * Both packages as a stranger has them: installed from their tarballs into an empty project, which does the three jobs
 * with them. Files land in the project; below node_modules nothing changes. Packing and installing take longest, and are done
 * once: alone.ts and packages.ts look at the same.
 */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { compileProject } from "../compile.js";
import { DOCS, HAS_DOCS, ROOT, requireDocs } from "../real-docs.js";
import { describeAlone } from "./alone.js";
import { type Packed, packBoth } from "./pack.js";
import { describePackages } from "./packages.js";

const work = mkdtempSync(join(tmpdir(), "wireloom-tarballs-"));
/** An ES module project. */
const modern = join(work, "modern");
/** The same in CommonJS. */
const classic = join(work, "classic");
/** One that has the generated package and nothing else. */
const alone = join(work, "alone");
/** What the commands may use for temporary files. */
const temporary = join(work, "tmp");

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `yes: false`: npx runs what is installed or fails, it fetches nothing. */
const ENVIRONMENT = { ...process.env, TMPDIR: temporary, npm_config_yes: "false", npm_config_loglevel: "error" };

async function run(cwd: string, command: string, ...args: string[]): Promise<Outcome> {
  const ran = promisify(execFile)(command, args, { cwd, env: ENVIRONMENT, maxBuffer: 2 ** 26 });
  return ran.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Outcome) => ({ code, stdout, stderr }),
  );
}

/** What npm has linked; `npx @wireloom/cli` finds it there. */
const wireloom = (...args: string[]): Promise<Outcome> =>
  run(modern, join(modern, "node_modules/.bin/wireloom"), ...args);

/** What `read` makes of every file below a folder, by path. */
function filesOf(folder: string, read: (path: string) => string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), read(path)]));
}

const digestsOf = (folder: string): Record<string, string> =>
  filesOf(folder, (path) => createHash("sha256").update(readFileSync(path)).digest("hex"));
/** Whoever writes to a file changes it. */
const timesOf = (folder: string): Record<string, string> => filesOf(folder, (path) => String(statSync(path).mtimeMs));

const installed = (...path: string[]): string => join(modern, "node_modules/@wireloom", ...path);
let packed: ReadonlyMap<string, Packed> = new Map();
let before: Record<string, string> = {};

beforeAll(async () => {
  for (const folder of [modern, classic, alone, temporary]) mkdirSync(folder);
  packed = await packBoth(work);
  const tarballs = [...packed.values()].map(({ tarball }) => tarball);
  writeFileSync(join(modern, "package.json"), JSON.stringify({ type: "module", private: true }));
  writeFileSync(join(classic, "package.json"), JSON.stringify({ private: true }));
  const types = "@types/node@20";
  const done = await run(modern, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", types, ...tarballs);
  expect(done).toMatchObject({ code: 0 });
  // Installed once: the second project has what the first one has.
  symlinkSync(join(modern, "node_modules"), join(classic, "node_modules"), "junction");
  for (const project of [modern, classic]) {
    writeFileSync(join(project, "main.ts"), MAIN);
    const settings = { compilerOptions: COMPILER_OPTIONS, files: ["main.ts"] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(settings));
  }
  before = timesOf(installed());
}, 180_000);

/** What is there from the start, and what the commands are asked for. */
const WANTED = [
  ...["main.js", "main.ts", "node_modules", "package-lock.json", "package.json", "tsconfig.json"],
  ...["capture.ndjson", "generated", "report.json", "schemas"],
];

// Files land in the project, and none below node_modules.
afterEach(() => {
  expect(timesOf(installed())).toEqual(before);
  expect(readdirSync(modern).filter((name) => !WANTED.includes(name))).toEqual([]);
});

// Thousands of files.
afterAll(() => rmSync(work, { recursive: true, force: true }), 60_000);

const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  target: "es2022",
  lib: ["es2022"],
  types: ["node"],
  module: "nodenext",
  moduleResolution: "nodenext",
};

const CANDLE = {
  topic: "candle.1.BTCUSDT",
  data: [
    {
      start: 1,
      end: 2,
      open: 1,
      close: 7,
      high: 1,
      low: 1,
      volume: "1",
      turnover: "1",
      confirm: true,
      cross_seq: 1,
      timestamp: 1,
    },
  ],
  timestamp_e6: 1,
};
const TRADE = { topic: "trade.BTCUSDT", data: [{ symbol: "BTCUSDT" }] };

/** The same text in both projects: import statements, which become `require` in CommonJS. */
const MAIN = `import { parseFrame } from "@wireloom/bybit/linear";
import { type TradeMessage, validateTrade } from "@wireloom/bybit/linear/trade";
import { type Mock, startMock } from "@wireloom/cli";

const frame = parseFrame(${JSON.stringify(JSON.stringify(CANDLE))});
const close: number | undefined =
  frame.kind === "push" && frame.topic === "candle" ? frame.message.data[0]?.close : undefined;
const result = validateTrade(JSON.parse(${JSON.stringify(JSON.stringify(TRADE))}));
// @ts-expect-error a price is a string on this line
const price = (message: TradeMessage): number | undefined => message.data[0]?.price;
void price;
startMock({ line: "linear" }).then(async (mock: Mock) => {
  const reached = mock.url("public").startsWith("ws://127.0.0.1:");
  await mock.close();
  console.log(JSON.stringify({ close, issue: result.valid ? "" : result.issues[0]?.keyword, reached }));
});
`;

describe("the command", () => {
  it("says its version and what it can do", async () => {
    const { version } = JSON.parse(readFileSync(installed("cli/package.json"), "utf8")) as { version: string };
    expect(await wireloom("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    const { code, stdout } = await wireloom("--help");
    expect(code).toBe(0);
    for (const command of ["derive", "generate", "validate", "learn", "mock", "demo"]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
    }
  });

  it("has the same name in a project and in a checkout", async () => {
    const asked = ["npx", "@wireloom/cli", "--version"] as const;
    const [there, here] = await Promise.all([run(modern, ...asked), run(ROOT, ...asked)]);
    expect(there).toEqual(await wireloom("--version"));
    expect(here).toEqual(there);
  });

  it("demo shows the spec, the defects, the package and a checked sample", async () => {
    const { code, stdout, stderr } = await wireloom("demo");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^ {2}linear +11 topics, .*defects found in its docs$/m);
    expect(stdout).toMatch(/^ +\d+ type-conflict$/m);
    expect(stdout).toMatch(/^ {2}\d+ files, \d+ kB$/m);
    expect(stdout).toMatch(/^ {2}ok {3}linear candle push$/m);
    expect(stdout).toMatch(/^ {2}BAD {2}copy-trading trade push: .* at \/data\/0\/price\b.*\n {7}rule: \S+\.md:\d+$/m);
    expect(readdirSync(temporary).filter((name) => name.startsWith("wireloom"))).toEqual([]);
  }, 60_000);
});

describe("regenerate", () => {
  requireDocs();

  it.runIf(HAS_DOCS)(
    "derives the shipped schemas from the pages",
    async () => {
      // What people write; what `derive` writes is missing.
      const derived = /\.schema\.json$|defects\.json$/;
      const ours = /\/schemas\/[^/]+\.schema\.json$/;
      const filter = (path: string): boolean => !derived.test(path) || ours.test(path);
      cpSync(installed("cli/schemas"), join(modern, "schemas"), { recursive: true, filter });
      expect(Object.keys(digestsOf(join(modern, "schemas")))).not.toContain("linear/trade.schema.json");
      const { code } = await wireloom("derive", "--docs", DOCS, "--quiet");
      expect(code).toBe(0);
      expect(digestsOf(join(modern, "schemas"))).toEqual(digestsOf(installed("cli/schemas")));
    },
    60_000,
  );

  it("generates the package that is published", async () => {
    const { code } = await wireloom("generate", "--quiet");
    expect(code).toBe(0);
    expect(digestsOf(join(modern, "generated/src"))).toEqual(digestsOf(installed("bybit/src")));
    for (const name of ["package.json", "README.md", "LICENSE"]) {
      expect(readFileSync(join(modern, "generated", name), "utf8"), name).toBe(
        readFileSync(installed("bybit", name), "utf8"),
      );
    }
  }, 60_000);
});

describe("consume", () => {
  const expected = { close: 7, issue: "required", reached: true };

  it.each([
    ["ES modules", modern, /^import /m],
    ["CommonJS", classic, /\brequire\("@wireloom\/bybit\/linear"\)/],
  ])(
    "compiles under strict settings and runs as %s",
    async (_, project, shape) => {
      expect(compileProject(project)).toEqual([]);
      expect(readFileSync(join(project, "main.js"), "utf8")).toMatch(shape);
      const { code, stdout, stderr } = await run(project, process.execPath, "main.js");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(JSON.parse(stdout)).toEqual(expected);
    },
    60_000,
  );

  it("every entry loads by require", async () => {
    const entries = ["cli", "bybit"].flatMap((name) => {
      const manifest = JSON.parse(readFileSync(installed(name, "package.json"), "utf8")) as { exports: object };
      const modules = Object.keys(manifest.exports).filter((entry) => !entry.includes("*"));
      return modules.map((entry) => `@wireloom/${name}${entry.slice(1)}`);
    });
    expect(entries).toContain("@wireloom/bybit/spot/v1/trade");
    const script = `for (const entry of ${JSON.stringify(entries)}) if (Object.keys(require(entry)).length === 0) throw entry;`;
    expect(await run(classic, process.execPath, "-e", script)).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

it("validates a capture, and writes its report into the project", async () => {
  writeFileSync(join(modern, "capture.ndjson"), `${JSON.stringify(CANDLE)}\n${JSON.stringify(TRADE)}\n`);
  const { code } = await wireloom("validate", "capture.ndjson", "--format", "json", "--out", "report.json");
  expect(code).toBe(1);
  const { messages, findings } = JSON.parse(readFileSync(join(modern, "report.json"), "utf8")) as {
    messages: number;
    findings: { topic: string; pointer: string; source: { line: number } }[];
  };
  expect(messages).toBe(2);
  expect(findings.map(({ topic, pointer }) => `${topic} ${pointer}`)).toContain("trade /data/*/price");
  expect(findings.every(({ topic, source }) => topic === "trade" && source.line > 0)).toBe(true);
});

describe("the tarballs", () => {
  describePackages(() => packed);
});

describe("the generated package by itself", () => {
  describeAlone(
    () => alone,
    () => installed("bybit"),
  );
});
