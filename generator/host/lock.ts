/** One writer at a time: a lock file that names its process. A lock whose process is gone is taken over. */

import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

export interface LockOptions {
  /** How long another process is waited for, ms. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

export type LockResult = { readonly release: () => void } | { readonly heldBy: string };

const POLL_MS = 25;
/** A lock file without content for longer was left by a process that ended while it wrote it. */
const WRITING_MS = 2000;

/** Takes the lock, or says who holds it after waiting. File system errors are thrown. */
export async function takeLock(path: string, { waitMs, signal }: LockOptions): Promise<LockResult> {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() });
  const until = Date.now() + waitMs;
  for (;;) {
    signal?.throwIfAborted();
    if (create(path, mine)) return { release: () => rmSync(path, { force: true }) };
    const held = read(path);
    if (held === undefined) continue;
    if (isAbandoned(held, path)) takeOver(path, held);
    else if (Date.now() > until) return { heldBy: nameOf(held) };
    else await sleep(POLL_MS);
  }
}

function create(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Undefined once it is gone. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

function holderOf(held: string): Holder | undefined {
  try {
    const { pid, host, since } = JSON.parse(held) as Partial<Holder>;
    return Number.isSafeInteger(pid) ? { pid: Number(pid), host: String(host), since: String(since) } : undefined;
  } catch {
    return undefined;
  }
}

function isAbandoned(held: string, path: string): boolean {
  const holder = holderOf(held);
  if (!holder) return ageOf(path) > WRITING_MS;
  // Whether a process of another machine is alive cannot be known from here.
  return holder.host === hostname() && !isAlive(holder.pid);
}

/** Signal 0 reaches no process and tells whether there is one. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** Moves the abandoned lock away. Of several processes that try, one may catch the new lock of another: it puts that back. */
function takeOver(path: string, held: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") !== held) linkSync(aside, path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function nameOf(held: string): string {
  const holder = holderOf(held);
  return holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : "another process";
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
