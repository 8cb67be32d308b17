/** Part of the build, its last: the digest of all compiled modules, and of the schemas that files of people have to fit, for own-code.ts. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { createReport } from "../diagnostics/diagnostic.js";
import { writeBuilt } from "./build-output.js";
import { readTree } from "./folders.js";
import { CODE_DIGEST } from "./own-code.js";
import { OWN_ROOT, OWN_SCHEMAS } from "./own-folders.js";

const modules = readTree(join(OWN_ROOT, "dist"), createReport(), (path) => /\.c?js$/.test(path));
const schemas = readTree(OWN_SCHEMAS, createReport(), (path) => /^[^/]+\.schema\.json$/.test(path));
const digest = createHash("sha256")
  .update(JSON.stringify([...modules, ...schemas]))
  .digest("hex");
writeBuilt(CODE_DIGEST, JSON.stringify(digest));
