/** Tells which files of some folders change. */

import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";

/** Editors write a file in several steps. */
const QUIET_MS = 80;

/**
 * Calls `changed` with what has changed once there is a pause, and not again before that call has ended. Ends when the signal aborts; false if a
 * folder cannot be watched, and the report says why.
 */
export async function watchFolders(
  folders: readonly string[],
  changed: (paths: readonly string[]) => Promise<void>,
  signal: AbortSignal,
  report: Report,
): Promise<boolean> {
  const watchers: FSWatcher[] = [];
  const paths = new Set<string>();
  let wake: (() => void) | undefined;
  try {
    for (const folder of folders) {
      const watcher = watch(folder, { recursive: true }, (_, name) => {
        paths.add(name === null ? folder : join(folder, name));
        wake?.();
      });
      // A folder that goes away ends its watcher; the others go on.
      watcher.on("error", () => watcher.close());
      watchers.push(watcher);
    }
  } catch (error) {
    for (const watcher of watchers) watcher.close();
    report.add({
      code: "usage/cannot-watch",
      severity: "error",
      message: `The folders cannot be watched (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
      ...(folders[watchers.length] !== undefined && { file: folders[watchers.length] }),
      fix: "Check that the folder is there; for ENOSPC raise the limit fs.inotify.max_user_watches.",
    });
    return false;
  }
  const next = (ms?: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const end = (): void => wake?.();
  signal.addEventListener("abort", end);
  try {
    while (!signal.aborted) {
      if (paths.size === 0) await next();
      for (let before = -1; !signal.aborted && before !== paths.size; ) {
        before = paths.size;
        await next(QUIET_MS);
      }
      if (signal.aborted) break;
      const batch = [...paths];
      paths.clear();
      await changed(batch);
    }
  } finally {
    signal.removeEventListener("abort", end);
    for (const watcher of watchers) watcher.close();
  }
  return true;
}
