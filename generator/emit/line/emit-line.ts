/** A line's modules around its topics: topic types, routing, validation by frame, protocol data, client, index. */

import type { OutputTree } from "../../host/output-tree.js";
import type { LineSpec } from "../../spec/spec.js";
import { emitClient } from "./client.js";
import { emitFrame } from "./frame.js";
import { emitIndex } from "./line-index.js";
import { emitProtocol } from "./protocol.js";
import { emitTopics } from "./topics.js";
import { emitValidateFrame } from "./validate-frame.js";

/** `templates`: file name to text, of templates/. */
export function emitLine(line: LineSpec, templates: ReadonlyMap<string, string>): OutputTree {
  const folder = `src/${line.name}`;
  return new Map([
    [`${folder}/topics.ts`, emitTopics(line)],
    [`${folder}/frame.ts`, emitFrame(line)],
    [`${folder}/validate.ts`, emitValidateFrame(line)],
    [`${folder}/protocol.ts`, emitProtocol(line)],
    [`${folder}/client.ts`, emitClient(line, templates)],
    [`${folder}/index.ts`, emitIndex(line)],
  ]);
}
