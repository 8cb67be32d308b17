/** `--out FILE` and baselines: replaced whole where that is possible, written into where it is not, told before the work where neither is. */

import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
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
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { openOutput } from "../../generator/host/output-file.js";
import { runCommand } from "../command-line.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireloom-out-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

function write(path: string, text = "report\n") {
  const report = createReport();
  openOutput(path, report)?.write(text, report);
  return report.diagnostics;
}

describe("a regular file", () => {
  it("is made, with the rights that new files get", () => {
    expect(write(at("new"))).toEqual([]);
    expect(readFileSync(at("new"), "utf8")).toBe("report\n");
    expect(statSync(at("new")).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it.each([0o600, 0o644, 0o640])("keeps its mode %o", (mode) => {
    writeFileSync(at("report"), "before");
    chmodSync(at("report"), mode);
    expect(write(at("report"))).toEqual([]);
    expect(statSync(at("report")).mode & 0o777).toBe(mode);
    expect(readdirSync(folder)).toEqual(["report"]);
  });

  it("behind a link is replaced, and the link stays", () => {
    mkdirSync(at("real"));
    writeFileSync(at("real/report"), "before");
    symlinkSync("real/report", at("link"));
    symlinkSync("real/none", at("dangling"));
    expect([...write(at("link")), ...write(at("dangling"))]).toEqual([]);
    expect(lstatSync(at("link")).isSymbolicLink() && lstatSync(at("dangling")).isSymbolicLink()).toBe(true);
    expect(readFileSync(at("real/report"), "utf8") + readFileSync(at("real/none"), "utf8")).toBe("report\nreport\n");
  });
});

describe("what is no regular file", () => {
  it("a full device says so, and stays a device", () => {
    expect(write("/dev/full")).toMatchObject([
      { code: "usage/cannot-write", message: expect.stringContaining("ENOSPC") },
    ]);
    expect(lstatSync("/dev/full").isCharacterDevice()).toBe(true);
  });

  it("a device takes the text", () => {
    expect(write("/dev/null")).toEqual([]);
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("a named pipe takes the text, and stays one", async () => {
    execFileSync("mkfifo", [at("pipe")]);
    const reader = promisify(execFile)("cat", [at("pipe")]);
    expect(write(at("pipe"))).toEqual([]);
    expect((await reader).stdout).toBe("report\n");
    expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
  });
});

describe("from a shell", () => {
  it(">(process) gets the report", () => {
    const script = `import { openOutput } from "./dist/generator/host/output-file.js";
      openOutput(process.argv[1], { add(problem) { throw new Error(problem.message); } })?.write("report\\n", undefined);`;
    const command = `node --input-type=module -e '${script}' >(cat > ${at("got")}); wait $!`;
    execFileSync("bash", ["-c", command]);
    expect(readFileSync(at("got"), "utf8")).toBe("report\n");
  });
});

describe("what cannot be written is told before the work", () => {
  it.each([
    ["a folder", ".", "it is a folder"],
    ["a folder that is missing", "none/report", "the folder does not exist"],
    ["a path below a file", "file/report", "is no folder"],
  ])("%s", (_, name, reason) => {
    writeFileSync(at("file"), "");
    const report = createReport();
    expect(openOutput(at(name), report)).toBeUndefined();
    expect(report.diagnostics).toMatchObject([
      { code: "usage/cannot-write", message: expect.stringContaining(reason) },
    ]);
  });

  it("a link that leads to itself", () => {
    symlinkSync("loop", at("loop"));
    expect(write(at("loop"))).toMatchObject([{ code: "usage/cannot-write" }]);
  });

  it.each([
    ["validate", "--out"],
    ["learn", "--write"],
  ])("%s does not read a capture first", async (command, flag) => {
    writeFileSync(at("file"), "");
    // A capture that is read would be reported as missing.
    const { code, stderr } = await runCommand(command, at("no-capture"), flag, at("file/below"));
    expect({ code, missing: stderr.includes("input/missing") }).toEqual({ code: 2, missing: false });
    expect(stderr).toContain("usage/cannot-write");
    expect(existsSync(at("file/below"))).toBe(false);
  });
});
