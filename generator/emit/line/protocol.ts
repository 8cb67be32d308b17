/** `protocol.ts`: line.yaml as data, for clients and tools. */

import { docComment, fileHeader, literal } from "../../code/code.js";
import type { Json } from "../../schema/json-schema.js";
import { sourceOf } from "../../spec/line-view.js";
import { protocolOf } from "../../spec/protocol.js";
import type { LineSpec } from "../../spec/spec.js";

export const emitProtocol = (line: LineSpec): string =>
  [
    fileHeader(sourceOf(line)),
    docComment(
      `${line.file.title}: endpoints, authentication, heartbeat, requests and limits as the documentation states them.`,
    ),
    `export const protocol = ${literal(protocolOf(line) as unknown as Json)} as const;\n`,
  ].join("");
