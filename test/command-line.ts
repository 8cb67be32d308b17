/** A command line in this process: all that its caller sees, but for the process itself. */

import { run } from "../generator/cli.js";

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(...args: string[]): Promise<Printed> {
  let stdout = "";
  let stderr = "";
  const code = await run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

/** Both streams as one text. */
export async function shownBy(...args: string[]): Promise<string> {
  const { stdout, stderr } = await runCommand(...args);
  return stdout + stderr;
}
