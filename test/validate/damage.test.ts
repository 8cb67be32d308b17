/** Inputs that change, vanish or fail while they are read: that input's damage in every format, and no word less about the others. */

import { execFile, execFileSync, spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, renameSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ndjson } from "../../generator/capture/ndjson.js";
import { readBlock } from "../../generator/capture/read-block.js";
import { REPORT_FORMATS } from "../../generator/validate/report/formats.js";
import type { ValidateReport } from "../../generator/validate/report/validate-report.js";
import { ROOT } from "../real-docs.js";
import { checkTrades as check, folder, ndjsonOf, put, trade, URL, useFolder } from "./captures.js";

useFolder();

const COUNT = 6000;
/** Several ranges, and several blocks: nearly 2 MB. */
const TEXT = ndjsonOf(
  Array.from({ length: COUNT }, (_, index) => trade({ size: index, trade_id: `id-${index * 7919}` })),
);
const CRYPTOFEED = `${URL} <-> 1618677786.5\n${TEXT.replace(/^/gm, "1618677786.5: ").slice(0, -"1618677786.5: ".length)}`;
const HAR = JSON.stringify({
  log: {
    entries: [
      {
        _webSocketMessages: TEXT.trimEnd()
          .split("\n")
          .map((data) => ({ type: "receive", time: 1_618_677_786, opcode: 1, data })),
        request: { url: URL },
      },
    ],
  },
});
/** As large as what it holds: it takes several reads too. */
const GZIP = gzipSync(TEXT, { level: 0 });
const SMALL = ndjsonOf([trade(), trade({ price: "1" })]);

const inputs: readonly (readonly [string, string | Buffer])[] = [
  ["lines", TEXT],
  ["lines behind each other", CRYPTOFEED],
  ["gzip", GZIP],
  ["an HTTP archive", HAR],
];

/** Once, when the first bytes were read: files are open, most of them is not read. */
const once = (act: () => void): { readonly progress: () => void; readonly count: () => number } => {
  let count = 0;
  return {
    progress: () => {
      if (count === 0) act();
      count += 1;
    },
    count: () => count,
  };
};
const render = (report: ValidateReport, format: string): string =>
  REPORT_FORMATS[format]?.(report, { color: false }) ?? "";

describe.each(inputs)("%s", (_, content) => {
  it("removed or replaced while it is read, on any number of threads: read whole", async () => {
    const path = put("capture", content);
    const { report: undisturbed } = await check(path);
    expect(undisturbed.checked).toBe(COUNT);
    for (const workers of [0, 2]) {
      const removal = once(() => rmSync(path));
      const removed = await check(path, { workers, progress: removal.progress });
      expect(removal.count()).toBeGreaterThan(0);
      expect({ exit: removed.exit, report: removed.report }).toEqual({ exit: 0, report: undisturbed });
      put("capture", content);
      const replacement = once(() => renameSync(put("other", SMALL), path));
      const replaced = await check(path, { workers, progress: replacement.progress });
      expect(replacement.count()).toBeGreaterThan(0);
      expect({ exit: replaced.exit, report: replaced.report }).toEqual({ exit: 0, report: undisturbed });
      put("capture", content);
    }
  });

  it.each([0, 2])("cut while it is read, with %i workers: its damage, and the others are whole", async (workers) => {
    const [path, other] = [put("a", content), put("b", SMALL)];
    const cut = once(() => truncateSync(path, 100));
    const { report, diagnostics, exit, finding } = await check([path, other], { workers, progress: cut.progress });
    expect(cut.count()).toBeGreaterThan(0);
    expect(exit).toBe(3);
    expect(report.captures).toMatchObject([
      { file: path, damage: { code: "input/damaged", message: expect.stringContaining("became shorter") } },
      { file: other, checked: 2 },
    ]);
    expect(report.captures[0]?.checked).toBeLessThan(COUNT);
    expect(report.captures[1]?.damage).toBeUndefined();
    expect(finding("other-type")).toMatchObject({ count: 1, first: { file: other, line: 2 } });
    expect(diagnostics.filter(({ code }) => code.startsWith("input/"))).toMatchObject([
      { code: "input/damaged", file: path, fix: expect.any(String) },
    ]);
  });
});

