/** Part of the build, its last: the digest of all compiled modules, for own-code.ts. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { createReport } from "../diagnostics/diagnostic.js";
import { writeBuilt } from "./build-output.js";
import { readTree } from "./folders.js";
import { CODE_DIGEST } from "./own-code.js";
import { OWN_ROOT } from "./own-folders.js";

const modules = readTree(join(OWN_ROOT, "dist"), createReport(), (path) => /\.c?js$/.test(path));
writeBuilt(
  CODE_DIGEST,
  JSON.stringify(
    createHash("sha256")
      .update(JSON.stringify([...modules]))
      .digest("hex"),
  ),
);
