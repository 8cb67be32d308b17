/** What the package has to tell the frames of a line apart and to check them, as one script. */

import { emitFrame } from "../emit/line/frame.js";
import { emitValidateFrame } from "../emit/line/validate-frame.js";
import { emitSources } from "../emit/validators/emit-sources.js";
import { emitControlValidators, emitTopicValidators } from "../emit/validators/emit-validators.js";
import type { OutputTree } from "../host/output-tree.js";
import type { LineSpec } from "../spec/spec.js";
import { bundleScript } from "./bundle.js";

const ENTRY = "entry.ts";

/** `templates`: texts of templates/, `runtime/frame.ts` among them. */
export function lineScript(line: LineSpec, templates: OutputTree, packages: string): Promise<string> {
  const { name } = line;
  const modules = new Map([
    ...templates,
    [`${name}/frame.ts`, emitFrame(line)],
    [`${name}/validate.ts`, emitValidateFrame(line)],
    [`${name}/control.check.ts`, emitControlValidators(line)],
    [`${name}/sources.ts`, emitSources(line)],
    ...line.topics.map((topic) => [`${name}/${topic.modulePath}.check.ts`, emitTopicValidators(topic)] as const),
    [
      ENTRY,
      `import { parseFrame } from "./${name}/frame.js";
import { validateFrame } from "./${name}/validate.js";
(globalThis.wireloomLines ??= {})[${JSON.stringify(name)}] = { parseFrame, validateFrame };
`,
    ],
  ]);
  return bundleScript({ modules, entry: ENTRY, packages });
}
