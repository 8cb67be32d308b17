/** The demo leaves nothing behind, however it ends. What it shows is held in test/consumer/tarballs.test.ts. */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { demo } from "../../generator/commands/demo.js";

it("removes its folder when it is interrupted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wireloom-test-"));
  vi.stubEnv("TMPDIR", folder);
  try {
    const abort = new AbortController();
    let folders = 0;
    const progress = (step: string): void => {
      if (step !== "build the package") return;
      folders = readdirSync(folder).length;
      abort.abort();
    };
    await expect(demo({ progress, signal: abort.signal })).rejects.toThrow("aborted");
    expect(folders).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  }
});
