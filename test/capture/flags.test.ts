/** Flags of the command line that belong to one format. */

import { describe, expect, it } from "vitest";
import { FORMATS, readOptionsOf } from "../../generator/capture/formats.js";
import { run } from "../../generator/cli.js";
import { put, useFolder } from "../validate/captures.js";

useFolder();

async function wireloom(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const text = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({ write: (part: string) => (text[name] += part) });
  const code = await run(args, { stdout: stream("out"), stderr: stream("err") });
  return { code, ...text };
}

describe.each(["validate", "learn"])("%s", (command) => {
  it("tells every format, and every flag of one", async () => {
    const { code, out } = await wireloom(command, "--help");
    expect(code).toBe(0);
    for (const { name, title } of FORMATS) expect(out).toContain(`  ${name.padEnd(16)} ${title}`);
    for (const flag of ["--payload-key <key>", "--time-key <key>", "--direction-key <key>"])
      expect(out).toContain(flag);
  });

  it("refuses a member without a name", async () => {
    const { code, err } = await wireloom(command, "x", "--time-key", "");
    expect(code).toBe(2);
    expect(err).toContain("option '--time-key <key>' argument '' is invalid. It is no key.");
  });

  it("reads an envelope by the members that are named", async () => {
    const capture = put("capture", '{"what": "{\\"op\\":\\"ping\\"}", "way": "tx"}\n');
    const flags = [capture, "--format-in", "ndjson-envelope", "--format", "json"];
    const without = JSON.parse((await wireloom(command, ...flags)).out);
    const named = await wireloom(command, ...flags, "--payload-key", "what", "--direction-key", "way");
    if (command === "validate") {
      expect(without).toMatchObject({ frames: 1, sent: 0 });
      expect(JSON.parse(named.out)).toMatchObject({ frames: 1, sent: 1 });
    } else expect(named.err).not.toContain("None of the members");
  });
});

it("only what formats take is handed on to them", () => {
  const options = { payloadKey: "a", files: ["x"], signal: new AbortController().signal };
  expect(readOptionsOf(options)).toEqual({ payloadKey: "a" });
});
