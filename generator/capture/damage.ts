/** Why a capture was not read whole, in the words of reports and diagnostics. */

export interface Damage {
  /** `input/…`, as diagnostics have it. */
  readonly code: string;
  readonly message: string;
  /** Last line that was read, 1-based; absent where no line was, or where lines are not what the format is cut by. */
  readonly line?: number;
  /** Bytes of the decompressed capture that were read. */
  readonly offset?: number;
}

/** What was wrong with the container; the bytes before it were handed out. */
export interface ContainerDamage {
  readonly message: string;
}

export const damaged = (message: string): Damage => ({ code: "input/damaged", message });

/** For an error of the file system. */
export function unreadable(error: unknown): Damage {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  if (code === "ENOENT")
    return { code: "input/missing", message: "The file does not exist, or the link leads nowhere." };
  return { code: "input/unreadable", message: `The file cannot be read (${code}).` };
}

/** `size`: what it had when it was named or opened. */
export const becameShorter = (size: number): Damage =>
  damaged(`The file became shorter while it was read: it had ${size} bytes.`);
