/**
 * Packages that are loaded when they are first used. Loading takes 20 to 50 ms for each, and most runs need few of them. Only for code that
 * cannot wait for `import()`, and for packages that `require` can load.
 */

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** `name`: written out where it is called, so that a search for the package finds it. */
export function loadLater<Module>(name: string): () => Module {
  let loaded: Module | undefined;
  return () => {
    loaded ??= require(name) as Module;
    return loaded;
  };
}