describe("one input fails", () => {
  it("what is removed before its turn is missing, in its place among the others", async () => {
    const paths = [put("a", TEXT), put("b", SMALL), put("c", SMALL)];
    const removal = once(() => rmSync(paths[1] ?? ""));
    const { report, exit } = await check(paths, { progress: removal.progress });
    expect(exit).toBe(3);
    expect(report.captures.map(({ file, checked, damage }) => [file, checked, damage?.code])).toEqual([
      [paths[0], COUNT, undefined],
      [paths[1], 0, "input/missing"],
      [paths[2], 2, undefined],
    ]);
  });

  it("an error of the file system while a range is read is the block's damage", () => {
    // A folder can be opened and not be read.
    const fd = openSync(folder(), "r");
    const block = {
      offset: 0,
      session: { connection: "1", urls: {} },
      content: { kind: "range", fd, to: 100, size: 100 },
    } as const;
    const ignore = (): void => {};
    const sink = { line: ignore, tooLong: ignore };
    const settings = { maxLine: 100, window: Buffer.alloc(64) };
    const damage = readBlock(block, ndjson, settings, sink, { at: ignore, unterminated: ignore });
    closeSync(fd);
    expect(damage).toEqual({
      code: "input/unreadable",
      message: expect.stringContaining("EISDIR"),
      offset: 0,
    });
  });

  it("is in every format, with its place", async () => {
    const [good, cut, gone] = [put("good", TEXT), put("c,u:t.gz", GZIP.subarray(0, -20)), join(folder(), "x")];
    const { report, exit } = await check([good, gone, cut]);
    expect(exit).toBe(3);
    const [, missing, damaged] = report.captures;
    expect(missing).toMatchObject({ file: gone, format: "", frames: 0, damage: { code: "input/missing" } });
    expect(damaged?.damage).toMatchObject({ code: "input/damaged", line: damaged?.lines });
    expect(damaged?.damage?.offset).toBeGreaterThan(TEXT.length * 0.99);
    const text = damaged?.damage?.message ?? "none";
    for (const format of Object.keys(REPORT_FORMATS)) {
      const shown = render(report, format).replaceAll("&quot;", '"');
      expect({ format, has: shown.includes(text) }).toEqual({ format, has: true });
      expect({ format, has: shown.includes("The file does not exist") }).toEqual({ format, has: true });
      expect({ format, clean: /The traffic is as documented/.test(shown) }).toEqual({ format, clean: false });
    }
    expect(render(report, "junit")).toMatch(/<testsuites [^>]*errors="2"/);
    expect(render(report, "junit").match(/<error message="/g)).toHaveLength(2);
    expect(render(report, "github")).toMatch(
      new RegExp(`^::error file=[^,]*c%2Cu%3At\\.gz,line=${damaged?.lines},title=input/damaged::`, "m"),
    );
    const [run] = (JSON.parse(render(report, "sarif")) as { runs: { invocations: unknown[] }[] }).runs;
    expect(run?.invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: "error", descriptor: { id: "input/missing" } },
          {
            level: "error",
            descriptor: { id: "input/damaged" },
            locations: [{ physicalLocation: { region: { startLine: damaged?.lines } } }],
          },
        ],
      },
    ]);
  });

  it("an interrupted run says of each input that it was not read to its end", async () => {
    const abort = new AbortController();
    const paths = [put("a", TEXT), put("b", SMALL)];
    const { report } = await check(paths, { signal: abort.signal, progress: () => abort.abort() });
    expect(report.partial).toBe(true);
    const [begun, waiting] = report.captures;
    expect(begun).toMatchObject({ file: paths[0], damage: { code: "input/interrupted", line: begun?.lines } });
    expect(begun?.checked).toBe(begun?.lines);
    expect(begun?.checked).toBeLessThan(COUNT);
    expect(waiting).toMatchObject({ file: paths[1], checked: 0, damage: { code: "input/interrupted" } });
    expect(render(report, "junit").match(/<error message="The run was interrupted/g)).toHaveLength(2);
    expect(render(report, "text")).not.toContain("The traffic is as documented");
  });

  it("a sound run says so to SARIF", async () => {
    const { report } = await check(put("good", TEXT));
    const [run] = (JSON.parse(render(report, "sarif")) as { runs: { invocations: unknown[] }[] }).runs;
    expect(run?.invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });
});

describe.runIf(process.platform === "linux")("descriptors", () => {
  const open = (): number => readdirSync("/proc/self/fd").length;

  it("none is left behind, whatever became of the files", async () => {
    const paths = [
      put("a", TEXT),
      put("b.gz", GZIP),
      put("c.har", HAR),
      put("empty", ""),
      put("no-format", "?\n"),
      put("cut.gz", GZIP.subarray(0, 5000)),
    ];
    await check(paths);
    const before = open();
    await check(paths);
    const abort = new AbortController();
    const stopped = await check(paths, { signal: abort.signal, progress: () => abort.abort() });
    expect(stopped.report.partial).toBe(true);
    expect(open()).toBe(before);
  });

  it("only the files in flight are open: more files than descriptors", () => {
    for (let index = 0; index < 150; index += 1) put(`many/${index}.ndjson`, ndjsonOf([trade({ size: index })]));
    const command = 'ulimit -n 80 && exec "$0" "$@"';
    const bin = join(ROOT, "dist/generator/bin.js");
    const args = ["validate", join(folder(), "many"), "--workers", "2", "--format", "json"];
    const { status, stdout } = spawnSync("sh", ["-c", command, process.execPath, bin, ...args], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ checked: 150 });
  });

  it.each([
    ["lines", TEXT],
    ["an HTTP archive, which cannot be read twice", HAR],
  ])("a pipe with a name is read once, to its end: %s", async (_, content) => {
    const [pipe, path] = [join(folder(), "pipe"), put("content", content)];
    execFileSync("mkfifo", [pipe]);
    const writer = execFile("sh", ["-c", `cat "${path}" > "${pipe}"`]);
    const { report, exit } = await check(pipe);
    writer.kill();
    expect({ exit, checked: report.checked }).toEqual({ exit: 0, checked: COUNT });
  });

  it("what a shell makes of <(…) is read", () => {
    const content = put("content", SMALL);
    const bin = join(ROOT, "dist/generator/bin.js");
    const command = 'exec "$0" "$1" validate <(cat "$2") --format json --fail-on never';
    const { status, stdout } = spawnSync("bash", ["-c", command, process.execPath, bin, content], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ checked: 2 });
  });
});
