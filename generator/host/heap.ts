/** How much garbage V8 lets lie. */

import { setFlagsFromString } from "node:v8";

/**
 * From here on the heap of each thread grows by half at most before it is collected. V8 lets it grow fourfold where the machine has memory to spare: a
 * run that keeps 50 MB would take 200, for a few per cent of its time. For programs of which the whole process is ours.
 */
export const growHeapSlowly = (): void => setFlagsFromString("--heap-growing-percent=50");
