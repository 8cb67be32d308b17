/** Where revisions are made: in this thread, or in several that have a range of them each. */

import { on, once } from "node:events";
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { invariant } from "../diagnostics/diagnostic.js";
import { compiledModule } from "../host/build-output.js";
import { createRevisionMaker, type MadeRevision, type PageTexts, type RevisionSetting } from "./revision-maker.js";
import type { RevisionRange } from "./revision-worker.js";

/** What each thread has to have to do: it loads the modules and derives its first revision as a whole. */
const WORTH_A_THREAD = 50;

/** 1: this one alone. */
export const defaultThreads = (revisions: number): number =>
  Math.max(1, Math.min(Math.floor(revisions / WORTH_A_THREAD), availableParallelism(), 8));

/** In the order of `revisions`. Ranges are whole: a revision is made of what has changed since the one before it. */
export async function* makeRevisions(
  setting: RevisionSetting,
  revisions: readonly PageTexts[],
  threads: number,
  signal?: AbortSignal,
): AsyncGenerator<MadeRevision> {
  signal?.throwIfAborted();
  if (Math.min(threads, revisions.length) < 2) {
    const make = createRevisionMaker(setting);
    for (const pages of revisions) {
      // Between two of them signals have their turn.
      await setImmediate(undefined, { signal });
      yield make(pages);
    }
    return;
  }
  const size = Math.ceil(revisions.length / threads);
  const starts = Array.from({ length: Math.ceil(revisions.length / size) }, (_, index) => index * size);
  const ranges = starts.map((start) =>
    startRange({ setting, revisions: revisions.slice(start, start + size) }, signal),
  );
  try {
    for (const { made } of ranges) yield* made();
  } finally {
    await Promise.all(ranges.map(({ stop }) => stop()));
  }
}

function startRange(range: RevisionRange, signal: AbortSignal | undefined) {
  const worker = new Worker(compiledModule("revision-worker.js", import.meta.url), { workerData: range });
  const loaded = once(worker, "message").catch(() => undefined);
  // What stops a thread is thrown when its range has its turn; what comes behind that is of no interest.
  worker.on("error", () => {});
  const messages = on(worker, "message", { close: ["exit"], ...(signal && { signal }) });
  return {
    async *made(): AsyncGenerator<MadeRevision> {
      let count = 0;
      for await (const message of messages) {
        const [batch] = message as [readonly MadeRevision[]];
        yield* batch;
        count += batch.length;
      }
      invariant(count === range.revisions.length, "a thread has ended before all of its revisions were made");
    },
    async stop(): Promise<void> {
      // Node 20 may abort if a thread is ended while it still loads its modules.
      await loaded;
      await worker.terminate();
    },
  };
}
