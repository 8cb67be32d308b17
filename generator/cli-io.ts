/** What a command line reads from and writes to. */

import pc from "picocolors";
import type { CommandContext } from "./commands/options.js";
import { type Diagnostic, EXIT, exitCodeOf } from "./diagnostics/diagnostic.js";
import { printDiagnostic } from "./diagnostics/print.js";

export interface Streams {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

export interface CommandIo {
  readonly context: CommandContext;
  /** Is what `out` prints for a terminal with colors? */
  readonly color: boolean;
  /** Prints them to the error stream, if `quiet` errors only; the exit code is theirs. */
  show(diagnostics: readonly Diagnostic[], quiet: boolean): void;
  out(text: string): void;
  /** Ends the progress line. */
  done(): void;
  readonly exitCode: number;
}

export function createIo({ stdout, stderr }: Streams, signal: AbortSignal | undefined): CommandIo {
  let exitCode: number = EXIT.clean;
  const color = Boolean(stderr.isTTY) && pc.isColorSupported;
  return {
    context: {
      ...(stderr.isTTY ? { progress: (text: string) => stderr.write(`\r\u001b[K${text}\r`) } : {}),
      ...(signal ? { signal } : {}),
    },
    color: Boolean(stdout.isTTY) && pc.isColorSupported,
    show(diagnostics, quiet) {
      const shown = quiet ? diagnostics.filter(({ severity }) => severity === "error") : diagnostics;
      for (const diagnostic of shown) stderr.write(`${printDiagnostic(diagnostic, { color })}\n`);
      exitCode = exitCodeOf(diagnostics);
    },
    out: (text) => stdout.write(text),
    done() {
      if (stderr.isTTY) stderr.write("\u001b[K");
    },
    get exitCode() {
      return exitCode;
    },
  };
}
