/** The `zstd` program, where the machine has it: without a shell, and by its full path, so that none of the working folder is run. */

import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Its full path; undefined where there is none on the PATH. */
export function findZstd(path: string = process.env.PATH ?? ""): string | undefined {
  const name = process.platform === "win32" ? "zstd.exe" : "zstd";
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Unfolds what is handed to it. At the end, what it says if it fails. */
export async function* runZstd(
  program: string,
  input: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, string | undefined> {
  const child = spawn(program, ["--decompress", "--stdout", "--quiet", "--long=27"], {
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    // Its settings may stand in ZSTD_… variables.
    env: { LC_ALL: "C" },
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (said.length < 1000) said += text;
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code) => resolve(code === 0 ? undefined : said.trim()));
  });
  // One that ends early closes the pipe: what it says of that comes at the end.
  child.stdin.on("error", () => {});
  const fed = feed(child.stdin, input);
  try {
    for await (const bytes of child.stdout) yield bytes as Buffer;
    return await ended;
  } finally {
    child.kill();
    await fed;
  }
}

/** Compresses to a frame of its own. @throws Error with what the program says if it fails. */
export function zstdByProgram(program: string, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["--stdout", "--quiet"], {
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
      // A Ctrl-C is for all processes of a terminal: what is at work now is to be finished.
      detached: true,
      env: { LC_ALL: "C" },
    });
    const output: Buffer[] = [];
    let said = "";
    child.stdout.on("data", (piece: Buffer) => output.push(piece));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (said.length < 1000) said += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output));
      else reject(new Error(`The zstd program failed (${said.trim() || code}).`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(bytes);
  });
}

async function feed(stdin: NodeJS.WritableStream & { readonly destroyed: boolean }, input: AsyncIterable<Buffer>) {
  for await (const bytes of input) {
    if (stdin.destroyed) break;
    if (stdin.write(bytes)) continue;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        stdin.off("drain", go).off("close", go);
        resolve();
      };
      stdin.on("drain", go).on("close", go);
    });
  }
  stdin.end();
}
