/** A thread that makes a range of revisions. */

import { parentPort, workerData } from "node:worker_threads";
import { createRevisionMaker, type PageTexts, type RevisionSetting } from "./revision-maker.js";

export interface RevisionRange {
  readonly setting: RevisionSetting;
  readonly revisions: readonly PageTexts[];
}

/** What is one object in a message is one behind it as well: revisions that go together are compared by what they share. */
const BATCH = 8;

const { setting, revisions } = workerData as RevisionRange;
const make = createRevisionMaker(setting);
parentPort?.postMessage([]);
for (let start = 0; start < revisions.length; start += BATCH)
  parentPort?.postMessage(revisions.slice(start, start + BATCH).map((pages) => make(buffersOf(pages))));

/** A buffer arrives as the bytes that it is made of. */
function buffersOf(pages: ReadonlyMap<string, Uint8Array>): PageTexts {
  return new Map(
    [...pages].map(([path, { buffer, byteOffset, length }]) => [path, Buffer.from(buffer, byteOffset, length)]),
  );
}
