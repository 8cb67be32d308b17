/**
 * The TypeScript compiler, as ts-morph brings it. Required and not imported: Node looks through all ten megabytes of a CommonJS module for the names that an
 * import could ask for, which takes half as long as loading it does.
 */

import { loadLater } from "./load-later.js";

export const typescript = loadLater<typeof import("ts-morph")>("ts-morph")().ts;
